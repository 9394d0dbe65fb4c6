"""The officers' digest: what it says, and that an unfinished report stays open beside it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert

from handlers.turn.services import Services
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.database.schema import remark
from storage.messaging.outbox import BULK
from storage.people import people
from storage.reports import obligation_sync, obligations, reviews
from storage.units import selected_zones
from tests import province
from tests.chat import report_returned
from tests.handlers.reminders.steps import STEP, file, open_first_question, payload, remind
from tests.phone import Phone
from tests.province import CALENDAR, Province


def test_officers_of_units_that_have_not_filed_are_told(tx: Connection, services: Services, ca_mau: Province) -> None:
    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer, STEP)

    messages = remind(tx, services)

    assert set(messages) == {"officer", "colleague", "commune"}
    assert messages["officer"].payload["text"].splitlines() == [
        "1 báo cáo của đơn vị chưa nộp",
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu",
        "   Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 4 ngày"
        " (2 ngày làm việc)",
    ]
    assert messages["officer"].lane == BULK


def test_on_the_last_day_off_and_on_the_working_days_after_it(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    seven = datetime(2026, 5, 23, 0, tzinfo=UTC)  # Saturday, 07:00 in Vietnam
    messages = [remind(tx, services, seven + timedelta(days=days)).get("officer") for days in range(4)]

    assert [message and message.payload["text"].splitlines()[-1].rpartition(" · ")[2] for message in messages] == [
        None,  # a Saturday
        "hôm nay là ngày cuối",
        "trễ hạn 7 giờ",
        "trễ hạn 2 ngày",
    ]


def test_its_choice_opens_the_report(tx: Connection, services: Services, ca_mau: Province, officer: Phone) -> None:
    officer.answer = payload(remind(tx, services)["officer"])

    assert officer.choices == ["Bắt đầu báo cáo", "Nhắc lại sáng mai"]
    assert officer.answer["numbered"] is True
    assert "6 tháng năm 2026" in officer.tap("Bắt đầu báo cáo")


def test_nobody_is_thrown_out_of_a_half_done_report(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    open_first_question(officer)
    question = officer.answer

    officer.answer = payload(remind(tx, services)["officer"])

    assert officer.answer["numbered"] is False
    assert "Đã ghi nhận" in officer.say("1")  # an answer, not the reminder's first choice
    assert "Câu 2/" in officer.text
    assert question["text"].count("Câu 1/") == 1


def test_the_buttons_of_the_open_question_still_count(tx: Connection, services: Services, officer: Phone) -> None:
    open_first_question(officer)
    question = officer.answer
    remind(tx, services)

    officer.answer = question

    assert "Đã ghi nhận" in officer.tap("Không phát sinh")


def test_beside_an_open_question_the_reminder_s_choice_works_too(
    tx: Connection, services: Services, officer: Phone
) -> None:
    open_first_question(officer)
    officer.say("12")
    reminder_payload = payload(remind(tx, services)["officer"])
    officer.answer = reminder_payload

    assert officer.choices == ["Làm tiếp báo cáo", "Nhắc lại sáng mai"]
    assert "đang soạn, đã trả lời 1/" in officer.text
    assert "Câu 2/" in officer.tap("Làm tiếp báo cáo")


def test_one_digest_for_somebody_of_two_units(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, STEP)

    message = remind(tx, services)["officer"]

    assert message.payload["text"].startswith("2 báo cáo của đơn vị chưa nộp")
    assert "1. 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước: chưa bắt đầu" in message.payload["text"]
    assert "2. 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Năm Căn: chưa bắt đầu" in message.payload["text"]
    officer.answer = payload(message)
    assert officer.choices == ["Bắt đầu báo cáo 1", "Bắt đầu báo cáo 2", "Nhắc lại sáng mai"]
    assert "6 tháng năm 2026" in officer.say("2")
    assert officer.say("/tinhtrang").startswith("Báo cáo của đơn vị · UBND huyện Năm Căn")


def test_in_the_language_of_the_conversation(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    officer.say("/ngonngu")
    officer.tap("English")

    assert remind(tx, services)["officer"].payload["text"].startswith("1 report of the unit has not been filed")


def test_coordinators_and_leaders_are_not_told_to_file(tx: Connection, services: Services, ca_mau: Province) -> None:
    province.enrol(tx, STEP, ca_mau.cai_nuoc, Role.LEADER, "district-leader")

    assert "district-leader" not in remind(tx, services)


def test_snoozed_until_the_next_working_morning(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    officer.answer = payload(remind(tx, services)["officer"])
    assert "07:00 ngày làm việc tới" in officer.tap("Nhắc lại sáng mai")

    assert "officer" not in remind(tx, services, STEP + timedelta(hours=6))
    messages = remind(tx, services, STEP + timedelta(days=1))  # no reminder step falls on Thursday
    assert "officer" in messages
    assert "officer" not in remind(tx, services, STEP + timedelta(days=1, hours=5))


def test_snoozed_on_the_last_working_day_it_comes_back_on_the_last_day(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    friday = datetime(2026, 5, 22, 1, tzinfo=UTC)
    officer.answer, officer.now = payload(remind(tx, services, friday)["officer"]), friday
    officer.tap("Nhắc lại sáng mai")

    assert "officer" not in remind(tx, services, friday + timedelta(days=1))
    sunday = remind(tx, services, friday + timedelta(days=2))["officer"]
    assert [choice["label"] for choice in sunday.payload["choices"]] == ["Bắt đầu báo cáo"]  # no tomorrow to wait for


def test_snoozing_leaves_an_open_question_open(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    open_first_question(officer)
    officer.answer = payload(remind(tx, services)["officer"])

    officer.say("nhac lai sang mai")

    assert "Đã ghi nhận" in officer.say("12")


def test_a_report_sent_back_says_how_much_is_asked(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    obligation = obligations.of_unit(tx, ca_mau.cai_nuoc.id)[0]
    file(tx, ca_mau.cai_nuoc, ca_mau.officer, STEP)
    returned = datetime(2026, 5, 27, 3, tzinfo=UTC)
    reviews.record_review(tx, obligation.id, ReportState.RETURNED, ca_mau.coordinator.id, returned)
    for key in ("c06", "c07"):
        row = {
            "obligation_id": obligation.id,
            "version": 1,
            "key": key,
            "text": "?",
            "person_id": ca_mau.coordinator.id,
        }
        tx.execute(insert(remark), row | {"at": returned})

    assert "officer" not in remind(tx, services, returned)
    message = remind(tx, services, returned + timedelta(days=1))["officer"]
    assert message.payload["text"].splitlines()[1:] == [
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: được trả lại, cần trả lời 2 nội dung",
        "   Đã nộp đúng hạn; được đề nghị bổ sung ngày 27/5.",
    ]


def test_the_title_counts_the_returned_apart(tx: Connection, services: Services, ca_mau: Province) -> None:
    """The officer of Năm Căn reports for Cái Nước too: one report is returned, the other was never submitted."""
    people.grant(tx, ca_mau.nam_can_officer.id, ca_mau.cai_nuoc.id, Role.REPORTER, None, STEP - timedelta(days=9))
    report_returned(tx, ca_mau, ca_mau.officer, STEP - timedelta(days=3), STEP - timedelta(days=2))

    sent = remind(tx, services, STEP)

    title = {address: message.payload["text"].splitlines()[0] for address, message in sent.items()}
    assert title["nam-can"] == "2 báo cáo của đơn vị cần nộp: 1 chưa nộp, 1 được trả lại"
    assert title["officer"] == "1 báo cáo của đơn vị được trả lại, cần nộp lại"
    assert title["commune"] == "1 báo cáo của đơn vị chưa nộp"


def test_a_dozen_reports_fit_one_screen(tx: Connection, services: Services, ca_mau: Province, officer: Phone) -> None:
    province.many_communes(tx, ca_mau.nam_can, 9, first=1_000_000)
    selected_zones.select(
        tx, ca_mau.plan.id, 2026, [*range(1_000_000, 1_000_009), ca_mau.tan_hung.id], STEP - timedelta(days=1)
    )
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, STEP - timedelta(days=1))
    for unit_id in range(1_000_000, 1_000_009):
        people.grant(tx, ca_mau.officer.id, unit_id, Role.REPORTER, None, STEP - timedelta(days=1))

    officer.answer = payload(remind(tx, services)["officer"])

    assert officer.text.splitlines()[0] == "10 báo cáo của đơn vị chưa nộp"
    assert officer.text.splitlines()[-1] == "… và 4 báo cáo khác"
    assert officer.choices[-2:] == ["Bắt đầu báo cáo 6", "Xem tất cả báo cáo"]
    assert "<báo cáo phải nộp>" in officer.tap("Xem tất cả báo cáo")

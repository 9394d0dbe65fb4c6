"""Reminders: who is told what, once, without being taken out of a half-done report."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select

from handlers.reminders import run
from handlers.turn.messages import Payload
from handlers.turn.services import Services
from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.database.schema import outbox as outbox_table
from storage.database.schema import remark
from storage.messaging import conversations
from storage.messaging.outbox import BULK, OutboxMessage
from storage.people import people
from storage.reports import obligations, submissions
from storage.units import selected_zones
from storage.units.units import Unit
from tests import province
from tests.chat import report_returned
from tests.handlers.conftest import PhoneOf
from tests.phone import Phone
from tests.province import CALENDAR, Person, Province

RUNG = datetime(2026, 5, 20, 1, tzinfo=UTC)
"""Wednesday 20 May, eight in the morning in Vietnam: three working days before Sunday 24 May."""


OFFICERS = {"officer", "colleague", "nam-can", "commune"}


def remind(tx: Connection, services: Services, now: datetime = RUNG) -> dict[str, OutboxMessage]:
    """A tick's reminders to officers by the address they go to."""
    result = run.queue_digests(tx, run.digests_to_send(tx, services, now), services, now)
    return {parcel.address: parcel for parcel in result.parcels if parcel.address in OFFICERS | {"elsewhere"}}


def file(tx: Connection, unit: Unit, by: Person, at: datetime) -> None:
    obligation = obligations.of_unit(tx, unit.id)[0]
    submissions.submit(tx, obligation, b"{}", receipt=f"R-{unit.id}", filed_by=by.id, now=at, nil=False, figures=())


@pytest.fixture
def officer(phone_of: PhoneOf, ca_mau: Province) -> Phone:
    phone = phone_of(ca_mau.officer)
    phone.now = RUNG
    return phone


def test_officers_of_units_that_have_not_filed_are_told(tx: Connection, services: Services, ca_mau: Province) -> None:
    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer, RUNG)

    parcels = remind(tx, services)

    assert set(parcels) == {"officer", "colleague", "commune"}
    assert parcels["officer"].payload["text"].splitlines() == [
        "1 báo cáo của đơn vị chưa nộp",
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu",
        "   Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 4 ngày"
        " (2 ngày làm việc)",
    ]
    assert parcels["officer"].lane == BULK


def test_a_second_tick_adds_nothing(tx: Connection, services: Services, ca_mau: Province) -> None:
    first = remind(tx, services)

    assert remind(tx, services, RUNG + timedelta(minutes=1)) == {}
    assert set(remind(tx, services, RUNG + timedelta(days=1))) == {"commune"}  # late by now
    assert len(first) == 4


def test_two_replicas_at_once_say_it_once(tx: Connection, services: Services, ca_mau: Province) -> None:
    whom = run.digests_to_send(tx, services, RUNG)
    first = run.queue_digests(tx, whom, services, RUNG).parcels
    before = conversations.lock_conversation(tx, "test", "officer", RUNG)

    assert len(first) == len(whom)
    assert run.queue_digests(tx, whom, services, RUNG).parcels == []
    assert conversations.lock_conversation(tx, "test", "officer", RUNG) == before  # its choices still open the report


def test_between_two_rungs_nobody_who_was_told_is_told_again(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    remind(tx, services)

    assert set(remind(tx, services, RUNG + timedelta(days=1))) == {"commune"}  # whose last day was the 20th


def test_after_days_of_downtime_one_that_is_still_true(tx: Connection, services: Services, ca_mau: Province) -> None:
    parcels = remind(tx, services, datetime(2026, 5, 22, 2, tzinfo=UTC))

    assert set(parcels) == OFFICERS
    assert "còn 2 ngày (hôm nay là ngày làm việc cuối cùng)" in parcels["officer"].payload["text"]
    assert "hết thứ Tư 20/5 · trễ hạn 2 ngày" in parcels["commune"].payload["text"]


def test_on_the_last_day_off_and_on_the_working_days_after_it(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    seven = datetime(2026, 5, 23, 0, tzinfo=UTC)  # Saturday, 07:00 in Vietnam
    parcels = [remind(tx, services, seven + timedelta(days=days)).get("officer") for days in range(4)]

    assert [parcel and parcel.payload["text"].splitlines()[-1].rpartition(" · ")[2] for parcel in parcels] == [
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
    other_payload = payload(remind(tx, services)["officer"])
    officer.answer = other_payload

    assert officer.choices == ["Làm tiếp báo cáo", "Nhắc lại sáng mai"]
    assert "đang soạn, đã trả lời 1/" in officer.text
    assert "Câu 2/" in officer.tap("Làm tiếp báo cáo")


def test_one_digest_for_somebody_of_two_units(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, RUNG)

    parcel = remind(tx, services)["officer"]

    assert parcel.payload["text"].startswith("2 báo cáo của đơn vị chưa nộp")
    assert "1. 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước: chưa bắt đầu" in parcel.payload["text"]
    assert "2. 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Năm Căn: chưa bắt đầu" in parcel.payload["text"]
    officer.answer = payload(parcel)
    assert officer.choices == ["Bắt đầu báo cáo 1", "Bắt đầu báo cáo 2", "Nhắc lại sáng mai"]
    assert "6 tháng năm 2026" in officer.say("2")
    assert officer.say("/tinhtrang").startswith("Báo cáo của đơn vị · UBND huyện Năm Căn")


def test_it_goes_where_the_person_wrote_last_unless_blocked(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    other = conversations.lock_conversation(tx, "web", "elsewhere", RUNG)
    other.person_id = ca_mau.officer.id
    conversations.save(tx, other, RUNG)
    parcels = remind(tx, services)
    assert "elsewhere" in parcels
    assert "officer" not in parcels


def test_an_address_that_blocked_us_is_passed_over(tx: Connection, services: Services, ca_mau: Province) -> None:
    blocked = conversations.lock_conversation(tx, "test", "officer", RUNG)
    conversations.block(tx, blocked.id, RUNG)

    assert set(remind(tx, services)) == {"colleague", "commune", "nam-can"}


def test_whoever_left_the_unit_is_not_told(tx: Connection, services: Services, ca_mau: Province) -> None:
    people.revoke(tx, ca_mau.colleague.membership_id, RUNG)

    assert "colleague" not in remind(tx, services)


def test_filing_takes_back_what_was_not_yet_sent(tx: Connection, services: Services, ca_mau: Province) -> None:
    remind(tx, services)

    file(tx, ca_mau.cai_nuoc, ca_mau.officer, RUNG)

    assert set(tx.scalars(select(outbox_table.c.address))) == {"nam-can", "commune"}  # the coordinator is told anew
    assert remind(tx, services) == {}


def test_what_a_colleague_still_owes_elsewhere_is_said_anew(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, RUNG - timedelta(days=1))
    remind(tx, services)

    file(tx, ca_mau.cai_nuoc, ca_mau.colleague, RUNG)
    parcels = remind(tx, services)

    assert set(parcels) == {"officer"}
    assert parcels["officer"].payload["text"].startswith("1 báo cáo của đơn vị chưa nộp")


def test_in_the_language_of_the_conversation(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    officer.say("/ngonngu")
    officer.tap("English")

    assert remind(tx, services)["officer"].payload["text"].startswith("1 report of the unit has not been filed")


def test_coordinators_and_leaders_are_not_told_to_file(tx: Connection, services: Services, ca_mau: Province) -> None:
    province.enrol(tx, RUNG, ca_mau.cai_nuoc, Role.LEADER, "district-leader")

    assert "district-leader" not in remind(tx, services)


def test_somebody_new_is_not_reminded_of_what_they_were_just_shown(
    tx: Connection, services: Services, ca_mau: Province
) -> None:
    for person in (ca_mau.officer, ca_mau.colleague):
        people.revoke(tx, person.membership_id, RUNG)
    people.grant(tx, ca_mau.colleague.id, ca_mau.cai_nuoc.id, Role.REPORTER, None, RUNG)

    assert "colleague" not in remind(tx, services, RUNG + timedelta(minutes=1))
    assert "colleague" in remind(tx, services, RUNG + timedelta(days=2))  # the last working day


def test_snoozed_until_the_next_working_morning(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    officer.answer = payload(remind(tx, services)["officer"])
    assert "07:00 ngày làm việc tới" in officer.tap("Nhắc lại sáng mai")

    assert "officer" not in remind(tx, services, RUNG + timedelta(hours=6))
    parcels = remind(tx, services, RUNG + timedelta(days=1))  # Thursday has no rung of its own
    assert "officer" in parcels
    assert "officer" not in remind(tx, services, RUNG + timedelta(days=1, hours=5))


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


def test_an_extension_moves_the_reminders(tx: Connection, services: Services, ca_mau: Province) -> None:
    (obligation,) = (
        each_obligation
        for each_obligation in obligations.of_unit(tx, ca_mau.nam_can.id)
        if each_obligation.report_id == "six-months"
    )
    remind(tx, services)
    obligations.extend(
        tx, obligation.id, date(2026, 6, 5)
    )  # the message in line is taken back: its deadline is no longer so

    assert "nam-can" not in set(tx.scalars(select(outbox_table.c.address)))
    late = remind(tx, services, datetime(2026, 5, 25, 0, tzinfo=UTC))
    assert "nam-can" in late  # its ten working days before are over
    assert "Gia hạn đến hết thứ Sáu 5/6" in late["nam-can"].payload["text"]
    assert "nam-can" not in remind(tx, services, datetime(2026, 5, 26, 0, tzinfo=UTC))
    assert "nam-can" in remind(tx, services, datetime(2026, 5, 29, 0, tzinfo=UTC))


@pytest.mark.parametrize("way", ["excused", "on paper"])
def test_whoever_owes_no_more_is_left_in_peace(tx: Connection, services: Services, ca_mau: Province, way: str) -> None:
    remind(tx, services)
    obligation = obligations.of_unit(tx, ca_mau.nam_can.id)[0]
    if way == "excused":
        obligations.excuse(tx, obligation.id, "sáp nhập")
    else:
        obligations.receive_on_paper(tx, obligation.id, RUNG)

    assert "nam-can" not in set(tx.scalars(select(outbox_table.c.address)))
    assert "nam-can" not in remind(tx, services, RUNG + timedelta(days=5))


def test_a_report_sent_back_says_how_much_is_asked(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    obligation = obligations.of_unit(tx, ca_mau.cai_nuoc.id)[0]
    file(tx, ca_mau.cai_nuoc, ca_mau.officer, RUNG)
    returned = datetime(2026, 5, 27, 3, tzinfo=UTC)
    obligations.note_review(tx, obligation.id, ReportState.RETURNED, ca_mau.coordinator.id, returned)
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
    parcel = remind(tx, services, returned + timedelta(days=1))["officer"]
    assert parcel.payload["text"].splitlines()[1:] == [
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: được trả lại, cần trả lời 2 nội dung",
        "   Đã nộp đúng hạn; được đề nghị bổ sung ngày 27/5.",
    ]


def test_the_title_counts_the_returned_apart(tx: Connection, services: Services, ca_mau: Province) -> None:
    """The officer of Năm Căn reports for Cái Nước too: one report is returned, the other was never submitted."""
    people.grant(tx, ca_mau.nam_can_officer.id, ca_mau.cai_nuoc.id, Role.REPORTER, None, RUNG - timedelta(days=9))
    report_returned(tx, ca_mau, ca_mau.officer, RUNG - timedelta(days=3), RUNG - timedelta(days=2))

    sent = remind(tx, services, RUNG)

    title = {address: parcel.payload["text"].splitlines()[0] for address, parcel in sent.items()}
    assert title["nam-can"] == "2 báo cáo của đơn vị cần nộp: 1 chưa nộp, 1 được trả lại"
    assert title["officer"] == "1 báo cáo của đơn vị được trả lại, cần nộp lại"
    assert title["commune"] == "1 báo cáo của đơn vị chưa nộp"


def test_a_draft_left_lying_is_spoken_of_once_to_whoever_wrote_in_it(
    tx: Connection, services: Services, ca_mau: Province, officer: Phone
) -> None:
    november = datetime(2026, 11, 4, 3, tzinfo=UTC)  # Wednesday; the first rung for 24/11 is on the 10th
    file(tx, ca_mau.cai_nuoc, ca_mau.officer, RUNG)
    officer.now = november
    officer.say("/baocao")
    officer.tap("Bắt đầu")
    officer.say("12")

    parcels = [remind(tx, services, november + timedelta(days=days)) for days in range(1, 6)]

    gentle = [messages["officer"].payload["text"] for messages in parcels if "officer" in messages]
    assert [day for day, messages in enumerate(parcels, 1) if "officer" in messages] == [
        5
    ]  # Thursday and Friday went by
    assert gentle[0].startswith("1 báo cáo đang soạn dở")
    assert not any("colleague" in messages for messages in parcels)


def test_a_dozen_reports_fit_one_screen(tx: Connection, services: Services, ca_mau: Province, officer: Phone) -> None:
    province.many_communes(tx, ca_mau.nam_can, 9, first=1_000_000)
    selected_zones.select(
        tx, ca_mau.plan.id, 2026, [*range(1_000_000, 1_000_009), ca_mau.tan_hung.id], RUNG - timedelta(days=1)
    )
    obligations.ensure(tx, ca_mau.plan, CALENDAR, RUNG - timedelta(days=1))
    for unit_id in range(1_000_000, 1_000_009):
        people.grant(tx, ca_mau.officer.id, unit_id, Role.REPORTER, None, RUNG - timedelta(days=1))

    officer.answer = payload(remind(tx, services)["officer"])

    assert officer.text.splitlines()[0] == "10 báo cáo của đơn vị chưa nộp"
    assert officer.text.splitlines()[-1] == "… và 4 báo cáo khác"
    assert officer.choices[-2:] == ["Bắt đầu báo cáo 6", "Xem tất cả báo cáo"]
    assert "<báo cáo phải nộp>" in officer.tap("Xem tất cả báo cáo")


def open_first_question(officer: Phone) -> None:
    officer.say("/baocao")
    officer.tap("Bắt đầu")
    assert "Câu 1/" in officer.text


def payload(parcel: OutboxMessage) -> Payload:
    return Payload(**parcel.payload)  # type: ignore[typeddict-item]

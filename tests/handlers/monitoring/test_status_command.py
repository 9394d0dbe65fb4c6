"""/tinhtrang for officers."""

from datetime import UTC, date, datetime, timedelta

import orjson
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, Answer
from reporting.form_entry.interview import slots
from reporting.roles import Role
from storage.reports import extensions, obligations, remarks, reviews, submissions
from storage.reports.extensions import ExtensionOutcome
from storage.reports.submissions import SubmittedVersion
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import PhoneOf
from tests.phone import Phone
from tests.province import Province


def canonical(receipt: str) -> bytes:
    return orjson.dumps({"of": receipt, "paper": None, "zones": [], "answers": {}})


def file(phone: Phone, ca_mau: Province, receipt: str, at: datetime) -> SubmittedVersion:
    obligation = obligations.of_unit(phone.tx, ca_mau.cai_nuoc.id)[0]
    content = canonical(receipt)
    return submissions.submit(
        phone.tx, obligation, content, receipt=receipt, filed_by=ca_mau.officer.id, now=at, nil=False, figures=()
    )


def begin(phone: Phone, ca_mau: Province) -> None:
    obligation = obligations.of_unit(phone.tx, ca_mau.cai_nuoc.id)[0]
    given = {f"c0{n}@{ca_mau.tt_cai_nuoc.id}": Answer.given(n) for n in range(1, 10)}
    submissions.put_all(phone.tx, obligation.id, given, ca_mau.officer.id, phone.now)
    obligations.set_state(phone.tx, obligation.id, ReportState.DRAFTING)


def test_what_is_owed_with_its_deadline(officer: Chat) -> None:
    assert officer.say("/tinhtrang").splitlines() == [
        "Báo cáo của đơn vị · UBND huyện Cái Nước",
        "",
        "Phải nộp:",
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu",
        "   Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 5 ngày",
        "",
        "Tính đến 09:42 ngày 19/5/2026.",
    ]
    assert officer.choices == ["Bắt đầu"]


def test_a_draft_with_a_question_left_never_looks_complete(officer: Chat, ca_mau: Province) -> None:
    obligation = obligations.of_unit(officer.tx, ca_mau.cai_nuoc.id)[0]
    plan = ca_mau.plan
    form = plan.form(obligation.form_id)
    keys = [slot.key for slot in slots(form, [ca_mau.tt_cai_nuoc, ca_mau.tan_hung])]
    given = dict.fromkeys([*keys[1:], "paper.number", "paper.date", "c01@99"], NIL)
    submissions.put_all(officer.tx, obligation.id, given, ca_mau.officer.id, officer.now)
    obligations.set_state(officer.tx, obligation.id, ReportState.DRAFTING)

    assert "đang soạn, đã trả lời 41/42 câu" in officer.say("/tinhtrang")


def test_how_far_a_draft_is(officer: Chat, ca_mau: Province) -> None:
    begin(officer, ca_mau)

    assert "đang soạn, đã trả lời 9/" in officer.say("tình trạng")
    assert officer.choices == ["Làm tiếp"]


def test_a_choice_opens_the_report(officer: Chat, ca_mau: Province) -> None:
    begin(officer, ca_mau)
    officer.say("/tinhtrang")

    assert "Câu " in officer.tap("Làm tiếp")


def test_a_late_report_says_by_how_much(officer: Chat) -> None:
    officer.now = datetime(2026, 5, 26, 2, tzinfo=UTC)

    assert "· trễ hạn 2 ngày" in officer.say("/tinhtrang")


def test_what_was_filed_with_its_receipt(officer: Chat, ca_mau: Province) -> None:
    file(officer, ca_mau, "CM26-6T-4F7K2", officer.now)

    text = officer.say("/tinhtrang")

    assert "Hiện không có báo cáo nào phải nộp." in text
    assert "• 6 tháng năm 2026 · Chuyển hóa địa bàn: 09:42 ngày 19/5/2026, đúng hạn" in text
    assert "Mã biên nhận: CM26-6T-4F7K2 (phiên bản 1)" in text
    assert officer.choices == ["Xem biên nhận CM26-6T-4F7K2"]
    assert "CM26-6T-4F7K2" in officer.tap("Xem biên nhận CM26-6T-4F7K2")


def test_a_correction_after_the_deadline_leaves_the_report_in_time(officer: Chat, ca_mau: Province) -> None:
    file(officer, ca_mau, "CM26-6T-AAAAA", officer.now)
    officer.later(days=7)
    file(officer, ca_mau, "CM26-6T-BBBBB", officer.now)

    text = officer.say("/tinhtrang")

    assert "09:42 ngày 19/5/2026, đúng hạn" in text
    assert "CM26-6T-BBBBB (phiên bản 2)" in text


def test_midnight_after_the_last_day_is_late(officer: Chat, ca_mau: Province) -> None:
    file(officer, ca_mau, "CM26-6T-AAAAA", datetime(2026, 5, 24, 17, tzinfo=UTC))

    assert "00:00 ngày 25/5/2026, trễ hạn dưới 1 giờ" in officer.say("/tinhtrang")


def test_what_comes_next_where_nothing_is_owed(officer: Chat, ca_mau: Province) -> None:
    file(officer, ca_mau, "CM26-6T-4F7K2", officer.now)

    text = officer.say("/tinhtrang")

    assert "Báo cáo tiếp theo: Năm 2026 · Chuyển hóa địa bàn, nhập được từ ngày 31/10/2026." in text
    assert "Trước ngày 25/11" in text


def test_a_receipt_code_shows_that_receipt(officer: Chat, ca_mau: Province) -> None:
    file(officer, ca_mau, "CM26-6T-4F7K2", officer.now)

    assert "CM26-6T-4F7K2" in officer.say("/tinhtrang cm26-6t-4f7k2")
    assert "6 tháng năm 2026" in officer.text


def test_a_typed_number_stays_an_answer_while_a_report_is_open(officer: Chat) -> None:
    officer.say("/tinhtrang")
    officer.tap("Bắt đầu")
    officer.tap("Bắt đầu")
    assert "Câu 1/" in officer.text

    officer.say("/tinhtrang")

    assert officer.answer["numbered"] is False
    assert "Đã ghi nhận" in officer.say("1")


def test_in_english_too(officer: Chat) -> None:
    officer.say("/ngonngu")
    officer.tap("English")

    text = officer.say("/tinhtrang")

    assert text.startswith("Reports of the unit · UBND huyện Cái Nước")
    assert "not begun" in text


def test_a_commune_sees_its_own_only(officer: Chat, ca_mau: Province) -> None:
    officer.address = ca_mau.commune_officer.address

    text = officer.say("/tinhtrang")

    assert "thị trấn Cái Nước" in text
    assert "thứ Tư 20/5" in text


def test_a_unit_that_owes_nothing_is_told_so(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    province.enrol(tx, officer.now, ca_mau.hoa_my, Role.REPORTER, "hoa-my")
    officer.address = "hoa-my"

    assert "Hiện không có báo cáo nào phải nộp." in officer.say("/tinhtrang")
    assert officer.choices == []


def test_why_a_report_was_returned(officer: Chat, ca_mau: Province) -> None:
    obligation = owed(officer.tx, ca_mau.officer)
    file_report(officer.tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 12}, officer.now)
    key = f"c01@{ca_mau.tan_hung.id}"
    remarks.add(officer.tx, obligation.id, 1, {key: "Còn thiếu 1 vụ?"}, ca_mau.coordinator.id, officer.now)
    reviews.record_review(officer.tx, obligation.id, ReportState.RETURNED, ca_mau.coordinator.id, officer.now)

    text = officer.say("/tinhtrang")

    assert "được trả lại để bổ sung, chỉnh sửa" in text
    assert "Câu 1." in text
    assert "xã Tân Hưng: 12 — “Còn thiếu 1 vụ?”" in text


def test_what_became_of_a_request_for_time(officer: Chat, ca_mau: Province) -> None:
    obligation, until = owed(officer.tx, ca_mau.officer), date(2026, 5, 31)
    extension = extensions.add_request(officer.tx, obligation.id, until, "chờ số liệu", ca_mau.officer.id, officer.now)
    assert "Đã đề nghị gia hạn đến hết ngày 31/5, đang chờ trả lời" in officer.say("/tinhtrang")

    by = ca_mau.coordinator.id
    extensions.decide(
        officer.tx, extension, ExtensionOutcome.REFUSED, by, officer.now, until=until, why="hạn của cấp trên"
    )
    assert "chưa được chấp thuận: “hạn của cấp trên”" in officer.say("/tinhtrang")

    again = extensions.add_request(officer.tx, obligation.id, until, "chờ số liệu", ca_mau.officer.id, officer.now)
    extensions.decide(officer.tx, again, ExtensionOutcome.GRANTED, by, officer.now, until=until)
    obligations.extend(officer.tx, obligation.id, until)
    text = officer.say("/tinhtrang")
    assert "Gia hạn đến hết Chủ nhật 31/5" in text
    assert "Đã đề nghị" not in text


def test_how_the_unit_stands_beside_the_others(phone_of: PhoneOf, tx: Connection, now: datetime) -> None:
    hai_cap = province.build_two_level(tx, now, years=(2025, 2026))
    officer = phone_of(hai_cap.officer)
    for unit, days in ((hai_cap.phuong_mot, 364), (hai_cap.xa_hai, 366), (hai_cap.xa_ba, 350)):
        receipt = f"HC25-6T-{unit.id:05}"
        obligation = next(report for report in obligations.of_unit(tx, unit.id) if report.period == "2025-H1")
        at = now - timedelta(days=days)
        submissions.submit(
            tx,
            obligation,
            canonical(receipt),
            receipt=receipt,
            filed_by=hai_cap.officer.id,
            now=at,
            nil=False,
            figures=(),
        )

    text = officer.say("/tinhtrang")

    assert "Năm 2025: 0/4 đơn vị cùng cấp đã nộp." in text
    assert "12 tháng qua, đơn vị nộp đúng hạn 1/2 báo cáo; tính chung các đơn vị cùng cấp: 2/8 = 25,0%." in text
    assert "xã Mẫu Hai" not in text


def test_two_units_are_too_few_to_compare(officer: Chat) -> None:
    assert "cùng cấp" not in officer.say("/tinhtrang")

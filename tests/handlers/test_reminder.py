"""Reminders: who is told what, once, without being taken out of a half-done report."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from handlers import reminding
from handlers.messages import Payload
from handlers.turn import Desk
from reporting.people import Role
from storage import conversations, obligations, people, reports
from storage.outbox import BULK, Parcel
from storage.tables import outbox as outbox_table
from storage.units import Unit
from tests import province
from tests.handlers.conftest import PhoneOf
from tests.phone import Phone
from tests.province import Person, Province

RUNG = datetime(2026, 5, 20, 1, tzinfo=UTC)
"""Wednesday 20 May, eight in the morning in Vietnam: three working days before Sunday 24 May."""


OFFICERS = {"officer", "colleague", "nam-can", "commune"}


def remind(tx: Connection, desk: Desk, now: datetime = RUNG) -> dict[str, Parcel]:
    """A tick's reminders to officers by the address they go to."""
    said = reminding.remind(tx, reminding.whom(tx, desk, now), desk, now)
    return {parcel.address: parcel for parcel in said.parcels if parcel.address in OFFICERS | {"elsewhere"}}


def file(tx: Connection, unit: Unit, by: Person, at: datetime) -> None:
    one = obligations.of_unit(tx, unit.id)[0]
    reports.file(tx, one, b"{}", receipt=f"R-{unit.id}", filed_by=by.id, now=at, nil=False, figures=())


@pytest.fixture
def officer(phone_of: PhoneOf, ca_mau: Province) -> Phone:
    phone = phone_of(ca_mau.officer)
    phone.now = RUNG
    return phone


def test_officers_of_units_that_have_not_filed_are_told(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    file(tx, ca_mau.nam_can, ca_mau.nam_can_officer, RUNG)

    said = remind(tx, desk)

    assert set(said) == {"officer", "colleague", "commune"}
    assert said["officer"].payload["text"].splitlines() == [
        "1 báo cáo của đơn vị chưa nộp",
        "1. 6 tháng năm 2026 · Chuyển hóa địa bàn: chưa bắt đầu",
        "   Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5; ngày làm việc cuối cùng: thứ Sáu 22/5) · còn 4 ngày"
        " (2 ngày làm việc)",
    ]
    assert said["officer"].lane == BULK


def test_a_second_tick_adds_nothing(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    first = remind(tx, desk)

    assert remind(tx, desk, RUNG + timedelta(minutes=1)) == {}
    assert remind(tx, desk, RUNG + timedelta(days=1)) == {}
    assert tx.execute(select(func.count()).select_from(outbox_table)).scalar_one() == len(first)


def test_two_replicas_at_once_say_it_once(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    whom = reminder.whom(tx, desk, RUNG)
    first = reminder.remind(tx, whom, desk, RUNG)
    before = conversations.hold(tx, "test", "officer", RUNG)

    assert len(first) == len(whom)
    assert reminder.remind(tx, whom, desk, RUNG) == []
    assert conversations.hold(tx, "test", "officer", RUNG) == before  # its choices still open the report


def test_before_the_rung_nobody_is_told_but_the_commune(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    assert set(remind(tx, desk, RUNG - timedelta(days=1))) == {"commune"}  # whose last day is the 20th


def test_after_days_of_downtime_one_that_is_still_true(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    said = remind(tx, desk, datetime(2026, 5, 22, 2, tzinfo=UTC))

    assert set(said) == {"officer", "colleague", "nam-can"}  # the commune's last day is over
    assert "còn 2 ngày (0 ngày làm việc)" in said["officer"].payload["text"]


def test_after_the_last_day_nothing_is_said(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    assert remind(tx, desk, datetime(2026, 5, 25, 2, tzinfo=UTC)) == {}


def test_its_choice_opens_the_report(tx: Connection, desk: Desk, ca_mau: Province, officer: Phone) -> None:
    officer.answer = payload(remind(tx, desk)["officer"])

    assert officer.choices == ["Bắt đầu báo cáo"]
    assert officer.answer["numbered"] is True
    assert "6 tháng năm 2026" in officer.tap("Bắt đầu báo cáo")


def test_nobody_is_thrown_out_of_a_half_done_report(
    tx: Connection, desk: Desk, ca_mau: Province, officer: Phone
) -> None:
    open_first_question(officer)
    question = officer.answer

    officer.answer = payload(remind(tx, desk)["officer"])

    assert officer.answer["numbered"] is False
    assert "Đã ghi nhận" in officer.say("1")  # an answer, not the reminder's first choice
    assert "Câu 2/" in officer.text
    assert question["text"].count("Câu 1/") == 1


def test_the_buttons_of_the_open_question_still_count(tx: Connection, desk: Desk, officer: Phone) -> None:
    open_first_question(officer)
    question = officer.answer
    remind(tx, desk)

    officer.answer = question

    assert "Đã ghi nhận" in officer.tap("Không phát sinh")


def test_beside_an_open_question_the_reminder_s_choice_works_too(tx: Connection, desk: Desk, officer: Phone) -> None:
    open_first_question(officer)
    officer.say("12")
    said = payload(remind(tx, desk)["officer"])
    officer.answer = said

    assert officer.choices == ["Làm tiếp báo cáo"]
    assert "đang soạn, đã trả lời 1/" in officer.text
    assert "Câu 2/" in officer.tap("Làm tiếp báo cáo")


def test_one_digest_for_somebody_of_two_units(tx: Connection, desk: Desk, ca_mau: Province, officer: Phone) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, RUNG)

    said = remind(tx, desk)["officer"]

    assert said.payload["text"].startswith("2 báo cáo của đơn vị chưa nộp")
    assert "1. 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước: chưa bắt đầu" in said.payload["text"]
    assert "2. 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Năm Căn: chưa bắt đầu" in said.payload["text"]
    officer.answer = payload(said)
    assert officer.choices == ["Bắt đầu báo cáo 1", "Bắt đầu báo cáo 2"]
    assert "6 tháng năm 2026" in officer.say("2")
    assert officer.say("/tinhtrang").startswith("Báo cáo của đơn vị · UBND huyện Năm Căn")


def test_it_goes_where_the_person_wrote_last_unless_blocked(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    other = conversations.hold(tx, "web", "elsewhere", RUNG)
    other.person_id = ca_mau.officer.id
    conversations.save(tx, other, RUNG)
    said = remind(tx, desk)
    assert "elsewhere" in said
    assert "officer" not in said


def test_an_address_that_blocked_us_is_passed_over(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    blocked = conversations.hold(tx, "test", "officer", RUNG)
    conversations.block(tx, blocked.id, RUNG)

    assert set(remind(tx, desk)) == {"colleague", "commune", "nam-can"}


def test_whoever_left_the_unit_is_not_told(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    people.revoke(tx, ca_mau.colleague.membership_id, RUNG)

    assert "colleague" not in remind(tx, desk)


def test_filing_takes_back_what_was_not_yet_sent(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    remind(tx, desk)

    file(tx, ca_mau.cai_nuoc, ca_mau.officer, RUNG)

    assert set(tx.scalars(select(outbox_table.c.address))) == {"nam-can", "commune"}
    assert remind(tx, desk) == {}


def test_what_a_colleague_still_owes_elsewhere_is_said_anew(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, RUNG)
    remind(tx, desk)

    file(tx, ca_mau.cai_nuoc, ca_mau.colleague, RUNG)
    said = remind(tx, desk)

    assert set(said) == {"officer"}
    assert said["officer"].payload["text"].startswith("1 báo cáo của đơn vị chưa nộp")


def test_in_the_language_of_the_conversation(tx: Connection, desk: Desk, ca_mau: Province, officer: Phone) -> None:
    officer.say("/ngonngu")
    officer.tap("English")

    assert remind(tx, desk)["officer"].payload["text"].startswith("1 report of the unit has not been filed")


def test_coordinators_and_leaders_are_not_told_to_file(tx: Connection, desk: Desk, ca_mau: Province) -> None:
    province.enrol(tx, RUNG, ca_mau.cai_nuoc, Role.LEADER, "district-leader")

    assert "district-leader" not in remind(tx, desk)


def open_first_question(officer: Phone) -> None:
    officer.say("/baocao")
    officer.tap("Bắt đầu")
    assert "Câu 1/" in officer.text


def payload(parcel: Parcel) -> Payload:
    return Payload(**parcel.payload)  # type: ignore[typeddict-item]

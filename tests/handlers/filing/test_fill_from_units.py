"""A report that starts from those of the units below, and what is said where the two differ."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import outbox as outbox_table
from storage.figures import rollups
from storage.messaging.outbox import BULK
from storage.reports import obligations, submissions
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.province import Person, Province, enrol

DRAW = "Lấy số liệu từ đơn vị trực thuộc"
COUNTS = (12, 10, 9, 2, 2, 25, 25, 23, 8, 0, 900, 900, 2)
FIGURES: Mapping[str, int | bool] = {
    **{f"c{number:02}": count for number, count in enumerate(COUNTS, 1)},
    "c14": False,
    "c15": True,
    "c16": True,
    "c40": 3,
}


@pytest.fixture
def tan_hung(tx: Connection, ca_mau: Province, now: datetime) -> Person:
    return enrol(tx, now, ca_mau.tan_hung, Role.REPORTER, "tan-hung", "Cán bộ mẫu Xã")


def sent(
    tx: Connection,
    ca_mau: Province,
    person: Person,
    now: datetime,
    state: ReportState = ReportState.FILED,
    report: str = "six-months",
    **more: int,
) -> None:
    file_report(tx, ca_mau, person, report, 2026, {**FIGURES, **more}, now)
    obligations.set_state(tx, owed(tx, person, report).id, state)


def drawn(chat_of: ChatOf, person: Person, answers: int) -> Chat:
    chat = chat_of(person)
    chat.say("/baocao")
    chat.tap(DRAW)
    chat.tap(f"Ghi {answers} câu này")
    return chat


def told(tx: Connection) -> list[str]:
    rows = tx.execute(outbox_table.select().where(outbox_table.c.lane == BULK).order_by(outbox_table.c.id))
    return [row.payload["text"] for row in rows]


def values(chat: Chat, person: Person) -> dict[str, object]:
    written = submissions.answers(chat.tx, owed(chat.tx, person).id)
    return {key: written_answer.answer.value for key, written_answer in written.items()}


def test_nothing_is_offered_before_a_unit_below_has_sent_something(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, tan_hung: Person, now: datetime
) -> None:
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    assert DRAW not in chat.choices
    sent(tx, ca_mau, tan_hung, now, ReportState.RETURNED)
    chat.say("/baocao")
    assert DRAW not in chat.choices
    sent(tx, ca_mau, tan_hung, now + timedelta(hours=1))
    assert "Đơn vị trực thuộc: đã nộp 1/2, đã duyệt 0." in chat.say("/baocao")
    assert DRAW in chat.choices


def test_accepted_reports_come_first_and_what_is_drawn_is_the_officer_s(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, tan_hung: Person, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now, ReportState.ACCEPTED)
    sent(tx, ca_mau, tan_hung, now)
    chat = drawn(chat_of, ca_mau.officer, 17)
    obligation = owed(tx, ca_mau.officer)
    written = submissions.answers(tx, obligation.id)
    assert set(written) == {f"{field}@{ca_mau.tt_cai_nuoc.id}" for field in FIGURES}
    assert {answer.person_id for answer in written.values()} == {ca_mau.officer.id}
    assert written[f"c14@{ca_mau.tt_cai_nuoc.id}"].answer.value is False
    assert obligation.state == ReportState.DRAFTING
    assert {one_drawn.version for one_drawn in rollups.imported_versions(tx, obligation.id).values()} == {1}
    assert [entry.action for entry in audit.of_report(tx, obligation.id)] == ["report.drawn"]
    assert "xã Tân Hưng báo cáo" not in chat.say("sua cau 1")  # drawn from accepted reports only: held against those


def test_a_colleague_s_figure_is_shown_before_it_is_replaced(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    colleague = chat_of(ca_mau.colleague)
    colleague.told("/baocao", "bat dau", "14 10 9 2 2")
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    reply = chat.tap(DRAW)
    assert "Câu 1. Xảy ra · thị trấn Cái Nước: đã ghi 14 (Cán bộ mẫu Hai), đơn vị trực thuộc 12" in reply
    assert "Ghi 12 câu này" in chat.choices
    chat.tap("Ghi 12 câu này")
    assert values(chat, ca_mau.officer)[f"c01@{ca_mau.tt_cai_nuoc.id}"] == 14


def test_what_changed_since_it_was_shown_is_shown_again_and_nothing_is_written(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap(DRAW)
    sent(tx, ca_mau, ca_mau.commune_officer, now + timedelta(hours=1), c01=15)
    assert chat.tap("Ghi 17 câu này").startswith("Số liệu vừa thay đổi so với lúc xem, chưa ghi.")
    assert values(chat, ca_mau.officer) == {}
    chat.tap("Ghi 17 câu này")
    assert values(chat, ca_mau.officer)[f"c01@{ca_mau.tt_cai_nuoc.id}"] == 15


def test_a_yes_where_the_commune_says_no_wants_a_reason(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    chat = drawn(chat_of, ca_mau.officer, 17)
    chat.told("sua cau 14", "co")
    assert "Câu 14. Dấu hiệu “xã hội đen” · thị trấn Cái Nước: ghi “Có”, đơn vị trực thuộc trả lời “Không”" in chat.text


def test_the_year_adds_nothing_to_the_six_months_and_is_held_against_them(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, tan_hung: Person, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now, c01=12)
    sent(tx, ca_mau, tan_hung, now, c01=8)
    later = now + timedelta(days=180)
    sent(tx, ca_mau, ca_mau.commune_officer, later, report="year", c01=10)
    sent(tx, ca_mau, tan_hung, later, report="year", c01=9)
    obligations.set_state(tx, owed(tx, ca_mau.officer).id, ReportState.EXCUSED)
    chat = chat_of(ca_mau.officer)
    chat.now = later
    chat.say("/baocao")
    chat.tap(DRAW)
    chat.tap("Ghi 34 câu này")
    year = submissions.answers(tx, owed(tx, ca_mau.officer, "year").id)
    assert year[f"c01@{ca_mau.tan_hung.id}"].answer.value == 9
    reply = chat.say("xem lai")
    assert "cả năm là 10, ít hơn số 6 tháng đã báo cáo (12)" in reply
    coordinator = chat_of(ca_mau.coordinator)
    coordinator.now = later
    coordinator.say("tong hop")
    coordinator.tap("Năm 2026 · Chuyển hóa địa bàn")
    coordinator.tap("Theo đơn vị")
    assert "Ít hơn 6 tháng năm 2026: Xảy ra cả năm 19, 6 tháng năm 2026 20." in coordinator.tap("UBND huyện Cái Nước")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ReportState.DRAFTING, "chưa nộp: có thể lấy lại số liệu"),
        (ReportState.FILED, "đã nộp: nếu cần, lấy lại số liệu rồi nộp bản điều chỉnh"),
        (ReportState.ACCEPTED, "đã duyệt: nếu cần điều chỉnh, đề nghị đầu mối tổng hợp mở khóa trước"),
    ],
)
def test_whoever_drew_hears_what_moved_whatever_the_state(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime, state: ReportState, words: str
) -> None:
    commune = chat_of(ca_mau.commune_officer)
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    drawn(chat_of, ca_mau.officer, 17)
    obligations.set_state(tx, owed(tx, ca_mau.officer).id, state)
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    commune.told("sua cau 1", "15", "nop bao cao")
    notices = told(tx)
    assert len(notices) == 2  # both officers of the district
    assert all("Câu 1. Xảy ra · thị trấn Cái Nước: 12 → 15" in notice and words in notice for notice in notices)


def test_whoever_drew_nothing_and_a_resend_without_a_change_are_left_alone(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    commune = chat_of(ca_mau.commune_officer)
    commune.say("/baocao")
    commune.tap("Nộp bản điều chỉnh")
    commune.told("sua cau 1", "15", "nop bao cao")
    assert told(tx) == []


def test_an_officer_draws_for_the_own_unit_only(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    chat = chat_of(ca_mau.nam_can_officer)
    chat.say("/baocao")
    assert DRAW not in chat.choices


def test_the_province_counts_a_district_s_communes_once(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, tan_hung: Person, now: datetime
) -> None:
    people = province.report_upward(tx, ca_mau, now)
    for person in (ca_mau.commune_officer, tan_hung):
        sent(tx, ca_mau, person, now, ReportState.ACCEPTED)
    chat = chat_of(people["province_officer"])
    chat.say("/baocao")
    assert DRAW not in chat.choices  # its district has not reported yet
    sent(tx, ca_mau, ca_mau.officer, now, ReportState.ACCEPTED)
    chat.say("/baocao")
    chat.tap(DRAW)
    chat.tap("Ghi 17 câu này")
    total = values(chat, people["province_officer"])
    assert (total["c01"], total["c15y"], total["c14y"]) == (24, 2, 0)


def test_totals_stay_within_the_person_s_units(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    sent(tx, ca_mau, ca_mau.commune_officer, now)
    of_nam_can = enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "nam-can-coordinator")
    assert "Chưa có đơn vị nào" in chat_of(of_nam_can).say("/tonghop")
    of_cai_nuoc = enrol(tx, now, ca_mau.cai_nuoc, Role.LEADER, "cai-nuoc-leader")
    reply = chat_of(of_cai_nuoc).say("tong hop so lieu")
    assert reply.startswith("Tổng hợp · 6 tháng năm 2026 · Chuyển hóa địa bàn · UBND huyện Cái Nước")
    assert "Hình sự (1/2 đơn vị): Xảy ra 12 vụ" in reply


def test_a_yes_or_no_nobody_has_answered_is_not_none_of_none(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    """The communes have sent theirs, their district, which the province counts, has not."""
    sent(tx, ca_mau, ca_mau.commune_officer, now)

    reply = chat_of(ca_mau.coordinator).say("/tonghop")

    assert "0/0" not in reply
    assert "Hệ thống chính trị được củng cố chưa có" in reply

"""/theodoi: counts, lists, the tree, one unit's page; within one's own units, at the cost of few statements."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, event

from reporting.deadlines.obligation import ReportState
from reporting.roles import Role
from storage.audit import audit
from storage.messaging import conversations
from storage.reports import obligations, submissions
from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report, owed, report_returned
from tests.handlers.conftest import ChatOf
from tests.province import CALENDAR, Person, Province

REPORT = "6 tháng năm 2026 · Chuyển hóa địa bàn"


@pytest.fixture
def coordinator(chat_of: ChatOf, ca_mau: Province) -> Chat:
    return chat_of(ca_mau.coordinator)


@contextmanager
def counting(tx: Connection) -> Iterator[list[str]]:
    """The statements executed meanwhile."""
    seen: list[str] = []

    def note(conn: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(tx, "before_cursor_execute", note)
    yield seen
    event.remove(tx, "before_cursor_execute", note)


def open_board(chat: Chat) -> str:
    chat.say("/theodoi")
    return chat.tap(REPORT)


def hand_over_choices(chat: Chat, giver: Person, taker: Person) -> None:
    """What stands open for one person stands open for another, as after a change of roles."""
    open_there = giver.conversation(chat.tx, chat.now)
    here = taker.conversation(chat.tx, chat.now)
    here.state, here.prompt = open_there.state, open_there.prompt
    conversations.save(chat.tx, here, chat.now)
    chat.address = taker.address


def test_the_counts_of_each_category(coordinator: Chat, ca_mau: Province) -> None:
    tx, now = coordinator.tx, coordinator.now
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, now)
    obligations.note_review(tx, owed(tx, ca_mau.officer).id, ReportState.RETURNED, ca_mau.coordinator.id, now)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, now + timedelta(days=2))
    obligations.note_review(tx, owed(tx, ca_mau.commune_officer).id, ReportState.ACCEPTED, ca_mau.coordinator.id, now)
    obligations.set_state(tx, owed(tx, ca_mau.nam_can_officer).id, ReportState.DRAFTING)
    obligations.excuse(tx, obligations.of_unit(tx, ca_mau.tan_hung.id)[0].id, "mới thành lập")
    coordinator.later(days=3)

    text = open_board(coordinator)

    assert "Chưa nộp 2/4: chưa bắt đầu 1 · đang soạn 1\nĐược trả lại 1/4\nĐã nộp 1/4" in text
    assert "Đã nộp 1/4: nộp trễ 1 · đã duyệt 1" in text
    assert "Được miễn: 1" in text
    assert "Tỷ lệ nộp 1/4 = 25,0%; đúng hạn 0/4 = 0,0%" in text
    assert "Được đề nghị bổ sung, chỉnh sửa:\n• UBND huyện Cái Nước" in text
    assert coordinator.choices[:5] == [
        "Được trả lại (1)",
        "Chưa bắt đầu (1)",
        "Đang soạn (1)",
        "Nộp trễ (1)",
        "Được miễn (1)",
    ]
    assert "1. xã Tân Hưng: được miễn: mới thành lập" in coordinator.tap("Được miễn (1)")


def test_the_same_moment_a_year_before_is_by_first_sendings(chat_of: ChatOf, tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    chat = chat_of(ca_mau.coordinator)
    day_before, day_after = now - timedelta(days=366), now - timedelta(days=364)
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, {}, day_before)
    file_report(tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2025, {}, day_after)

    assert "Cùng thời điểm kỳ năm trước (19/5/2025): 1/5 = 20,0%; đúng hạn 1/5 = 20,0%" in open_board(chat)
    chat.later(days=2)
    assert "Cùng thời điểm kỳ năm trước (21/5/2025): 2/5 = 40,0%; đúng hạn 2/5 = 40,0%" in chat.tap("Cập nhật")


def test_a_district_sees_nothing_outside_it(coordinator: Chat, ca_mau: Province) -> None:
    tx = coordinator.tx
    open_board(coordinator)
    coordinator.tap("Chưa bắt đầu (5)")
    coordinator.tap("UBND huyện Năm Căn")
    district = province.enrol(tx, coordinator.now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    hand_over_choices(coordinator, ca_mau.coordinator, district)

    assert "không thuộc phạm vi của đơn vị" in coordinator.tap("Ghi nhận bản giấy"), "sent to a role with more units"
    open_board(coordinator)
    assert "Năm Căn" not in coordinator.text
    assert "Không có đơn vị nào" in coordinator.say("nam can")


def test_a_leader_looks_on(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.address = ca_mau.leader.address
    open_board(coordinator)
    coordinator.say("tan hung")

    assert coordinator.choices == ["Về bảng theo dõi"]


def test_a_leader_who_holds_a_coordinator_s_choices_is_refused(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)
    coordinator.say("tan hung")
    hand_over_choices(coordinator, ca_mau.coordinator, ca_mau.leader)

    assert "Lệnh này không dành cho vai trò hiện tại" in coordinator.tap("Ghi nhận bản giấy")
    assert obligations.of_unit(coordinator.tx, ca_mau.tan_hung.id)[0].state == ReportState.NOT_BEGUN


def test_many_communes_cost_no_more_statements(coordinator: Chat, ca_mau: Province) -> None:
    tx = coordinator.tx

    def walk() -> list[list[str]]:
        seen = []
        for say, label in (
            ("/theodoi", ""),
            ("", REPORT),
            ("", "Theo đơn vị trực thuộc"),
            ("", "UBND huyện Năm Căn"),
            ("", "Xuất danh sách (.xlsx)"),
        ):
            with counting(tx) as statements:
                coordinator.say(say) if say else coordinator.tap(label)
            seen.append(statements)
        return seen

    def select(count: int) -> None:
        selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_000 + count), coordinator.now)
        obligations.ensure(tx, ca_mau.plan, CALENDAR, coordinator.now)

    province.many_communes(tx, ca_mau.nam_can, 3321, first=1_000_000)
    select(12)
    few = walk()
    select(3321)
    many = walk()

    assert all(len(one) <= len(other) for one, other in zip(many, few, strict=True))
    assert max(len(one) for one in many) < 20


def test_lists_come_in_pages_of_eight(coordinator: Chat, ca_mau: Province) -> None:
    tx = coordinator.tx
    province.many_communes(tx, ca_mau.nam_can, 18, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_018), coordinator.now)
    obligations.ensure(tx, ca_mau.plan, CALENDAR, coordinator.now)
    open_board(coordinator)
    coordinator.tap("Theo đơn vị trực thuộc")
    coordinator.tap("UBND huyện Năm Căn")

    first = coordinator.tap("Theo đơn vị trực thuộc")
    assert "Trang 1/3." in first
    assert "8. xã mẫu 0006: chưa bắt đầu" in first
    assert coordinator.choices[8:] == ["Trang sau", "Về bảng theo dõi"]
    assert "1. xã mẫu 0007: chưa bắt đầu" in coordinator.tap("Trang sau")
    assert "3. xã mẫu 0017: chưa bắt đầu" in coordinator.tap("Trang sau")
    assert "Trang 1/3." in coordinator.say("xa mau")
    assert coordinator.say("mau-x0011").startswith("xã mẫu 0011"), "a code"


def test_the_list_as_a_spreadsheet(coordinator: Chat, ca_mau: Province) -> None:
    tx, now = coordinator.tx, coordinator.now
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, now)
    excused = obligations.of_unit(tx, ca_mau.tan_hung.id)[0]
    obligations.excuse(tx, excused.id, "=HYPERLINK(1)")
    open_board(coordinator)

    coordinator.tap("Xuất danh sách (.xlsx)")

    version = submissions.newest(tx, owed(tx, ca_mau.officer).id)
    assert version is not None
    (file,) = coordinator.files
    assert file.name == "theo-doi-2026-H1-MAU-20260519.xlsx"
    rows = {row[0]: row for row in load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)}
    filed = rows["MAU-05"]
    assert filed[1:4] == ("UBND huyện Cái Nước", "Cấp huyện", "đã nộp")
    assert filed[5:8] == (datetime(2026, 5, 19, 9, 42), "đúng hạn", version.receipt)
    assert rows["MAU-07"][6] is None
    assert rows["MAU-07"][10] == "hết ngày 24/5/2026"
    assert rows["MAU-0502"][12] == "=HYPERLINK(1)"
    assert rows["Mã đơn vị"][0] == "Mã đơn vị"


def test_who_is_overdue_is_in_the_spreadsheet(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.later(days=6)
    open_board(coordinator)
    coordinator.tap("Xuất danh sách (.xlsx)")

    (file,) = coordinator.files
    rows = {row[0]: row for row in load_workbook(io.BytesIO(file.content)).active.iter_rows(values_only=True)}
    assert rows["MAU-07"][3:7] == ("chưa bắt đầu", None, None, "quá hạn 9 giờ")


def test_what_was_done_is_on_the_page(coordinator: Chat, ca_mau: Province) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, coordinator.now)
    open_board(coordinator)
    coordinator.say("ubnd huyen cai nuoc")
    coordinator.tap("Báo cáo của chính đơn vị")

    assert "• 09:42 ngày 19/5/2026: Cán bộ mẫu Một nộp phiên bản 1" in coordinator.text
    assert "Người nộp: Cán bộ mẫu Một" in coordinator.tap("Xem báo cáo đã nộp")
    assert coordinator.tap("Về báo cáo của đơn vị").startswith("UBND huyện Cái Nước")


def test_commands_are_no_searches(coordinator: Chat) -> None:
    open_board(coordinator)

    assert coordinator.say("tinh trang").startswith("Tình hình nộp báo cáo")


def test_what_is_asked_for_next_has_its_numbers(coordinator: Chat, ca_mau: Province, now: datetime) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, now)
    open_board(coordinator)

    coordinator.say("/duyet")

    assert "UBND huyện Năm Căn" in coordinator.say("1")
    assert "Chờ duyệt" not in coordinator.text


def test_outside_the_season(coordinator: Chat) -> None:
    coordinator.now = datetime(2026, 3, 1, 2, tzinfo=UTC)

    assert "Hiện không có báo cáo nào trong kỳ nộp." in coordinator.say("/theodoi")
    coordinator.tap("Tất cả các kỳ")
    assert REPORT in coordinator.choices


def test_in_english(coordinator: Chat) -> None:
    coordinator.say("/ngonngu")
    coordinator.tap("English")
    coordinator.say("/theodoi")

    assert "Not filed 5/5: not begun 5" in coordinator.tap(coordinator.choices[0])


def test_nothing_is_recorded_by_looking(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)
    coordinator.say("tan hung")

    assert audit.of_report(coordinator.tx, obligations.of_unit(coordinator.tx, ca_mau.tan_hung.id)[0].id) == []


def test_the_units_of_one_district_are_reminded_from_its_board(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)
    coordinator.say("ubnd huyen cai nuoc")

    reply = coordinator.tap("Nhắc các đơn vị chưa nộp")
    assert "thị trấn Cái Nước" in reply
    assert "Năm Căn" not in reply
    assert coordinator.tap("Xem bảng").startswith(REPORT)


def test_all_are_reminded_from_the_whole_board(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)

    assert "UBND huyện Năm Căn" in coordinator.tap("Nhắc các đơn vị chưa nộp")


def test_only_those_who_never_submitted_are_called_so_and_reminded(
    tx: Connection, coordinator: Chat, ca_mau: Province
) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    open_board(coordinator)

    reply = coordinator.tap("Nhắc các đơn vị chưa nộp")
    assert "UBND huyện Năm Căn" in reply
    assert "UBND huyện Cái Nước" not in reply
    coordinator.tap("Xem bảng")
    reply = coordinator.tap("Nhắc các đơn vị được trả lại")
    assert "Đã nhắc 1 đơn vị: UBND huyện Cái Nước." in reply


def test_where_only_returned_ones_are_left_nobody_is_called_missing(
    tx: Connection, coordinator: Chat, ca_mau: Province
) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    for unit in (ca_mau.so_van_hoa, ca_mau.nam_can, ca_mau.tt_cai_nuoc, ca_mau.tan_hung):
        obligations.receive_on_paper(tx, obligations.of_unit(tx, unit.id)[0].id, coordinator.now)

    open_board(coordinator)
    assert "Nhắc các đơn vị chưa nộp" not in coordinator.choices
    assert "Nhắc các đơn vị được trả lại" in coordinator.choices

    coordinator.say("ubnd huyen cai nuoc")
    assert "Nhắc các đơn vị chưa nộp" not in coordinator.choices
    assert "UBND huyện Cái Nước" in coordinator.tap("Nhắc các đơn vị được trả lại")


def test_the_deadline_of_a_level_is_the_usual_one(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    obligations.extend(tx, owed(tx, ca_mau.officer).id, date(2026, 5, 29))

    assert "Sở, ban, ngành; cấp huyện: Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5" in open_board(coordinator)


def test_units_below_are_counted_without_the_returned(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, coordinator.now)
    open_board(coordinator)

    assert "UBND huyện Cái Nước: đã nộp 1/3" in coordinator.tap("Theo đơn vị trực thuộc")


def test_from_the_page_to_the_review_and_the_history_and_back(coordinator: Chat, ca_mau: Province) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, coordinator.now)
    open_board(coordinator)
    coordinator.say("ubnd huyen nam can")
    coordinator.tap("Lịch sử")
    assert coordinator.answer["numbered"], "the board no longer waits for a name"
    assert coordinator.tap("Mở báo cáo").startswith("UBND huyện Năm Căn")
    coordinator.tap("Kiểm tra, duyệt")
    assert coordinator.answer["numbered"]

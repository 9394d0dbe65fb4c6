"""The page of one unit's report: what it shows, and who may do what there."""

from __future__ import annotations

from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.reports import obligations
from tests.chat import Chat, file_report, owed
from tests.handlers.monitoring.steps import hand_over_buttons, open_board, open_own_report
from tests.handlers.reminders.steps import take
from tests.province import Province


def test_a_leader_looks_on(coordinator: Chat, ca_mau: Province) -> None:
    coordinator.address = ca_mau.leader.address
    open_board(coordinator)
    coordinator.say("tan hung")

    assert coordinator.choices == ["Về bảng theo dõi"]


def test_a_leader_who_holds_a_coordinator_s_choices_is_refused(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)
    coordinator.say("tan hung")
    hand_over_buttons(coordinator, ca_mau.coordinator, ca_mau.leader)

    assert "Lệnh này không dành cho vai trò hiện tại" in coordinator.tap("Ghi nhận bản giấy")
    assert obligations.of_unit(coordinator.tx, ca_mau.tan_hung.id)[0].state == ReportState.NOT_BEGUN


def test_what_was_done_is_on_the_page(coordinator: Chat, ca_mau: Province) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, coordinator.now)
    open_board(coordinator)
    coordinator.say("ubnd huyen cai nuoc")
    coordinator.tap("Báo cáo của chính đơn vị")

    assert "• 09:42 ngày 19/5/2026: Cán bộ mẫu Một nộp phiên bản 1" in coordinator.text
    assert "Người nộp: Cán bộ mẫu Một" in coordinator.tap("Xem báo cáo đã nộp")
    assert coordinator.tap("Về báo cáo của đơn vị").startswith("UBND huyện Cái Nước")


def test_nothing_is_recorded_by_looking(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)
    coordinator.say("tan hung")

    assert audit.of_report(coordinator.tx, obligations.of_unit(coordinator.tx, ca_mau.tan_hung.id)[0].id) == []


def test_from_the_page_to_the_review_and_the_history_and_back(coordinator: Chat, ca_mau: Province) -> None:
    file_report(coordinator.tx, ca_mau, ca_mau.nam_can_officer, "six-months", 2026, {}, coordinator.now)
    open_board(coordinator)
    coordinator.say("ubnd huyen nam can")
    coordinator.tap("Lịch sử")
    assert coordinator.answer["numbered"], "the board no longer waits for a name"
    assert coordinator.tap("Mở báo cáo").startswith("UBND huyện Năm Căn")
    coordinator.tap("Kiểm tra, duyệt")
    assert coordinator.answer["numbered"]


def test_back_to_the_board_of_the_district_that_was_looked_at(coordinator: Chat) -> None:
    open_own_report(coordinator, "ubnd huyen cai nuoc")

    assert "UBND huyện Cái Nước và các đơn vị trực thuộc" in coordinator.tap("Về bảng theo dõi")


def test_a_report_of_another_period_leads_to_the_board_of_one_s_own_unit(coordinator: Chat, ca_mau: Province) -> None:
    open_own_report(coordinator, "ubnd huyen cai nuoc")
    year = owed(coordinator.tx, ca_mau.nam_can_officer, "year")

    chat = take(
        coordinator.tx,
        coordinator.services,
        ca_mau.coordinator,
        coordinator.now,
        "monitoring.show_report",
        obligation=year.id,
    )

    text = chat.tap("Về bảng theo dõi")
    assert text.startswith("Năm 2026 · Chuyển hóa địa bàn")
    assert "tỉnh Cà Mau và các đơn vị trực thuộc" in text

"""The lists of units on the board, and finding a unit by a few letters."""

from __future__ import annotations

from sqlalchemy import Connection

from reporting.roles import Role
from storage.reports import obligation_sync
from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report, report_returned
from tests.handlers.monitoring.steps import REPORT, counting, hand_over_buttons, open_board
from tests.province import CALENDAR, Province


def test_a_district_sees_nothing_outside_it(coordinator: Chat, ca_mau: Province) -> None:
    tx = coordinator.tx
    open_board(coordinator)
    coordinator.tap("Chưa bắt đầu (5)")
    coordinator.tap("UBND huyện Năm Căn")
    district = province.enrol(tx, coordinator.now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    hand_over_buttons(coordinator, ca_mau.coordinator, district)

    assert "không thuộc phạm vi của đơn vị" in coordinator.tap("Ghi nhận bản giấy"), "sent to a role with more units"
    open_board(coordinator)
    assert "Năm Căn" not in coordinator.text
    assert "Không có đơn vị nào" in coordinator.say("nam can")


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
        obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, coordinator.now)

    province.many_communes(tx, ca_mau.nam_can, 3321, first=1_000_000)
    select(12)
    few = walk()
    select(3321)
    many = walk()

    assert all(len(statements) <= len(other) for statements, other in zip(many, few, strict=True))
    assert max(len(statements) for statements in many) < 20


def test_lists_come_in_pages_of_eight(coordinator: Chat, ca_mau: Province) -> None:
    tx = coordinator.tx
    province.many_communes(tx, ca_mau.nam_can, 18, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_018), coordinator.now)
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, coordinator.now)
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


def test_commands_are_no_searches(coordinator: Chat) -> None:
    open_board(coordinator)

    assert coordinator.say("tinh trang").startswith("Tình hình nộp báo cáo")


def test_units_below_are_counted_without_the_returned(tx: Connection, coordinator: Chat, ca_mau: Province) -> None:
    report_returned(tx, ca_mau, ca_mau.officer, coordinator.now, coordinator.now)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, coordinator.now)
    open_board(coordinator)

    assert "UBND huyện Cái Nước: đã nộp 1/3" in coordinator.tap("Theo đơn vị trực thuộc")


def test_a_unit_that_owes_nothing_now_shows_what_it_owes_in_all_periods(coordinator: Chat) -> None:
    open_board(coordinator)

    text = coordinator.say("xa hoa my")

    assert text.startswith("xã Hòa Mỹ không phải nộp báo cáo này.")
    assert coordinator.choices == ["Các kỳ đang nộp", "Lên tỉnh Cà Mau"]


def test_several_units_of_a_name_are_offered_and_one_opens_its_report(coordinator: Chat, ca_mau: Province) -> None:
    open_board(coordinator)

    coordinator.say("cai nuoc")

    assert coordinator.choices == ["UBND huyện Cái Nước", "thị trấn Cái Nước", "Về bảng theo dõi"]
    assert coordinator.tap("thị trấn Cái Nước").startswith("thị trấn Cái Nước\n")

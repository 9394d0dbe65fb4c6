"""A digest over several reports or many units: what is named, numbered and counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from handlers.turn.services import Services
from reporting.roles import Role
from storage.people import people
from storage.reports import obligation_sync, obligations
from storage.units import selected_zones
from tests import province
from tests.handlers.reminders.steps import (
    FRIDAY,
    reminded_chat,
)
from tests.province import CALENDAR, Province


def test_many_missing_are_counted_and_picked_page_by_page(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    province.many_communes(tx, ca_mau.nam_can, 20, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_020), FRIDAY - timedelta(days=9))
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, FRIDAY - timedelta(days=9))

    coordinator = reminded_chat(tx, whole_services, ca_mau.coordinator, datetime(2026, 5, 15, 1, tzinfo=UTC))

    assert "Cấp xã: đã nộp 0/20 đơn vị" in coordinator.text
    assert "xã mẫu 0007 (chưa bắt đầu) và 12 đơn vị khác" in coordinator.text
    assert coordinator.choices == ["Nhắc 20 đơn vị", "Nhắc từng đơn vị", "Xem bảng"]
    coordinator.tap("Nhắc từng đơn vị")
    assert "Trang 1/3" in coordinator.text
    coordinator.tap("Trang sau")
    assert coordinator.choices[0] == "Nhắc xã mẫu 0008"
    coordinator.tap("Trang sau")
    assert coordinator.choices == [
        *(f"Nhắc xã mẫu 00{number}" for number in range(16, 20)),
        "Trang trước",
        "Xem bảng",
    ]
    assert "chưa có cán bộ nhận được tin nhắn, đề nghị liên hệ trực tiếp: xã mẫu 0016" in coordinator.tap(
        "Nhắc xã mẫu 0016"
    )
    assert "Trang 3/3" in coordinator.tap("Nhắc đơn vị khác")


def test_several_reports_are_numbered_each_with_its_choices(
    tx: Connection, whole_services: Services, only_districts: Province
) -> None:
    here = only_districts
    people.grant(tx, here.coordinator.id, here.nam_can.id, Role.COORDINATOR, None, FRIDAY)
    selected_zones.select(tx, here.plan.id, 2026, [here.tt_nam_can.id], FRIDAY)
    obligation_sync.ensure(tx, here.plan, CALENDAR, FRIDAY)

    coordinator = reminded_chat(tx, whole_services, here.coordinator, FRIDAY)

    assert coordinator.choices == [
        "Nhắc 1 đơn vị (mục 1)",
        "Xem mục 1",
        "Nhắc 2 đơn vị (mục 2)",
        "Xem mục 2",
    ]
    assert "• thị trấn Năm Căn: chưa bắt đầu · trễ hạn 2 ngày" in coordinator.tap("Xem mục 1")


def test_a_digest_takes_four_reports_and_counts_the_others(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    """The coordinator of the province also coordinates five districts, each with a late commune."""
    late_since, communes = FRIDAY - timedelta(days=9), []
    for number in range(5):
        district = province.add(tx, f"MAU-9{number}", f"UBND huyện Mẫu {number}", ca_mau.cai_nuoc.kind, ca_mau.tinh)
        commune = province.add(tx, f"MAU-9{number}01", f"xã Mẫu {number}", ca_mau.tan_hung.kind, district)
        communes.append(commune.id)
        people.grant(tx, ca_mau.coordinator.id, district.id, Role.COORDINATOR, None, late_since)
    selected_zones.select(tx, ca_mau.plan.id, 2026, communes, late_since)
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, late_since)

    coordinator = reminded_chat(tx, whole_services, ca_mau.coordinator, FRIDAY)

    assert "4. 6 tháng năm 2026 · Chuyển hóa địa bàn" in coordinator.text
    assert "5. 6 tháng năm 2026" not in coordinator.text
    assert "… và 2 báo cáo khác: gửi /theodoi" in coordinator.text
    assert coordinator.choices[-1] == "Xem mục 4"


def test_levels_come_by_their_last_day_and_share_one_line_for_the_same_deadline(
    tx: Connection, whole_services: Services, ca_mau: Province
) -> None:
    """The communes' last day is Wednesday 20 May, that of the department and the districts Sunday 24 May.

    That one commune has more time does not change the place of its level.
    """
    obligations.extend(tx, obligations.of_unit(tx, ca_mau.tan_hung.id)[0].id, date(2026, 5, 26))

    lines = reminded_chat(tx, whole_services, ca_mau.coordinator, FRIDAY).text.splitlines()

    levels = [line.partition(":")[0] for line in lines if "đã nộp" in line]
    assert levels == ["Cấp xã", "Sở, ban, ngành", "Cấp huyện"]
    assert sum(line.startswith("Trước ngày 25/5") for line in lines) == 1

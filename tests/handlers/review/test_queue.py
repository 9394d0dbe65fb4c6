"""The queue of a coordinator."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.roles import Role
from storage.reports import obligation_sync
from storage.reports.obligations import Obligation
from storage.units import selected_zones, units
from tests import province
from tests.chat import FIGURES, file_report
from tests.handlers.conftest import ChatOf
from tests.province import Province


@pytest.mark.parametrize("person", ["leader", "officer"])
def test_it_is_for_coordinators(ca_mau: Province, chat_of: ChatOf, person: str) -> None:
    assert "Báo cáo chờ duyệt" not in chat_of(getattr(ca_mau, person)).say("/duyet")


def test_each_level_checks_what_reports_to_it_and_may_look_deeper(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, FIGURES, now)
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")

    provincial, local = chat_of(ca_mau.coordinator), chat_of(district)

    assert "thị trấn Cái Nước" not in provincial.say("/duyet")
    assert "thị trấn Cái Nước: nộp" in provincial.tap("Kể cả các cấp dưới (thêm 1)")
    assert local.say("/duyet").startswith("Chờ duyệt 1 báo cáo · UBND huyện Cái Nước")
    assert "UBND huyện Cái Nước: nộp" not in local.text  # its own report is for the province
    local.tap("thị trấn Cái Nước")
    assert "Đã duyệt" in local.tap("Duyệt")


def test_the_queue_has_pages(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> None:
    province.many_communes(tx, ca_mau.nam_can, 15, first=1_000_000)
    selected_zones.select(tx, ca_mau.plan.id, 2026, range(1_000_000, 1_000_015), now)
    obligation_sync.ensure(tx, ca_mau.plan, province.CALENDAR, now)
    for number in range(15):
        unit = units.get(tx, 1_000_000 + number)
        officer = province.enrol(tx, now, unit, Role.REPORTER, f"commune-{number}")
        file_report(tx, ca_mau, officer, "six-months", 2026, FIGURES, now)
    chat = chat_of(ca_mau.coordinator)

    assert "Chờ duyệt 15 báo cáo" in chat.say("/duyet")
    assert "Trang 1/3" in chat.text
    assert chat.choices[:6] == [f"xã mẫu {number:04}" for number in range(6)]
    assert "Trang 2/3" in chat.tap("Trang sau")
    assert "Trang 1/3" in chat.tap("Trang trước")

    chat.tap("Duyệt các báo cáo không có cảnh báo (15)")
    assert chat.text.count("• xã mẫu") == 15
    assert "Đã duyệt 15 báo cáo" in chat.tap("Duyệt 15 báo cáo này")


def test_an_empty_queue_leads_to_the_levels_below(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime
) -> None:
    province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    chat = chat_of(ca_mau.coordinator)
    assert chat.say("/duyet").startswith("Không có báo cáo nào chờ duyệt · tỉnh Cà Mau")
    assert not any(label.startswith("Kể cả") for label in chat.choices)

    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, FIGURES, now)

    assert chat.say("/duyet").startswith("Không có báo cáo nào chờ duyệt · tỉnh Cà Mau")
    assert "thị trấn Cái Nước: nộp" in chat.tap("Kể cả các cấp dưới (thêm 1)")
    assert "Không có báo cáo nào" in chat.tap("Chỉ các đơn vị trực tiếp")


def test_the_oldest_deadline_first_with_lateness(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, FIGURES, now + timedelta(days=20))
    chat = chat_of(ca_mau.coordinator)

    reply = chat.say("/duyet")

    assert chat.choices[:2] == ["thị trấn Cái Nước", "UBND huyện Cái Nước"]
    assert "1. thị trấn Cái Nước: nộp trễ 09:42 ngày 8/6/2026" in reply
    assert "2. UBND huyện Cái Nước: nộp 08:42 ngày 19/5/2026" in reply
    assert "bản giấy" not in reply
    assert "không phát sinh" not in reply

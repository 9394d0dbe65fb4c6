"""Any figure opened down to the reports behind it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handlers.turn.services import Services
from reporting.deadlines.obligation import ReportState
from reporting.plan.plan import UnitKind
from reporting.roles import Role
from storage.figures import baselines
from storage.figures.baselines import BaselineFigure
from storage.reports import obligation_sync, obligations
from tests import province
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.reminders.steps import take
from tests.province import Province
from tests.storage.figures.test_target_results import build

FIGURES = {"c01": 95, "c02": 100, "c03": 76, "c17": 9, "c18": 9, "c40": 7}
RATE = "Tỷ lệ điều tra khám phá án"
FALL = "Giảm số vụ phạm tội về trật tự xã hội"


def opened(chat: Chat, title: str) -> str:
    """The way there: /tonghop, "Từ đâu ra?", page by page until it is listed."""
    chat.say("/tonghop")
    chat.tap("Từ đâu ra?")
    while title not in chat.choices:
        chat.tap("Trang sau")
    return chat.tap(title)


def test_the_lowest_rate_comes_first_and_the_missing_last(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    place = build(tx, now)
    file_report(tx, place, place.officer, "six-months", 2026, FIGURES, now)
    file_report(tx, place, place.nam_can_officer, "six-months", 2026, FIGURES | {"c03": 40}, now)
    third = province.add(tx, "MAU-08", "UBND huyện Đầm Dơi", UnitKind.DISTRICT, place.tinh)
    obligation_sync.ensure(tx, place.plan, province.CALENDAR, now)
    reply = opened(chat_of(place.leader), RATE)
    assert "116/200 = 58,0% · chưa đạt (2/3 đơn vị)" in reply
    rows = [line for line in reply.splitlines() if line[:2] in ("1.", "2.", "3.")]
    assert [row.split(":")[0][3:] for row in rows] == ["UBND huyện Năm Căn", "UBND huyện Cái Nước", third.name]
    assert "40/100 = 40,0% · bản 1, mã " in rows[0]
    assert rows[2].endswith("chưa bắt đầu")
    assert "Tính đến 09:42 ngày 19/5/2026." in reply


def test_a_fall_shows_both_sides_and_who_has_only_one(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    place = build(tx, now)
    file_report(tx, place, place.officer, "six-months", 2026, FIGURES, now)
    file_report(tx, place, place.nam_can_officer, "six-months", 2026, FIGURES, now)
    baselines.put(tx, [BaselineFigure(place.cai_nuoc.id, "c01", "2025-Y", 100)], now)
    reply = opened(chat_of(place.leader), FALL)
    assert "giảm 5,0% · đạt (1/2 đơn vị)" in reply
    assert "Tham khảo: so với cả năm 2025, không cùng độ dài kỳ." in reply
    assert "UBND huyện Cái Nước: 95 (kỳ gốc 100)" in reply
    assert "UBND huyện Năm Căn: 95 (chưa có số liệu gốc)" in reply


def test_the_report_before_stands_beside_it_over_the_same_units(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    place = build(tx, now, (2025, 2026))
    for person in (place.officer, place.nam_can_officer):
        file_report(tx, place, person, "six-months", 2025, FIGURES | {"c01": 100, "c03": 50}, now)
    file_report(tx, place, place.officer, "six-months", 2026, FIGURES, now)
    chat = chat_of(place.leader)
    about = {"plan": place.plan.id, "report": "six-months", "period": "2026-H1"}
    text = take(tx, chat.services, place.leader, now, "totals.show_sources", **about, target="DT-3").text
    assert "6 tháng năm 2025: 50/100 = 50,0%; nay 76/100 = 76,0%, trên 1 nơi có số liệu cả hai kỳ." in text
    text = take(tx, chat.services, place.leader, now, "totals.show_sources", **about, field="c01").text
    assert "6 tháng năm 2025: 100 vụ; nay 95 vụ, giảm 5,0%, trên 1 nơi có số liệu cả hai kỳ." in text


def test_a_returned_report_is_shown_and_not_counted(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    place = build(tx, now)
    file_report(tx, place, place.nam_can_officer, "six-months", 2026, FIGURES, now)
    file_report(tx, place, place.officer, "six-months", 2026, FIGURES, now)
    obligations.set_state(tx, owed(tx, place.officer).id, ReportState.RETURNED)
    reply = opened(chat_of(place.coordinator), RATE)
    assert "(1/2 đơn vị)" in reply
    assert "UBND huyện Cái Nước: bản 1, mã " in reply
    assert "đã trả lại, chưa tính" in reply


def test_a_figure_kept_by_two_agencies_names_each_one_s_part(tx: Connection, chat_of: ChatOf, now: datetime) -> None:
    place = build(tx, now)
    culture = province.enrol(tx, now, place.so_van_hoa, Role.REPORTER, "culture")
    police = province.add(tx, "MAU-CA", "Công an Tỉnh (mẫu)", UnitKind.DEPARTMENT, place.tinh)
    obligation_sync.ensure(tx, place.plan, province.CALENDAR, now)
    officer = province.enrol(tx, now, police, Role.REPORTER, "police")
    file_report(tx, place, culture, "six-months", 2026, {"keeps": "court", "c57": 9}, now)
    file_report(tx, place, officer, "six-months", 2026, {"keeps": "police", "c54": 10}, now)
    reply = opened(chat_of(place.leader), "Tỷ lệ vụ án mua bán người được xét xử")
    assert "9/10 = 90,0% · đạt (2/2 đơn vị)" in reply
    assert "Mua bán người: xét xử 9 ·" in reply
    assert "Mua bán người: khởi tố 10 ·" in reply


def test_a_leader_of_a_district_sees_only_its_own(
    tx: Connection, ca_mau: Province, services: Services, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, FIGURES, now)
    leader = province.enrol(tx, now, ca_mau.nam_can, Role.LEADER, "nam-can-leader")
    about = {"plan": ca_mau.plan.id, "report": "six-months", "period": "2026-H1", "unit": ca_mau.tinh.id}
    text = take(tx, services, leader, now, "totals.show_sources", **about, target="CM-a2").text
    assert "UBND huyện Năm Căn" in text
    assert "Cái Nước" not in text


def test_whoever_oversees_nothing_is_led_back(
    tx: Connection, ca_mau: Province, services: Services, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now)
    about = {"plan": ca_mau.plan.id, "report": "six-months", "period": "2026-H1", "target": "CM-a2"}
    text = take(tx, services, ca_mau.officer, now, "totals.show_sources", **about).text
    assert "không dành cho vai trò hiện tại" in text
    assert "mã CM26" not in text

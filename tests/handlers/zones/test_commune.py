"""The page of a commune and its history."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from reporting.form_entry.answer_input import Answer
from storage.zones import criteria, outcomes
from tests import province
from tests.chat import file_report
from tests.handlers.conftest import ChatOf
from tests.province import Province
from tests.reporting.figures.test_zone_success import ALL_MET


def test_a_leader_looks_at_a_commune_and_evaluates_none(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.leader)
    assert chat.say("/diaban tan hung").startswith("xã Tân Hưng (UBND huyện Cái Nước)\nĐịa bàn chuyển hóa năm 2026")
    assert chat.choices == ["Phiếu tiêu chí 2026", "Các năm", "Danh sách năm 2026"]


def test_of_a_commune_not_chosen_the_newest_earlier_outcome_is_told(
    tx: Connection, now: datetime, chat_of: ChatOf
) -> None:
    ca_mau = province.build(tx, now, years=(2024, 2025, 2026))
    plan, unit = ca_mau.plan.id, ca_mau.hoa_my.id
    outcomes.put(tx, plan, 2024, unit, "carried_over", gate=False, note="Chưa", person_id=None, now=now)
    outcomes.put(tx, plan, 2025, unit, "not_recognised", gate=False, note="Chưa", person_id=None, now=now)
    outcomes.put(tx, plan, 2026, unit, "carried_over", gate=False, note="Chưa", person_id=None, now=now)
    text = chat_of(ca_mau.coordinator).say("/diaban hoa my")
    assert "Năm 2026: không thuộc danh sách địa bàn chuyển hóa.\nNăm 2025: không công nhận" in text
    assert "2024" not in text


def test_the_history_goes_from_the_newest_year_back(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now, years=(2025, 2026))
    plan, unit = ca_mau.plan.id, ca_mau.tan_hung.id
    file_report(tx, ca_mau, ca_mau.officer, "year", 2025, dict(ALL_MET), now)  # type: ignore[arg-type]
    criteria.put(tx, plan, 2025, unit, {"A2": Answer.given(3), "A3": Answer.given(4)}, None, now)
    outcomes.put(tx, plan, 2025, unit, "recognised", gate=True, note="Theo biên bản", person_id=None, now=now)
    outcomes.relapse(tx, plan, 2025, unit, date(2026, 3, 20), "Tụ điểm trở lại", person_id=None, now=now)
    chat = chat_of(ca_mau.leader)
    chat.say("/diaban tan hung")
    newest, oldest = chat.tap("Các năm").split("\n\n")[1:]
    assert newest.split("\n")[0] == "2026"
    assert oldest.split("\n")[:2] == ["2025", "• tiêu chí: 2/23 mục"]
    assert "đạt 5/5, không phát sinh 0" in oldest
    assert "tái phức tạp từ 20/3/2026" in oldest
    assert "Tụ điểm trở lại" in oldest
    assert "Tụ điểm" not in newest


def test_a_commune_without_any_year_has_no_history(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban hoa my")
    assert chat.tap("Các năm") == "xã Hòa Mỹ qua các năm\n\nChưa có nội dung nào được ghi."
    assert chat.tap("Quay lại").startswith("xã Hòa Mỹ")


def test_a_relapse_is_offered_only_after_recognition(tx: Connection, now: datetime, chat_of: ChatOf) -> None:
    ca_mau = province.build(tx, now)
    plan, unit = ca_mau.plan.id, ca_mau.tan_hung.id
    chat = chat_of(ca_mau.coordinator)
    outcomes.put(tx, plan, 2026, unit, "carried_over", gate=False, note="Chưa", person_id=None, now=now)
    chat.say("/diaban tan hung")
    assert "Đánh giá lại" in chat.choices
    assert "Ghi nhận tái phức tạp" not in chat.choices
    outcomes.put(tx, plan, 2026, unit, "recognised", gate=True, note="Đạt", person_id=None, now=now)
    chat.say("/diaban tan hung")
    assert "Ghi nhận tái phức tạp" in chat.choices

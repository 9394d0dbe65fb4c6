"""The evaluation of a commune's year, and a relapse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storage.zones import outcomes
from storage.zones.outcomes import ZoneOutcomeRecord
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import NOTE, audited, evaluation
from tests.province import Person, Province
from tests.reporting.figures.test_zone_success import ALL_MET

YES = "Có, xác nhận đạt"
FIGURES: dict[str, Any] = dict(ALL_MET)


def record_of(chat: Chat, ca_mau: Province) -> ZoneOutcomeRecord:
    (record,) = outcomes.of_unit(chat.tx, ca_mau.plan.id, ca_mau.tan_hung.id)
    return record


def test_recognised_with_four_of_five_and_the_gate(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluation(chat_of(ca_mau.coordinator), ca_mau, YES, FIGURES | {"c10": 3})
    assert "đạt 4/5, không phát sinh 0; đạt mức từ 80% trở lên" in chat.text
    chat.tap("Công nhận")
    record = record_of(chat, ca_mau)
    assert (record.outcome, record.gate, record.note) == ("recognised", True, NOTE)
    assert audited(chat.tx) == ["zone.evaluated"]


@pytest.mark.parametrize(
    ("gate", "change", "report", "why"),
    [
        ("Chưa đạt", {}, "year", "điều kiện kèm theo chưa đạt"),
        (YES, {"c10": 3, "c12": 899}, "year", "chưa đạt mức từ 80% trở lên"),
        (YES, {"c16": None}, "year", "chưa đủ số liệu để kết luận"),
        (YES, {}, "six-months", "mới có số liệu giữa kỳ, chờ báo cáo năm"),
    ],
)
def test_what_cannot_be_recognised_says_why(
    chat_of: ChatOf, ca_mau: Province, gate: str, change: dict[str, object], report: str, why: str
) -> None:
    figures = {name: value for name, value in (FIGURES | change).items() if value is not None}
    chat = evaluation(chat_of(ca_mau.coordinator), ca_mau, gate, figures, report)
    assert why in chat.text
    assert "Công nhận" not in chat.choices
    chat.tap("Chuyển hóa tiếp năm 2027")
    assert outcomes.carried_over(chat.tx, ca_mau.plan.id, 2027) == {ca_mau.tan_hung.id}


def test_a_commune_without_a_report_is_not_recognised(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban tan hung")
    assert "Chưa có báo cáo nào về địa bàn này trong năm" in chat.tap("Đánh giá")
    chat.tap(YES)
    chat.say(NOTE)
    assert "Công nhận" not in chat.choices


def test_figures_corrected_meanwhile_are_looked_at_again(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluation(chat_of(ca_mau.coordinator), ca_mau, YES, FIGURES)
    file_report(chat.tx, ca_mau, ca_mau.officer, "year", 2026, FIGURES | {"c10": 3, "c12": 899}, chat.now)
    assert "đạt 3/5" in chat.tap("Công nhận")
    assert outcomes.of_unit(chat.tx, ca_mau.plan.id, ca_mau.tan_hung.id) == []


@pytest.mark.parametrize("note", ["TỐI MẬT", "ông Trần Văn Mẫu, sinh năm 1980", "12"])
def test_a_note_that_cannot_be_kept_is_asked_for_again(chat_of: ChatOf, ca_mau: Province, note: str) -> None:
    chat = chat_of(ca_mau.coordinator)
    chat.say("/diaban tan hung")
    chat.tap("Đánh giá")
    chat.tap("Chưa đạt")
    assert "Nhập nhận xét" in chat.say(note)
    assert "Không công nhận" not in chat.choices


def test_evaluating_again_asks_for_everything_again(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluation(chat_of(ca_mau.coordinator), ca_mau, YES, FIGURES)
    chat.tap("Công nhận")
    assert "Điều kiện này đạt không?" in chat.tap("Đánh giá lại")
    chat.tap("Chưa đạt")
    chat.say("Theo biên bản bổ sung")
    chat.tap("Không công nhận")
    record = record_of(chat, ca_mau)
    assert (record.outcome, record.gate, record.note) == ("not_recognised", False, "Theo biên bản bổ sung")


def test_a_district_does_not_evaluate_what_the_province_decides(
    chat_of: ChatOf, ca_mau: Province, district: Person
) -> None:
    chat = chat_of(district)
    assert chat.say("/diaban tan hung").startswith("xã Tân Hưng")
    assert "Đánh giá" not in chat.choices


def test_a_relapse_is_noted_and_withdrawn(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = evaluation(chat_of(ca_mau.coordinator), ca_mau, YES, FIGURES)
    chat.tap("Công nhận")
    chat.tap("Ghi nhận tái phức tạp")
    assert "không hợp lý" in chat.say("20/3/2024, tụ điểm trở lại")
    assert "tái phức tạp từ 10/5/2026" in chat.say("10/5/2026, tụ điểm trở lại")
    chat.tap("Bỏ ghi nhận tái phức tạp")
    assert record_of(chat, ca_mau).relapsed_on is None
    assert audited(chat.tx) == ["zone.evaluated", "zone.relapsed", "zone.relapse_taken_back"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/1/2026: tụ điểm trở lại", date(2026, 1, 1)),
        ("31/12/2025: tụ điểm trở lại", None),
        ("hôm nay, tụ điểm trở lại", date(2026, 5, 19)),
        ("20/5/2026, tụ điểm trở lại", None),
        ("tụ điểm trở lại", None),
        ("10/5/2026, 12", None),
    ],
)
def test_a_relapse_has_a_day_of_the_year_or_later_and_a_reason(
    chat_of: ChatOf, ca_mau: Province, text: str, day: date | None
) -> None:
    chat = chat_of(ca_mau.coordinator)
    outcomes.put(
        chat.tx,
        ca_mau.plan.id,
        2026,
        ca_mau.tan_hung.id,
        "recognised",
        gate=True,
        note=NOTE,
        person_id=None,
        now=chat.now,
    )
    chat.say("/diaban tan hung")
    chat.tap("Ghi nhận tái phức tạp")
    chat.say(text)
    assert record_of(chat, ca_mau).relapsed_on == day
    assert ("Quay lại" in chat.choices) == (day is None)  # asked again

"""A commune's year in words, from a report with and without all figures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.chat import file_report
from tests.handlers.conftest import ChatOf
from tests.province import Province
from tests.reporting.figures.test_zone_success import ALL_MET

FIGURES: dict[str, Any] = dict(ALL_MET)


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({}, ["✓ Điểm a: đạt cả 4 nội dung", "Chỉ tiêu: đạt 5/5, không phát sinh 0; đạt mức từ 80% trở lên."]),
        (
            {"c16": None},
            ["chưa có số liệu", "Chỉ tiêu: đạt 4/5, không phát sinh 0, thiếu số liệu 1; chưa đủ số liệu để kết luận"],
        ),
    ],
)
def test_the_page_of_a_commune_tells_each_target(
    chat_of: ChatOf, ca_mau: Province, change: dict[str, Any], lines: list[str]
) -> None:
    chat = chat_of(ca_mau.coordinator)
    figures = {name: value for name, value in (FIGURES | change).items() if value is not None}
    file_report(chat.tx, ca_mau, ca_mau.officer, "year", 2026, figures, chat.now)
    text = chat.say("/diaban tan hung")
    for line in lines:
        assert line in text
    assert "Số liệu: báo cáo 01 năm của UBND huyện Cái Nước, mã biên nhận" in text


def test_targets_not_met_stand_first(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.coordinator)
    file_report(chat.tx, ca_mau, ca_mau.officer, "year", 2026, FIGURES | {"c12": 899, "c07": 1}, chat.now)
    targets = [line for line in chat.say("/diaban tan hung").split("\n") if line.startswith(("✗", "✓", "?", "–"))]
    assert [line[0] for line in targets] == ["✗", "✗", "✓", "✓", "✓"]
    assert targets[0].startswith("✗ Điểm a: ")

"""Rates and changes in words."""

from __future__ import annotations

import pytest

from handlers.text.targets import change_words, percent_words, rate_words, target_words, with_remarks
from locales import words
from tests.province import live_plan

VI = words("vi")


@pytest.mark.parametrize(
    ("num", "den", "expected"), [(9, 10, "90,0%"), (2, 3, "66,7%"), (0, 5, "0,0%"), (1, 1, "100,0%")]
)
def test_a_rate(num: int, den: int, expected: str) -> None:
    assert percent_words(VI, num, den) == expected
    assert rate_words(VI, num, den) == f"{num}/{den} = {expected}"


@pytest.mark.parametrize(
    ("rise", "before", "expected"),
    [(1, 19, "tăng 5,3%"), (-1, 20, "giảm 5,0%"), (0, 20, "không thay đổi")],
)
def test_a_change(rise: int, before: int, expected: str) -> None:
    assert change_words(VI, rise, before) == expected


def test_targets_as_the_plan_words_them() -> None:
    wanted = {target.id: target_words(VI, target) for target in live_plan().targets}

    assert wanted["CM-P1"] == "từ 60% trở lên"
    assert wanted["CM-a1"] == "không có"


def test_remarks_follow_a_value() -> None:
    assert with_remarks(VI, "Có", ["Đã kiện toàn", "Đủ"]) == "Có; nhận xét: Đã kiện toàn; Đủ"
    assert with_remarks(VI, "Có", []) == "Có"

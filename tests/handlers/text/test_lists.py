"""Names inside a sentence."""

from __future__ import annotations

import pytest

from handlers.text.lists import join_names, lower_first, upper_first
from locales import words

NAMES = ["Cái Nước", "Năm Căn", "Ngọc Hiển"]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (1, "Cái Nước và 2 đơn vị khác"),
        (2, "Cái Nước, Năm Căn và 1 đơn vị khác"),
        (3, "Cái Nước, Năm Căn, Ngọc Hiển"),
        (4, "Cái Nước, Năm Căn, Ngọc Hiển"),
    ],
)
def test_the_first_names_and_how_many_more(most: int, expected: str) -> None:
    assert join_names(words("vi"), NAMES, most) == expected


def test_without_names() -> None:
    assert join_names(words("vi"), []) == ""


@pytest.mark.parametrize("text", ["Ủy ban nhân dân", "Đầu mối", "A", ""])
def test_the_first_letter(text: str) -> None:
    assert upper_first(lower_first(text)) == text
    assert lower_first(text)[1:] == text[1:]
    assert lower_first(text)[:1] == text[:1].lower()

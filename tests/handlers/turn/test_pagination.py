from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from handlers.turn.pagination import Page
from tests import province
from tests.handlers.conftest import ChatOf
from tests.province import Province


@pytest.mark.parametrize(
    ("args", "items", "number", "first"),
    [
        ({}, [0, 1, 2], 0, 1),
        ({"page": 1}, [3, 4, 5], 1, 4),
        ({"page": 2}, [6], 2, 7),
        ({"page": 3}, [6], 2, 7),
        ({"page": -1}, [0, 1, 2], 0, 1),
        ({"page": "1"}, [3, 4, 5], 1, 4),
    ],
)
def test_a_page_of_seven_by_three(args: Mapping[str, Any], items: list[int], number: int, first: int) -> None:
    page = Page.of(range(7), args, 3)
    assert (list(page.items), page.number, page.first) == (items, number, first)
    assert (page.pages, page.total) == (3, 7)


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (3, 1), (4, 2), (6, 2)])
def test_how_many_pages(count: int, pages: int) -> None:
    assert Page.of(range(count), {}, 3).pages == pages


def test_its_buttons_lead_before_and_after(chat_of: ChatOf, ca_mau: Province) -> None:
    """Read off a list that is longer than a page: the members of a province with many officers."""
    chat = chat_of(ca_mau.coordinator)
    for number in range(14):
        province.enrol(chat.tx, chat.now, ca_mau.hoa_my, ca_mau.officer.role, f"more-{number}", f"Cán bộ mẫu {number}")
    chat.say("/thanhvien")
    assert ("Trang trước" in chat.choices, "Trang sau" in chat.choices) == (False, True)
    first = chat.text
    chat.tap("Trang sau")
    assert ("Trang trước" in chat.choices, "Trang sau" in chat.choices) == (True, True)
    assert chat.text != first
    chat.tap("Trang trước")
    assert chat.text == first

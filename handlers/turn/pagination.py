"""The choices that turn the pages of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.turn.context import Turn
from handlers.turn.messages import Button

PAGE = 8
"""Units on one page of a phone."""


def page_buttons(turn: Turn, action: str, page: int, pages: int, **args: Any) -> list[Button]:
    """Before and after; ``page`` counts from 0, the action gets ``args`` and the page to show."""
    ways = (("turn.previous_page", page - 1), ("turn.next_page", page + 1))
    return [Button(turn.words(key), action, {**args, "page": to}) for key, to in ways if 0 <= to < pages]


def page_of(entries: Sequence[Any], page: int) -> tuple[int, int, slice]:
    """The page as it can be (from 0), how many there are, and what it shows."""
    pages = max(-(-len(entries) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return page, pages, slice(page * PAGE, (page + 1) * PAGE)


def add_page_line(turn: Turn, page: int, pages: int) -> None:
    """ "Trang 2/5. Tính đến 09:42 ngày 19/5/2026."."""
    moment = turn.words.moment(turn.now)
    if pages > 1:
        turn.add_message("turn.page", page=page + 1, pages=pages, moment=moment)
    else:
        turn.add_message("text.as_of", moment=moment)

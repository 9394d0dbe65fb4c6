"""One page of a list: what it shows, and the buttons to the pages before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from handlers.turn.context import Turn
from handlers.turn.messages import Button

T = TypeVar("T")
PAGE = 8
"""Items of a list on one page of a phone."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``number`` counts from 0. ``first`` is the place of its first item, from 1.

    ::

        page = Page.of(reports, args)
        turn.set_buttons(*map(button, page.items), *page.buttons(turn, "review.show_queue"))
    """

    items: Sequence[T]
    number: int
    pages: int
    first: int
    total: int

    @classmethod
    def of(cls, items: Sequence[T], args: Mapping[str, Any], size: int = PAGE) -> Page[T]:
        """The page that ``args["page"]`` asks for, or the nearest there is."""
        pages = max(-(-len(items) // size), 1)
        number = min(max(int(args.get("page", 0)), 0), pages - 1)
        start = number * size
        return cls(items[start : start + size], number, pages, start + 1, len(items))

    def buttons(self, turn: Turn, action: str, **args: Any) -> list[Button]:
        """To the page before and the one after, where there are such; the action gets ``args`` and ``page``."""
        return page_buttons(turn, action, self.number, self.pages, **args)


def page_buttons(turn: Turn, action: str, page: int, pages: int, **args: Any) -> list[Button]:
    """Before and after; ``page`` counts from 0, the action gets ``args`` and the page to show."""
    steps = (("turn.previous_page", page - 1), ("turn.next_page", page + 1))
    return [Button(turn.words(key), action, {**args, "page": to}) for key, to in steps if 0 <= to < pages]


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

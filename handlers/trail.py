"""What was done to a report, by whom and when, as the audit log has it."""

from __future__ import annotations

import re
from datetime import date

from handlers.messages import Choice
from handlers.turn import Turn
from locales import Words
from storage import audit
from storage.audit import Entry

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NEWEST = 2
"""How many of the last things done the report's own page shows."""
PAGE = 10


def lines(turn: Turn, obligation_id: int) -> list[str]:
    """A line for each thing done, the newest first."""
    return [_line(turn.words, one) for one in audit.of_report(turn.tx, obligation_id)[::-1]]


def tell(turn: Turn, obligation_id: int, page: int) -> list[Choice]:
    """A page of everything; returns the choices that turn it."""
    done = lines(turn, obligation_id)
    pages = max(-(-len(done) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    shown = done[page * PAGE : (page + 1) * PAGE]
    turn.say("\n".join([turn.words("trail.title", n=len(done)), *shown]))
    ways = (("board.next_page", page + 1), ("board.previous_page", page - 1))
    return [
        Choice(turn.words(key), "report_page.history", {"obligation": obligation_id, "page": to})
        for key, to in ways
        if 0 <= to < pages
    ]


def _line(words: Words, one: Entry) -> str:
    """ "• 09:42 ngày 19/5/2026: nộp báo cáo, phiên bản 1 (Cán bộ mẫu Một)"."""
    done = words(f"trail.{one.action}", **{name: _shown(words, value) for name, value in one.detail.items()})
    return words("trail.line", moment=words.moment(one.at), done=done, person=one.person or words("trail.nobody"))


def _shown(words: Words, value: object) -> object:
    """Days as people write them."""
    return words.day(date.fromisoformat(value)) if isinstance(value, str) and _DAY.fullmatch(value) else value

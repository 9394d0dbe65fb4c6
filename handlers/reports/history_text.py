"""The history of a report as lines of text."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from handlers.turn.context import Turn
from locales import Words
from storage.audit import audit
from storage.audit.audit import AuditEntry

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def history_lines(turn: Turn, obligation_id: int) -> list[str]:
    """What was done to a report, one line each, the oldest first."""
    return [line for entry in audit.of_report(turn.tx, obligation_id) if (line := _line(turn, entry))]


def _line(turn: Turn, entry: AuditEntry) -> str | None:
    """ "• 09:42 ngày 19/5/2026: Cán bộ mẫu Một nộp phiên bản 1 (CM26-6T-4F7K2)"; ``None``: no text for it."""
    words, key = turn.words, f"reports.history.action.{entry.action}"
    if key not in words:
        return None
    values: dict[str, Any] = {"version": "", "receipt": "", "reason": "", "keys": (), "answered": 0}
    values |= {name: _format_day(words, value) for name, value in entry.detail.items()}
    what = words(key, **values | {"n": len(values["keys"]) or values["answered"]})
    person = entry.person or words("reports.history.nobody")
    return words("reports.history.line", moment=words.moment(entry.at), person=person, what=what)


def _format_day(words: Words, value: object) -> object:
    """A stored day ("2026-05-19") as people write it; any other value unchanged."""
    return words.day(date.fromisoformat(value)) if isinstance(value, str) and _DAY.fullmatch(value) else value

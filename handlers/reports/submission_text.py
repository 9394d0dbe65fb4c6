"""Text about a submitted version: when it was sent, and how early or late."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.turn.context import Turn
from locales import Words
from reporting.deadlines.calendar import local_day
from storage.reports import submissions
from storage.reports.submissions import Version


def sent_words(words: Words, version: Version) -> str:
    """ "Đã nộp lúc 09:42 ngày 19/5/2026, trước hạn 5 ngày."."""
    return words("receipt.sent", moment=words.moment(version.filed_at), when=_when(words, version))


def first_words(turn: Turn, version: Version) -> Iterator[str]:
    """When the first version was sent, beside a later one: lateness is judged by that."""
    if version.version > 1:
        first = submissions.versions(turn.tx, version.obligation_id)[0]
        moment, when = turn.words.moment(first.filed_at), _when(turn.words, first)
        yield turn.words("receipt.correction", moment=moment, when=when)


def _when(words: Words, version: Version) -> str:
    late = version.filed_at - version.late_from
    if late.total_seconds() >= 0:
        days, hours = late.days, late.seconds // 3600
        key = "receipt.late_correction" if version.version > 1 else "receipt.late"
        return words(key, span=_span(words, days, hours))
    left = (version.last_day - local_day(version.filed_at)).days
    return words("receipt.early", n=left) if left else words("receipt.last_day")


def _span(words: Words, days: int, hours: int) -> str:
    """ "2 ngày 3 giờ"."""
    parts = [words("receipt.days", n=days)] if days else []
    if hours or not days:
        parts.append(words("receipt.hours", n=hours) if hours else words("receipt.under_an_hour"))
    return " ".join(parts)

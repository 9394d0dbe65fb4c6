"""Text about a submitted version: when it was submitted, and how early or late."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.turn.context import Turn
from locales import Words
from reporting.deadlines.calendar import local_day
from storage.reports import submissions
from storage.reports.submissions import SubmittedVersion


def sent_words(words: Words, version: SubmittedVersion) -> str:
    """ "Đã nộp lúc 09:42 ngày 19/5/2026, trước hạn 5 ngày."."""
    return words("reports.submission.sent", moment=words.moment(version.filed_at), when=_when(words, version))


def first_words(turn: Turn, version: SubmittedVersion) -> Iterator[str]:
    """For a later version also when the first one was submitted, by which lateness is judged; else nothing."""
    if version.version > 1:
        first = submissions.versions(turn.tx, version.obligation_id)[0]
        moment, when = turn.words.moment(first.filed_at), _when(turn.words, first)
        yield turn.words("reports.submission.correction", moment=moment, when=when)


def _when(words: Words, version: SubmittedVersion) -> str:
    late = version.filed_at - version.late_from
    if late.total_seconds() >= 0:
        days, hours = late.days, late.seconds // 3600
        key = "reports.submission.late_correction" if version.version > 1 else "reports.submission.late"
        return words(key, span=_span(words, days, hours))
    left = (version.last_day - local_day(version.filed_at)).days
    return words("reports.submission.early", n=left) if left else words("reports.submission.last_day")


def _span(words: Words, days: int, hours: int) -> str:
    """ "2 ngày 3 giờ"."""
    parts = [words("text.lateness.days", n=days)] if days else []
    if hours or not days:
        parts.append(words("text.lateness.hours", n=hours) if hours else words("text.lateness.under_an_hour"))
    return " ".join(parts)

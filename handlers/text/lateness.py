"""The only text for how late a report is. By how much it is late is decided in ``reporting.status.lateness``."""

from __future__ import annotations

from datetime import datetime

from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.status.lateness import Lateness, StatusInput


def late_by(words: Words, lateness: Lateness) -> str:
    """ "2 ngày", "2 giờ", "dưới 1 giờ"."""
    if lateness.days:
        return words("text.lateness.days", n=lateness.days)
    return words("text.lateness.hours", n=lateness.hours) if lateness.hours else words("text.lateness.under_an_hour")


def late_words(words: Words, lateness: Lateness | None) -> str:
    """Of a submitted report, or of one whose deadline is over: "đúng hạn", "trễ hạn 2 ngày"."""
    if lateness is None:
        return words("text.lateness.in_time")
    return words("text.lateness.late", span=late_by(words, lateness))


def deadline_column(words: Words, report: StatusInput, now: datetime, *, not_due: str = "") -> str:
    """The cell "So với hạn" of a table: "đúng hạn", "trễ hạn 2 ngày"; of a report never submitted "quá hạn 2 ngày".

    ``not_due``: the text for a report that may still be submitted in time. Empty for an excused report.
    """
    if report.state == ReportState.EXCUSED:
        return ""
    lateness = report.lateness(now)
    if report.filed_at is not None:
        return late_words(words, lateness)
    return words("text.lateness.overdue", span=late_by(words, lateness)) if lateness else not_due

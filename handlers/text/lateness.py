"""The only text for "late by"."""

from __future__ import annotations

from locales import Words
from reporting.status.lateness import Lateness


def late_by(words: Words, lateness: Lateness) -> str:
    """ "2 ngày", "2 giờ", "dưới 1 giờ"."""
    if lateness.days:
        return words("text.lateness.days", n=lateness.days)
    return words("text.lateness.hours", n=lateness.hours) if lateness.hours else words("text.lateness.under_an_hour")

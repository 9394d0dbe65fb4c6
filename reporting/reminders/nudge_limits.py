"""When nobody is reminded: at night, and within four hours of the last reminder."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from reporting.deadlines.calendar import TIME_ZONE

WAKING = (time(7), time(21))
"""Reminders are sent between these hours in Vietnam."""
PAUSE = timedelta(hours=4)
"""Nobody is reminded or nudged twice within it."""


def is_waking(now: datetime) -> bool:
    """Outside the quiet hours 21:00-07:00 in Vietnam."""
    begin, end = WAKING
    return begin <= now.astimezone(TIME_ZONE).time() < end

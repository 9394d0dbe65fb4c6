"""More time for a report: which day may be asked for, and which granted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from reporting.deadlines.calendar import DAY, Calendar, last_instant

MOST_ASKED = timedelta(days=60)
"""How far an officer may ask to move a deadline; a coordinator may grant more."""
MOST_GRANTED = timedelta(days=366)

ExtensionProblem = Literal["past", "not_later", "too_far"]


def extension_problem(until: date, late_from: datetime, today: date, most: timedelta) -> ExtensionProblem | None:
    """Why ``until`` cannot be the new last day of a report late from ``late_from``; ``None`` where it can."""
    if until < today:
        return "past"
    if last_instant(until) <= late_from:
        return "not_later"
    return "too_far" if last_instant(until) > max(late_from, last_instant(today)) + most else None


def suggested_days(last_day: date, today: date, calendar: Calendar) -> tuple[date, date]:
    """Two days worth offering: three and five working days after the last day, or after today where that is later."""
    day = max(last_day, today)
    days: list[date] = []
    while len(days) < 5:
        day += DAY
        if calendar.is_working(day):
            days.append(day)
    return days[2], days[4]

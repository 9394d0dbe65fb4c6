"""Extensions of a deadline: which new last day may be requested and granted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from reporting.deadlines.calendar import DAY, Calendar, last_instant

MOST_ASKED = timedelta(days=60)
"""The longest extension an officer may request; a coordinator may grant more."""
MOST_GRANTED = timedelta(days=366)
"""The longest extension a coordinator may grant."""

ExtensionProblem = Literal["past", "not_later", "too_far"]


def extension_problem(until: date, late_from: datetime, today: date, most: timedelta) -> ExtensionProblem | None:
    """Why ``until`` cannot be the new last day of a report; ``None`` if it can.

    ``late_from``: the instant from which the report is late now; ``most``: the longest extension, counted from
    ``late_from`` or from the end of today if that is later.
    """
    if until < today:
        return "past"
    if last_instant(until) <= late_from:
        return "not_later"
    return "too_far" if last_instant(until) > max(late_from, last_instant(today)) + most else None


def suggested_days(last_day: date, today: date, calendar: Calendar) -> tuple[date, date]:
    """Two days to offer: three and five working days after the last day, or after today if that is later."""
    day = max(last_day, today)
    days: list[date] = []
    while len(days) < 5:
        day += DAY
        if calendar.is_working(day):
            days.append(day)
    return days[2], days[4]

"""By how much a report is late: whole hours on the first day, then days as the calendar in Vietnam counts them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import last_instant
from reporting.status.lateness import Lateness, lateness

VIETNAM = timezone(timedelta(hours=7))
MIDNIGHT = last_instant(date(2026, 5, 24))
FOUR = datetime(2026, 5, 24, 16, tzinfo=VIETNAM)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 5, day, hour, minute, second, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("late_from", "submitted", "expected"),
    [
        (MIDNIGHT, at(24, 23, 59, 59), None),
        (MIDNIGHT, at(25, 0), Lateness(0, 0)),
        (MIDNIGHT, at(25, 0, 59), Lateness(0, 0)),
        (MIDNIGHT, at(25, 1), Lateness(0, 1)),
        (MIDNIGHT, at(25, 23, 59), Lateness(0, 23)),
        (MIDNIGHT, at(26, 0), Lateness(2)),
        (MIDNIGHT, at(27, 0), Lateness(3)),
        (FOUR, at(24, 15, 59), None),
        (FOUR, at(24, 16), Lateness(0, 0)),
        (FOUR, at(24, 18), Lateness(0, 2)),
        (FOUR, at(25, 15, 59), Lateness(0, 23)),
        (FOUR, at(25, 16), Lateness(1)),
        (FOUR, at(26, 0, 30), Lateness(2)),
    ],
)
def test_hours_for_a_day_and_then_days(late_from: datetime, submitted: datetime, expected: Lateness | None) -> None:
    assert lateness(late_from, submitted) == expected


@pytest.mark.parametrize(
    ("received", "expected"), [(at(24, 0), None), (at(25, 0), Lateness(1)), (at(26, 0), Lateness(2))]
)
@pytest.mark.parametrize("late_from", [MIDNIGHT, FOUR])
def test_paper_counts_in_days_only(late_from: datetime, received: datetime, expected: Lateness | None) -> None:
    assert lateness(late_from, received, by_day=True) == expected


@given(st.timedeltas(timedelta(0), timedelta(days=400)), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_what_is_submitted_later_is_never_less_late(after: timedelta, more: timedelta) -> None:
    first, second = lateness(FOUR, FOUR + after), lateness(FOUR, FOUR + after + more)

    assert first is not None
    assert second is not None
    assert (first.days, first.hours) <= (second.days, second.hours)

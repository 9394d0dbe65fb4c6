"""Hours under a day, then the calendar's days; the rule stands in the module."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import last_instant, local_day
from reporting.status.lateness import Lateness, lateness

END_OF_24_MAY = last_instant(date(2026, 5, 24))


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-05-{text}+07:00")


@pytest.mark.parametrize(
    ("late_from", "filed", "expected"),
    [
        (END_OF_24_MAY, "24T23:59:59", None),
        (END_OF_24_MAY, "25T00:00", Lateness(0, 0)),
        (END_OF_24_MAY, "25T00:59", Lateness(0, 0)),
        (END_OF_24_MAY, "25T01:00", Lateness(0, 1)),
        (END_OF_24_MAY, "25T23:59", Lateness(0, 23)),
        (END_OF_24_MAY, "26T00:00", Lateness(2)),
        (END_OF_24_MAY, "26T10:00", Lateness(2)),
        (at("24T16:00"), "24T15:59", None),
        (at("24T16:00"), "24T18:00", Lateness(0, 2)),
        (at("24T16:00"), "25T15:59", Lateness(0, 23)),
        (at("24T16:00"), "25T16:00", Lateness(1)),
        (at("24T16:00"), "26T17:00", Lateness(2)),
    ],
)
def test_by_how_much(late_from: datetime, filed: str, expected: Lateness | None) -> None:
    assert lateness(late_from, at(filed)) == expected


def test_of_a_paper_report_only_the_day_is_known() -> None:
    assert lateness(END_OF_24_MAY, at("25T00:00"), by_day=True) == Lateness(1)
    assert lateness(END_OF_24_MAY, at("24T00:00"), by_day=True) is None


@given(after=st.timedeltas(timedelta(0), timedelta(days=40)), hour=st.integers(0, 23))
def test_the_later_the_more(after: timedelta, hour: int) -> None:
    late_from = at("24T00:00") + timedelta(hours=hour)
    late, later = lateness(late_from, late_from + after), lateness(late_from, late_from + after + timedelta(days=1))
    assert late is not None
    assert later is not None
    assert (late.days, late.hours) < (later.days, later.hours)
    assert late.days == 0 or late.hours == 0
    assert (late.days == 0) == (after < timedelta(days=1))
    last_day = local_day(late_from - timedelta(microseconds=1))
    assert late.days in (0, (local_day(late_from + after) - last_day).days)

"""Which new last day may be asked for."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import Calendar, last_instant
from reporting.deadlines.extension import MOST_ASKED, extension_problem, suggested_days
from storage.plans.files import load_calendar

LAST = date(2026, 5, 24)
days = st.dates(date(2026, 1, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("until", "today", "why"),
    [
        (date(2026, 5, 29), date(2026, 5, 19), None),
        (LAST, date(2026, 5, 19), "not_later"),
        (date(2026, 5, 18), date(2026, 5, 19), "past"),
        (date(2026, 7, 23), date(2026, 5, 19), None),
        (date(2026, 7, 24), date(2026, 5, 19), "too_far"),
        (date(2026, 5, 30), date(2026, 5, 30), None),
        (date(2026, 5, 29), date(2026, 5, 30), "past"),
    ],
)
def test_the_new_last_day(until: date, today: date, why: str | None) -> None:
    assert extension_problem(until, last_instant(LAST), today, MOST_ASKED) == why


def test_a_deadline_with_an_hour_may_become_the_whole_day() -> None:
    late_from = datetime.fromisoformat("2026-05-24T15:00+07:00")

    assert extension_problem(LAST, late_from, date(2026, 5, 24), MOST_ASKED) is None


@given(days, days, days)
def test_what_is_granted_gives_time(until: date, last: date, today: date) -> None:
    if extension_problem(until, last_instant(last), today, MOST_ASKED) is None:
        assert until >= today
        assert last < until <= max(last, today) + MOST_ASKED


@given(days, days)
def test_what_is_suggested_is_fit_and_worked(last: date, today: date) -> None:
    for day in suggested_days(last, today, load_calendar()):
        assert extension_problem(day, last_instant(last), today, MOST_ASKED) is None
        assert load_calendar().is_working(day)


def test_suggestions_count_working_days() -> None:
    assert suggested_days(LAST, date(2026, 5, 19), Calendar()) == (date(2026, 5, 27), date(2026, 5, 29))
    assert suggested_days(LAST, LAST + timedelta(days=4), Calendar()) == (date(2026, 6, 2), date(2026, 6, 4))

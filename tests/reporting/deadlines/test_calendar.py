from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.calendar import (
    Calendar,
    Period,
    calendar_span,
    last_instant,
    local_day,
    parse_period,
    period_key,
    previous_same_kind,
)

VIETNAM = Calendar()
DAYS = st.dates(date(2017, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 5, 22), True),  # a Friday
        (date(2026, 5, 23), False),  # a Saturday
        (date(2026, 2, 17), False),  # the first day of Tết
        (date(2026, 4, 27), False),  # Hùng Kings' day fell on a Sunday
        (date(2026, 4, 30), False),
        (date(2026, 9, 2), False),
        (date(2026, 8, 31), False),  # exchanged for a Saturday
        (date(2026, 8, 22), True),  # that Saturday
        (date(2025, 11, 24), True),  # Vietnam Culture Day is a day off from 2026 on
        (date(2026, 11, 24), False),
        (date(2030, 11, 24), False),
    ],
)
def test_working_days_of_vietnam(day: date, working: bool) -> None:
    assert VIETNAM.is_working(day) is working


def test_corrections_come_before_the_holidays() -> None:
    corrected = Calendar(
        days_off=frozenset({date(2026, 5, 22)}), working_days=frozenset({date(2026, 5, 23), date(2026, 11, 24)})
    )
    assert not corrected.is_working(date(2026, 5, 22))
    assert corrected.is_working(date(2026, 5, 23))
    assert corrected.is_working(date(2026, 11, 24))
    assert corrected.last_working_day_on_or_before(date(2026, 5, 22)) == date(2026, 5, 21)


def test_a_day_worked_and_off_at_once_is_off() -> None:
    day = frozenset({date(2026, 5, 22)})
    assert not Calendar(days_off=day, working_days=day).is_working(date(2026, 5, 22))


def test_three_working_days_before_a_sunday_is_wednesday() -> None:
    assert VIETNAM.working_days_before(date(2026, 5, 24), 3) == date(2026, 5, 20)


def test_working_days_left_do_not_count_today() -> None:
    thursday, sunday = date(2026, 5, 21), date(2026, 5, 24)
    assert VIETNAM.working_days_between(thursday, sunday) == 1
    assert VIETNAM.working_days_between(sunday, sunday) == 0
    assert VIETNAM.working_days_between(sunday, thursday) == 0


@given(DAYS)
def test_the_last_working_day_is_worked_and_none_lies_between(day: date) -> None:
    last_working_day = VIETNAM.last_working_day_on_or_before(day)
    assert last_working_day <= day
    assert VIETNAM.is_working(last_working_day)
    assert VIETNAM.working_days_between(last_working_day, day) == 0


@given(DAYS, st.integers(1, 30))
def test_counting_back_and_forth_agree(day: date, count: int) -> None:
    earlier_day = VIETNAM.working_days_before(day, count)
    assert VIETNAM.is_working(earlier_day)
    assert VIETNAM.working_days_between(earlier_day - timedelta(days=1), day - timedelta(days=1)) == count


def test_a_report_is_late_from_midnight_in_vietnam() -> None:
    late = last_instant(date(2026, 5, 24))
    assert late == datetime(2026, 5, 24, 17, 0, tzinfo=UTC)
    assert late.tzinfo is UTC
    assert local_day(late) == date(2026, 5, 25)
    assert local_day(late - timedelta(microseconds=1)) == date(2026, 5, 24)


@given(DAYS)
def test_the_last_instant_is_the_first_of_the_next_day(day: date) -> None:
    assert local_day(last_instant(day)) == day + timedelta(days=1)


def test_periods_and_the_one_before_of_the_same_kind() -> None:
    assert period_key(2026, "H1") == "2026-H1"
    assert parse_period("2026-H1") == Period(2026, "H1")
    assert previous_same_kind("2026-H1") == "2025-H1"
    assert previous_same_kind("2026-Y") == "2025-Y"


@pytest.mark.parametrize("typed", ["", "2026", "2026-H2", "26-Y", "2026-", "2026-y", "२०२६-Y", "2026-H1-Y"])
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        parse_period(typed)


@pytest.mark.parametrize(
    ("period", "begin", "end"),
    [
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2023-Q2", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-Q3", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-Y", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_the_days_a_period_names_on_the_calendar(period: str, begin: date, end: date) -> None:
    assert calendar_span(period) == (begin, end)

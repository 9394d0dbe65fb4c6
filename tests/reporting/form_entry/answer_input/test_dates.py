"""Dates: day before month, the year mostly unsaid. Today is 19/5/2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import ClearAnswer, read
from tests.reporting.form_entry.answer_input.questions import SIGNED, doubted, refused, understood


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/5", "2026-05-12"),
        ("12-5", "2026-05-12"),
        ("ngày 12/5", "2026-05-12"),
        ("12 tháng 5", "2026-05-12"),
        ("12 tháng 5 năm 2026", "2026-05-12"),
        ("12/5/26", "2026-05-12"),
        ("12.05.2026", "2026-05-12"),
        ("12052026", "2026-05-12"),
        ("2026-05-12", "2026-05-12"),
        ("20/12", "2025-12-20"),
        ("hôm nay", "2026-05-19"),
        ("hqua", "2026-05-18"),
    ],
)
def test_a_date_is_understood(text: str, day: str) -> None:
    assert understood(SIGNED, text) == day


def test_a_day_nearer_in_the_future_is_asked_about() -> None:
    assert doubted(SIGNED, "12/6") == ("which_year", ["2025-06-12", "2026-06-12"])


def test_a_day_to_come_or_long_ago_is_asked_about() -> None:
    assert doubted(SIGNED, "20/5/2026") == ("unlikely_date", ["2026-05-20"])
    assert doubted(SIGNED, "12/5/1975") == ("unlikely_date", ["1975-05-12"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12/15", "no_such_date"),
        ("30/2", "no_such_date"),
        ("29/2/2026", "no_such_date"),
        ("12", "not_a_date"),
        ("tháng 5", "not_a_date"),
        ("-", "empty"),
        ("như trên", "as_above"),
    ],
)
def test_what_is_no_date_is_refused(text: str, code: str) -> None:
    assert refused(SIGNED, text) == code


@given(st.dates(date(2016, 1, 1), date(2040, 1, 1)), st.integers(0, 180))
def test_a_day_of_the_last_half_year_needs_no_year(today: date, days: int) -> None:
    day = today - timedelta(days=days)
    if (day.day, day.month) != (29, 2):
        reading = read(SIGNED, f"{day.day}/{day.month}", today)
        assert isinstance(reading, ClearAnswer)
        assert reading.answer.value == day.isoformat()

"""Days and hours to come, as people type them."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.date_input import DateInput, read_date_input

TODAY = date(2026, 5, 19)
THE_30TH = date(2026, 5, 30)


@pytest.mark.parametrize(
    "typed",
    ["30/5", "30 tháng 5", "ngày 30/5", "hết ngày 30.5", "30-5-2026", "30/5/26", "2026-05-30", "den het 30 thang 5 ạ"],
)
def test_a_day(typed: str) -> None:
    assert read_date_input(typed, TODAY) == DateInput(THE_30TH)


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("15h ngày 30/5", time(15)),
        ("15h 30/5", time(15)),
        ("30/5 15:00", time(15)),
        ("trước 15h ngày 30/5", time(15)),
        ("15h30 30/5", time(15, 30)),
        ("15 giờ 30 phút, ngày 30 tháng 5", time(15, 30)),
        ("17g30 ngày 30.5", time(17, 30)),
        ("3h chiều 30/5", time(15)),
        ("30/5 lúc 8 giờ sáng", time(8)),
        ("24h ngày 30/5", None),
    ],
)
def test_an_hour(typed: str, hour: time | None) -> None:
    assert read_date_input(typed, TODAY) == DateInput(THE_30TH, hour)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mai", DateInput(date(2026, 5, 20))),
        ("hôm nay", DateInput(TODAY)),
        ("16h", DateInput(TODAY, time(16))),
        ("10h ngày mai", DateInput(date(2026, 5, 20), time(10))),
        ("trước ngày 30/5", DateInput(date(2026, 5, 29))),
        ("18/5", DateInput(date(2026, 5, 18))),
        ("31/4", "no_such_date"),
        ("29/2", "no_such_date"),
        ("30", "not_a_date"),
        ("tuần sau", "not_a_date"),
        ("", "not_a_date"),
    ],
)
def test_what_else_is_typed(typed: str, meant: object) -> None:
    assert read_date_input(typed, TODAY) == meant


def test_the_turn_of_the_year() -> None:
    assert read_date_input("5/1", date(2026, 12, 28)) == DateInput(date(2027, 1, 5))
    assert read_date_input("29/12", date(2027, 1, 4)) == DateInput(date(2026, 12, 29))
    assert read_date_input("20/12", date(2026, 5, 19)) == DateInput(date(2026, 12, 20))
    assert read_date_input("1/2", date(2026, 5, 19)) == DateInput(date(2027, 2, 1))


@given(st.integers(-60, 300), st.times(), st.dates(date(2001, 6, 1), date(2090, 6, 1)))
def test_whatever_is_written_in_full_is_read_back(days: int, at: time, today: date) -> None:
    meant = today + timedelta(days=days)
    written = f"{at:%H}h{at:%M} ngày {meant.day}/{meant.month}/{meant.year}"

    assert read_date_input(written, today) == DateInput(meant, time(at.hour, at.minute))
    assert read_date_input(f"{meant.day}/{meant.month}", today) in (DateInput(meant), "no_such_date")


@given(st.text(max_size=30))
def test_anything_typed_is_answered(text: str) -> None:
    assert isinstance(read_date_input(text, TODAY), DateInput) or read_date_input(text, TODAY) in (
        "not_a_date",
        "no_such_date",
    )

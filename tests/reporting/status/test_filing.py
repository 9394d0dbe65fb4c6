"""Counting how a report stands over many units."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.obligation import OWED, ReportState
from reporting.status.filing import (
    MISSING,
    OWING,
    FilingCategory,
    StatusInput,
    UnitShare,
    categories,
    count,
    rates,
    same_moment,
)

LAST = datetime(2026, 5, 24, 17, tzinfo=UTC)
instants = st.timedeltas(timedelta(days=-20), timedelta(days=20)).map(lambda away: LAST + away)
marks = st.builds(
    StatusInput, st.sampled_from(ReportState), st.just(LAST), instants, nil=st.booleans(), on_paper=st.booleans()
).map(
    lambda mark: (
        StatusInput(mark.state, LAST, None) if mark.state in (ReportState.NOT_BEGUN, ReportState.DRAFTING) else mark
    )
)
EXCLUSIVE = (*OWING, FilingCategory.FILED_LATE, FilingCategory.IN_TIME, FilingCategory.EXCUSED)


@given(st.lists(marks, max_size=30), instants)
def test_every_unit_is_in_one_category_and_no_other(several: list[StatusInput], now: datetime) -> None:
    counted = count(several, now)

    assert sum(counted[category] for category in EXCLUSIVE) == len(several)
    assert sum(counted[category] for category in OWING) == sum(mark.state in OWED for mark in several)
    assert counted[FilingCategory.OVERDUE] <= sum(counted[category] for category in MISSING)


@given(st.lists(marks, max_size=30), instants)
def test_rates_are_counts_of_those_that_owe(several: list[StatusInput], at: datetime) -> None:
    filing_rates = rates(several, at)
    owing = sum(mark.state != ReportState.EXCUSED for mark in several)

    assert filing_rates.complete.of == filing_rates.in_time.of == owing
    assert 0 <= filing_rates.in_time.n <= filing_rates.complete.n <= owing
    assert rates(several, at + timedelta(days=60)).complete.n >= filing_rates.complete.n


def test_the_last_instant_in_time_and_the_first_late() -> None:
    before, after = (
        StatusInput(ReportState.FILED, LAST, LAST + away) for away in (timedelta(seconds=-1), timedelta(0))
    )

    assert categories(before, LAST) == {FilingCategory.IN_TIME}
    assert categories(after, LAST) == {FilingCategory.FILED_LATE}
    assert rates([before, after], LAST) == (UnitShare(2, 2), UnitShare(1, 2))


def test_what_cuts_across() -> None:
    assert categories(StatusInput(ReportState.ACCEPTED, LAST, LAST - timedelta(1), nil=True, on_paper=True), LAST) == {
        FilingCategory.IN_TIME,
        FilingCategory.ACCEPTED,
        FilingCategory.NIL,
        FilingCategory.ON_PAPER,
    }
    assert categories(StatusInput(ReportState.DRAFTING, LAST, None), LAST) == {
        FilingCategory.DRAFTING,
        FilingCategory.OVERDUE,
    }


def test_a_report_returned_in_time_is_not_overdue() -> None:
    returned = StatusInput(ReportState.RETURNED, LAST, LAST - timedelta(days=1))

    assert categories(returned, LAST + timedelta(days=3)) == {FilingCategory.RETURNED}


def test_the_same_number_of_days_from_the_last_day() -> None:
    now = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)

    assert same_moment(now, date(2026, 5, 20), date(2025, 5, 21)) == datetime(2025, 5, 20, 2, 42, tzinfo=UTC)

"""Counting how a report stands over many units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.obligation import OWED, ReportState
from reporting.status.filing import (
    MISSING,
    OWING,
    FilingCategory,
    FilingStatus,
    StatusInput,
    UnitShare,
    categories,
    count,
    rates,
    same_moment,
)
from reporting.status.lateness import Lateness

LAST = datetime(2026, 5, 24, 17, tzinfo=UTC)
instants = st.timedeltas(timedelta(days=-20), timedelta(days=20)).map(lambda away: LAST + away)
marks = st.builds(
    StatusInput, st.sampled_from(ReportState), st.just(LAST), instants, nil=st.booleans(), on_paper=st.booleans()
).map(
    lambda mark: (
        StatusInput(mark.state, LAST, None) if mark.state in (ReportState.NOT_BEGUN, ReportState.DRAFTING) else mark
    )
)


@dataclass(frozen=True)
class CountedReport:
    status_input: StatusInput


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


@given(st.lists(marks, max_size=30), instants)
def test_every_unit_is_filed_returned_missing_or_exempt(several: list[StatusInput], now: datetime) -> None:
    status = FilingStatus.of([CountedReport(mark) for mark in several], now)
    groups = (status.filed, status.returned, status.missing, status.exempt)

    assert sorted(map(id, (report.status_input for group in groups for report in group))) == sorted(map(id, several))
    assert status.owing == len(several) - len(status.exempt)
    assert set(map(id, status.overdue)) <= set(map(id, status.missing))
    assert set(map(id, status.late)) <= set(map(id, status.filed))
    assert status.in_time + len(status.late) == len(status.filed)


def test_a_returned_report_is_neither_filed_nor_missing() -> None:
    returned = CountedReport(StatusInput(ReportState.RETURNED, LAST, LAST + timedelta(days=1)))
    missing = CountedReport(StatusInput(ReportState.DRAFTING, LAST, None))

    status = FilingStatus.of([returned, missing], LAST + timedelta(days=3))

    assert (status.filed, status.returned, status.missing) == ((), (returned,), (missing,))
    assert (status.late, status.overdue, status.owing) == ((), (missing,), 2)


def test_a_returned_report_stays_as_late_as_its_first_submission() -> None:
    now = LAST + timedelta(days=9)
    in_time, late = (
        StatusInput(ReportState.RETURNED, LAST, LAST + away) for away in (-timedelta(hours=1), timedelta(hours=3))
    )

    assert in_time.lateness(now) is None
    assert late.lateness(now) == Lateness(days=0, hours=3)
    assert StatusInput(ReportState.DRAFTING, LAST, None).lateness(now) == Lateness(days=10)
    assert StatusInput(ReportState.EXCUSED, LAST, None).lateness(now) is None


def test_paper_is_late_in_days() -> None:
    paper = StatusInput(ReportState.FILED, LAST, LAST, on_paper=True)

    assert paper.lateness(LAST) == Lateness(days=1)

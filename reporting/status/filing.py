"""How a report stands over many units: categories counted, and how many had sent it by an instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, NamedTuple, Protocol, TypeVar

from reporting.deadlines.obligation import ReportState
from reporting.status.lateness import StatusInput


class FilingCategory(StrEnum):
    """Every unit is in one of the first six; the rest cut across them. In the order of their urgency."""

    RETURNED = "returned"
    NOT_BEGUN = "not_begun"
    DRAFTING = "drafting"
    FILED_LATE = "filed_late"
    IN_TIME = "in_time"
    EXCUSED = "excused"
    OVERDUE = "overdue"
    """Never sent, and its time is over."""
    ACCEPTED = "accepted"
    """Among the filed."""
    NIL = "nil"
    """Among the filed: nothing arose in the whole period."""
    ON_PAPER = "on_paper"
    """Among the filed: it came on paper or by telephone."""


MISSING = (FilingCategory.NOT_BEGUN, FilingCategory.DRAFTING)
"""What makes up the units that have not filed; one whose report was returned had."""
OWING = (FilingCategory.RETURNED, *MISSING)
"""What makes up the units that have something to send."""


class HasStatus(Protocol):
    """Anything that stands for one unit's report: a row of the board, a report to remind about."""

    @property
    def status_input(self) -> StatusInput: ...


R = TypeVar("R", bound=HasStatus)
_SETS: Mapping[str, frozenset[FilingCategory]] = {
    "exempt": frozenset({FilingCategory.EXCUSED}),
    "filed": frozenset({FilingCategory.IN_TIME, FilingCategory.FILED_LATE}),
    "returned": frozenset({FilingCategory.RETURNED}),
    "missing": frozenset(MISSING),
    "late": frozenset({FilingCategory.FILED_LATE}),
    "overdue": frozenset({FilingCategory.OVERDUE}),
}


@dataclass(frozen=True, slots=True)
class FilingStatus(Generic[R]):
    """How one report of one period stands over its units; every screen and document counts with this.

    Every unit is exempt, filed, returned or missing; in the order they came in.
    """

    exempt: tuple[R, ...]
    """Excused: they owe nothing, and are in no share."""
    filed: tuple[R, ...]
    """Submitted, or accepted already."""
    returned: tuple[R, ...]
    """Submitted and returned: neither filed nor missing, and never called "chưa nộp"."""
    missing: tuple[R, ...]
    """Never submitted."""
    late: tuple[R, ...]
    """Of the filed: those first submitted after their deadline."""
    overdue: tuple[R, ...]
    """Of the missing: those whose deadline is over."""

    @classmethod
    def of(cls, reports: Iterable[R], now: datetime) -> FilingStatus[R]:
        """Sorts the units' reports as they stand at ``now``."""
        statuses: dict[str, list[R]] = {name: [] for name in _SETS}
        for report in reports:
            of_report = categories(report.status_input, now)
            for name, wanted in _SETS.items():
                if of_report & wanted:
                    statuses[name].append(report)
        return cls(**{name: tuple(reports) for name, reports in statuses.items()})

    @property
    def owing(self) -> int:
        """How many units owe the report at all: the denominator of every share."""
        return len(self.filed) + len(self.returned) + len(self.missing)

    @property
    def in_time(self) -> int:
        return len(self.filed) - len(self.late)


class UnitShare(NamedTuple):
    """``n`` of ``of`` units, never a percentage: Share(7, 9)."""

    n: int
    of: int


class FilingRates(NamedTuple):
    """Of the units that owe a report, the excused left out: how many have filed it, and how many in time."""

    complete: UnitShare
    in_time: UnitShare


def categories(mark: StatusInput, now: datetime) -> frozenset[FilingCategory]:
    """All the categories of a report; a returned one is neither among the filed nor among the missing."""
    if mark.state == ReportState.EXCUSED:
        return frozenset({FilingCategory.EXCUSED})
    if mark.state == ReportState.RETURNED:
        return frozenset({FilingCategory.RETURNED})
    late = mark.lateness(now) is not None
    if not mark.is_filed:
        return frozenset({FilingCategory(mark.state.value), *({FilingCategory.OVERDUE} if late else ())})
    filing_categories = {FilingCategory.FILED_LATE if late else FilingCategory.IN_TIME}
    filing_categories |= {FilingCategory.ACCEPTED} if mark.state == ReportState.ACCEPTED else set()
    filing_categories |= {FilingCategory.NIL} if mark.nil else set()
    filing_categories |= {FilingCategory.ON_PAPER} if mark.on_paper else set()
    return frozenset(filing_categories)


def count(marks: Iterable[StatusInput], now: datetime) -> Counter[FilingCategory]:
    """How many units each category has.

    >>> count([StatusInput(ReportState.FILED, late_from, filed_at, nil=True)], now)
    Counter({FilingCategory.IN_TIME: 1, FilingCategory.NIL: 1})
    """
    return Counter(category for mark in marks for category in categories(mark, now))


def rates(marks: Iterable[StatusInput], at: datetime) -> FilingRates:
    """As they stood at an instant, by the first sendings; what was returned and not sent again counts as not filed."""
    owing = [mark for mark in marks if mark.state != ReportState.EXCUSED]
    filed = [mark for mark in owing if mark.is_filed and mark.filed_at and mark.filed_at <= at]
    in_time = sum(mark.lateness(at) is None for mark in filed)
    return FilingRates(UnitShare(len(filed), len(owing)), UnitShare(in_time, len(owing)))


def same_moment(now: datetime, last_day: date, before: date) -> datetime:
    """As many days from the last day ``before`` as ``now`` is from ``last_day``.

    >>> same_moment(datetime(2026, 5, 19, 2, 42), date(2026, 5, 24), date(2025, 5, 24))
    datetime.datetime(2025, 5, 19, 2, 42)
    """
    return now - (last_day - before)

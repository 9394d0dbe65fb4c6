"""The reports that a plan requires from each kind of unit, and the states of an obligation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reporting.deadlines.calendar import Calendar, deadline_for, period_key
from reporting.plan.plan import Plan, Report, Reporter, UnitKind


class ReportState(StrEnum):
    NOT_BEGUN = "not_begun"
    DRAFTING = "drafting"
    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXCUSED = "excused"


OWED = frozenset({ReportState.NOT_BEGUN, ReportState.DRAFTING, ReportState.RETURNED})
"""Still to be sent, or to be sent again."""
UNSENT = OWED - {ReportState.RETURNED}
"""Never sent (a returned report has been sent)."""

DAYS_BEFORE_CLOSING = timedelta(days=15)
DAYS_BEFORE_LAST_DAY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that units of one kind owe for a period: ``DueReport("year", "2026-Y", last_day=24/11/2026)``."""

    report_id: str
    period: str
    year: int
    kind: UnitKind
    form_id: str
    last_day: date
    closes: date | None
    """The last day the figures cover; ``None`` if the plan has no window."""
    only_selected_zones: bool
    """Owed only by communes under transformation."""
    only: tuple[str, ...] | None = None
    """Codes of the units that owe it; ``None``: all of the kind."""
    besides: tuple[str, ...] = ()
    """Codes of units of the kind that do not owe it."""


def dues(plan: Plan, calendar: Calendar) -> list[DueReport]:
    """The reports a plan requires in each of its years, by report and kind of unit."""
    due_reports = (
        due(plan, report, year, reporter, calendar)
        for year in plan.years
        for report in plan.reports
        for reporter in plan.reporters
    )
    return [due_report for due_report in due_reports if due_report]


def due(plan: Plan, report: Report, year: int, reporter: Reporter, calendar: Calendar) -> DueReport | None:
    """The report that a kind of unit owes in a year; ``None`` if it does not owe it, or no deadline is set."""
    form = plan.form_for(report.id, reporter.kind)
    if form is None or (reporter.needs_level_deadline and reporter.kind not in report.levels):
        return None
    deadline = deadline_for(plan, report, year, reporter.kind, calendar)
    if deadline is None or deadline.last_day is None:
        return None
    return DueReport(
        report_id=report.id,
        period=period_key(year, report.period),
        year=year,
        kind=reporter.kind,
        form_id=form.id,
        last_day=deadline.last_day,
        closes=deadline.window.until if deadline.window else None,
        only_selected_zones=reporter.only_selected_zones,
        only=reporter.only,
        besides=reporter.besides,
    )


def is_listed(state: ReportState, opens: date, last_day: date, today: date) -> bool:
    """Whether the officer's list of current reports shows it.

    From the day it ``opens`` as long as it is owed; once sent, until its last day has passed. Excused ones never.
    """
    if state == ReportState.EXCUSED or today < opens:
        return False
    return state in OWED or today <= last_day


def opens(plan_day: date, closes: date | None) -> date:
    """The day from which an obligation is listed: 15 days before the last day its figures cover (``closes``).

    If the plan has no window, 30 days before the plan's last day (``plan_day``).
    """
    return closes - DAYS_BEFORE_CLOSING if closes else plan_day - DAYS_BEFORE_LAST_DAY

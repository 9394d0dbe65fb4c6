"""The status of a report in every unit of a subtree, read in one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, String, and_, bindparam, case, func, select

from reporting.deadlines.obligation import UNSENT, ReportState
from reporting.plan.schedule import UnitKind
from reporting.status.lateness import StatusInput
from storage.database.schema import Instant, obligation, report_version, unit
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.reports.unit_status import ANSWERED, DAYS_AFTER_LAST_DAY, is_running, keys_of, running_values
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit's report; ``nil``: nothing happened in the period, according to its newest version."""

    obligation: Obligation
    unit: Unit
    nil: bool
    receipt: str | None

    @property
    def status_input(self) -> StatusInput:
        return replace(self.obligation.status_input, nil=self.nil)


@dataclass(frozen=True, slots=True)
class ReportTotals:
    """Totals of a report of a period over the units of a subtree; ``count``: all reports without excused ones."""

    plan_id: str
    report_id: str
    period: str
    last_day: date
    """The last day of the plan, without extensions of single units."""
    due_at: datetime | None
    """The instant from which reports are late, if an hour of the last day is set."""
    count: int
    filed: int
    """Without reports that were returned and not sent again."""
    overdue: int
    """Late and never sent."""


_PATH = bindparam("path", type_=String)
_UNSENT = obligation.c.state.in_(sorted(UNSENT))
_FILED = obligation.c.state.in_((ReportState.FILED, ReportState.ACCEPTED))
_OVERDUE = and_(
    _UNSENT,
    case(
        (obligation.c.due_at.is_(None), obligation.c.last_day < bindparam("today", type_=Date)),
        else_=obligation.c.due_at <= bindparam("now", type_=Instant),
    ),
)
_HEADS = (
    select(
        obligation.c.plan_id,
        obligation.c.report_id,
        obligation.c.period,
        func.max(obligation.c.plan_day),
        func.max(obligation.c.due_at, type_=Instant),
        func.sum(case((obligation.c.state == ReportState.EXCUSED, 0), else_=1)),
        func.sum(case((_FILED, 1), else_=0)),
        func.sum(case((_OVERDUE, 1), else_=0)),
    )
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .where(unit.c.path.startswith(_PATH))
    .group_by(obligation.c.plan_id, obligation.c.report_id, obligation.c.period)
)
_RUNNING = _HEADS.where(is_running).order_by(func.max(obligation.c.last_day), obligation.c.plan_id)
_ALL = _HEADS.order_by(func.max(obligation.c.last_day).desc(), obligation.c.plan_id)
_ENDED = (
    _HEADS.where(obligation.c.state != ReportState.EXCUSED)
    .having(func.max(obligation.c.plan_day).between(bindparam("since", type_=Date), bindparam("until", type_=Date)))
    .order_by(func.max(obligation.c.plan_day).desc(), obligation.c.plan_id)
)
_ENTRIES = (
    select(*obligations.COLUMNS, *units.COLUMNS, report_version.c.nil, report_version.c.receipt)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .outerjoin(
        report_version,
        and_(report_version.c.obligation_id == obligation.c.id, report_version.c.version == obligation.c.version),
    )
)
_OF_REPORT = _ENTRIES.where(
    obligation.c.plan_id == bindparam("plan"),
    obligation.c.report_id == bindparam("report"),
    obligation.c.period == bindparam("in_period"),
    unit.c.path.startswith(_PATH),
)
_OF_UNIT = _ENTRIES.where(unit.c.id == bindparam("of_unit")).order_by(obligation.c.last_day.desc(), obligation.c.id)
_KEYS = select(obligation.c.id, ANSWERED).where(obligation.c.id.in_(bindparam("ids", expanding=True)))
_AT_ONCE = 5000
_LEVELS = {kind: level for level, kind in enumerate(UnitKind)}


def running_reports(tx: Connection, within: Unit, now: datetime, today: date) -> list[ReportTotals]:
    """The current reports in a unit and the units below it, the earliest last day first.

    Those overdue for more than ``DAYS_AFTER_LAST_DAY`` come last.
    """
    values = running_values(within, today) | {"now": now, "today": today}
    totals = [ReportTotals(*row) for row in tx.execute(_RUNNING, values)]
    return sorted(totals, key=lambda report: report.last_day < today - DAYS_AFTER_LAST_DAY)


def all_reports(tx: Connection, within: Unit, now: datetime, today: date) -> list[ReportTotals]:
    """The reports of all periods, the latest last day first."""
    return [ReportTotals(*row) for row in tx.execute(_ALL, {"path": within.path, "now": now, "today": today})]


def ended_reports(
    tx: Connection, within: Unit, since: date, until: date, now: datetime, today: date
) -> list[ReportTotals]:
    """The reports whose last day (of the plan, for the latest level) is from ``since`` to ``until``; latest first."""
    values = {"path": within.path, "since": since, "until": until, "now": now, "today": today}
    return [ReportTotals(*row) for row in tx.execute(_ENDED, values)]


def of_report(tx: Connection, plan_id: str, report_id: str, period: str, within: Unit) -> list[UnitReport]:
    """A report in a unit and the units below it, ordered by level from the province down and by code."""
    values = {"plan": plan_id, "report": report_id, "in_period": period, "path": within.path}
    reports = [_entry(row) for row in tx.execute(_OF_REPORT, values)]
    return sorted(reports, key=lambda report: (_LEVELS[report.unit.kind], report.unit.code))


def of_unit(tx: Connection, unit_id: int) -> list[UnitReport]:
    """All reports of one unit, the latest last day first."""
    return [_entry(row) for row in tx.execute(_OF_UNIT, {"of_unit": unit_id})]


def answered_keys(tx: Connection, obligation_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Obligation id → keys of the answers in its draft."""
    ids = sorted(obligation_ids)
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    rows = (row for part in parts for row in tx.execute(_KEYS, {"ids": part}))
    return {obligation_id: keys_of(keys) for obligation_id, keys in rows}


_UNIT = len(obligations.COLUMNS)
_REST = _UNIT + len(units.COLUMNS)


def _entry(row: Sequence[Any]) -> UnitReport:
    nil, receipt = row[_REST:]
    return UnitReport(obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:_REST]), bool(nil), receipt)

"""Reports that were overdue already when their plan was activated in the middle of a year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.database.schema import obligation
from storage.reports import obligations
from storage.reports.obligations import Obligation

_BEHIND = select(*obligations.COLUMNS, obligation.c.created_at).where(
    obligation.c.plan_id == bindparam("plan"), obligation.c.state == ReportState.NOT_BEGUN.value
)


def of_plan(tx: Connection, plan_id: str) -> list[Obligation]:
    """The reports not begun whose last day was before the day on which the obligation was created."""
    rows = tx.execute(_BEHIND, {"plan": plan_id})
    pairs = ((obligations.of_row(row), created_at) for *row, created_at in rows)
    return [overdue for overdue, created_at in pairs if overdue.last_day < local_day(created_at)]


def excuse(tx: Connection, plan_id: str, why: str, now: datetime, by: int | None) -> int:
    """Excuse (miễn) all of them; returns their number. Reports that were begun stay owed."""
    overdue_reports = of_plan(tx, plan_id)
    for overdue in overdue_reports:
        obligations.excuse(tx, overdue.id, why)
        audit.record(tx, now, by, "report.excused", obligation=overdue, why=why)
    return len(overdue_reports)

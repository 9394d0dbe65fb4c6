"""Reports whose last day had passed before anybody was asked for them: a plan put to use in the middle of a year."""

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
    """Those nobody has begun."""
    rows = tx.execute(_BEHIND, {"plan": plan_id})
    both = ((obligations.of_row(row), created) for *row, created in rows)
    return [each_obligation for each_obligation, created in both if each_obligation.last_day < local_day(created)]


def excuse(tx: Connection, plan_id: str, why: str, now: datetime, by: int | None) -> int:
    """Miễn, each of them; returns how many. One that was begun stays owed."""
    matching_obligations = of_plan(tx, plan_id)
    for each_obligation in matching_obligations:
        obligations.excuse(tx, each_obligation.id, why)
        audit.record(tx, now, by, "report.excused", obligation=each_obligation, why=why)
    return len(matching_obligations)

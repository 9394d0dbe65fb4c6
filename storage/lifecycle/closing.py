"""Closing of a plan: no new obligations and no reminders; the reports still owed are excused or kept, as chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from reporting.deadlines.obligation import OWED, ReportState
from storage.audit import audit
from storage.database.schema import obligation
from storage.messaging.reminder_cancellation import cancel_for_unit
from storage.plans import plans
from storage.reports import obligations
from storage.reports.adhoc import OwingUnit, of_plan
from storage.reports.obligations import Obligation


class ClosingResult(NamedTuple):
    """The number of reports still owed that were excused, and that were kept open without reminders."""

    excused: int
    kept: int


_OWED = [state.value for state in OWED]
_COUNTS = (
    select(obligation.c.state, func.count())
    .where(obligation.c.plan_id == bindparam("plan"))
    .group_by(obligation.c.state)
)
_EXCUSE = (
    update(obligation)
    .where(obligation.c.plan_id == bindparam("plan"), obligation.c.state.in_(_OWED))
    .values(state=ReportState.EXCUSED.value, excused_why=bindparam("why"))
    .returning(*obligations.COLUMNS)
)
_TAKE_BACK = (
    update(obligation)
    .where(
        obligation.c.plan_id == bindparam("plan"),
        obligation.c.state == ReportState.EXCUSED.value,
        obligation.c.excused_why == bindparam("why"),
    )
    .values(state=obligations.WHERE_IT_STOOD, excused_why=None)
    .returning(*obligations.COLUMNS)
)


def owed_reports(tx: Connection, plan_id: str) -> list[OwingUnit]:
    """The reports still owed under a plan, the earliest last day first."""
    owed = [report for report in of_plan(tx, plan_id) if report.obligation.state in OWED]
    return sorted(owed, key=lambda report: report.obligation.last_day)


def counts(tx: Connection, plan_id: str) -> dict[ReportState, int]:
    """State → the number of the plan's reports in it."""
    return {ReportState(state): count for state, count in tx.execute(_COUNTS, {"plan": plan_id})}


def close(
    tx: Connection, plan_id: str, why: str, now: datetime, by: int | None, *, keep_open: bool = False
) -> ClosingResult | None:
    """Close a plan; ``None`` if it is not active.

    ``why``: the reason of the excuses; ``keep_open``: the reports still owed are not excused and can still be sent.
    """
    if not plans.close(tx, plan_id, why, now):
        return None
    owed = owed_reports(tx, plan_id)
    rows = [] if keep_open else tx.execute(_EXCUSE, {"plan": plan_id, "why": why}).all()
    excused = [obligations.of_row(row) for row in rows]
    _note(tx, excused, "report.excused", now, by, why)
    for unit_id in {report.unit.id for report in owed}:
        cancel_for_unit(tx, unit_id)
    still_open = len(owed) if keep_open else 0
    audit.record(tx, now, by, "plan.closed", plan_id=plan_id, excused=len(excused), kept=still_open)
    return ClosingResult(len(excused), still_open)


def take_back(tx: Connection, plan_id: str, why: str, now: datetime, by: int | None) -> int:
    """Take back the excuses given when the plan was closed, recognised by the reason ``why``; returns their number."""
    rows = tx.execute(_TAKE_BACK, {"plan": plan_id, "why": why}).all()
    _note(tx, [obligations.of_row(row) for row in rows], "report.excuse_taken_back", now, by, why)
    return len(rows)


def _note(tx: Connection, some: Iterable[Obligation], action: str, now: datetime, by: int | None, why: str) -> None:
    for report in some:
        audit.record(tx, now, by, action, obligation=report, why=why)

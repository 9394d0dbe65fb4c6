"""The end of a plan: nothing new is owed, nobody is reminded; what is still owed ends in a state, and may come back."""

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
    """What became of the reports still owed: excused, or kept open without reminders."""

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
    """What is still owed under a plan, the earliest last day first."""
    owed = [owing_unit for owing_unit in of_plan(tx, plan_id) if owing_unit.obligation.state in OWED]
    return sorted(owed, key=lambda owing_unit: owing_unit.obligation.last_day)


def counts(tx: Connection, plan_id: str) -> dict[ReportState, int]:
    """How many of the plan's reports stand where."""
    return {ReportState(state): n for state, n in tx.execute(_COUNTS, {"plan": plan_id})}


def close(
    tx: Connection, plan_id: str, why: str, now: datetime, by: int | None, *, keep_open: bool = False
) -> ClosingResult | None:
    """Ends a plan; ``None`` where it is not in use. ``keep_open``: what is owed may still be sent, unreminded."""
    if not plans.close(tx, plan_id, why, now):
        return None
    left = owed_reports(tx, plan_id)
    rows = [] if keep_open else tx.execute(_EXCUSE, {"plan": plan_id, "why": why}).all()
    excused = [obligations.of_row(row) for row in rows]
    _note(tx, excused, "report.excused", now, by, why)
    for unit_id in {owing_unit.unit.id for owing_unit in left}:
        cancel_for_unit(tx, unit_id)
    kept = len(left) if keep_open else 0
    audit.record(tx, now, by, "plan.closed", plan_id=plan_id, excused=len(excused), kept=kept)
    return ClosingResult(len(excused), kept)


def take_back(tx: Connection, plan_id: str, why: str, now: datetime, by: int | None) -> int:
    """What the plan's end excused (``why`` tells it from the rest) is owed as before; returns how many."""
    rows = tx.execute(_TAKE_BACK, {"plan": plan_id, "why": why}).all()
    _note(tx, [obligations.of_row(row) for row in rows], "report.excuse_taken_back", now, by, why)
    return len(rows)


def _note(tx: Connection, some: Iterable[Obligation], action: str, now: datetime, by: int | None, why: str) -> None:
    for each_obligation in some:
        audit.record(tx, now, by, action, obligation=each_obligation, why=why)

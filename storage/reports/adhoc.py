"""Reports requested once (/dotxuat): their small plans, the units that owe them, and the end of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select

from reporting.deadlines.calendar import local_day, period_key
from reporting.deadlines.obligation import OWED, ReportState
from reporting.plan.plan import Plan, UnitKind
from reporting.status.filing import FilingStatus
from reporting.status.lateness import StatusInput
from storage.audit import audit
from storage.database.schema import answer, evidence, extension, obligation, unit
from storage.database.schema import plan as plan_table
from storage.messaging import reminder_cancellation
from storage.plans import plans
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit

PREFIX = "dx-"
"""Beginning of the ids of these plans: ``dx-2026-0007``."""


class OwingUnit(NamedTuple):
    """A unit and its report under a plan."""

    obligation: Obligation
    unit: Unit

    @property
    def status_input(self) -> StatusInput:
        return self.obligation.status_input


class EndedRequest(NamedTuple):
    """The reports of a request that were deleted (``withdrawn``) and those that were excused when it ended."""

    withdrawn: tuple[OwingUnit, ...]
    excused: tuple[OwingUnit, ...]


_LAST = select(func.max(plan_table.c.id)).where(plan_table.c.id.startswith(bindparam("of_year")))
_OWE = insert(obligation)
_OF_PLAN = (
    select(*obligations.COLUMNS, *units.COLUMNS)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .where(obligation.c.plan_id == bindparam("plan"))
    .order_by(unit.c.code)
)
_OPEN = (
    select(obligation.c.plan_id)
    .where(obligation.c.plan_id.startswith(PREFIX), obligation.c.state.in_(sorted(OWED)))
    .group_by(obligation.c.plan_id)
    .order_by(func.min(obligation.c.last_day), obligation.c.plan_id)
)
_WITHDRAW = (
    delete(obligation)
    .where(
        obligation.c.id == bindparam("which"),
        obligation.c.state == ReportState.NOT_BEGUN.value,
        obligation.c.version == 0,
        ~exists().where(answer.c.obligation_id == obligation.c.id),
        ~exists().where(extension.c.obligation_id == obligation.c.id),
        ~exists().where(evidence.c.obligation_id == obligation.c.id),
    )
    .returning(obligation.c.id)
)


def send(
    tx: Connection,
    plan_of: Callable[[str], Plan],
    chosen_units: Iterable[Unit],
    last_day: date,
    due_at: datetime | None,
    now: datetime,
) -> tuple[Plan, list[OwingUnit]]:
    """Store the plan of a request under a new id, and create obligations of exactly these units, listed from today on.

    ``plan_of``: returns the plan with a given id; ``due_at``: the instant from which reports are late, if an hour of
    the last day is set. The plan is not active, so that nothing else creates or deletes obligations under it.
    """
    plan = _keep(tx, plan_of, now)
    (report,) = plan.reports
    forms: Mapping[UnitKind, str] = {form.reporter: form.id for form in plan.forms}
    rows = [
        {
            "plan_id": plan.id,
            "report_id": report.id,
            "period": period_key(plan.years[0], report.period),
            "unit_id": requested_unit.id,
            "form_id": forms[requested_unit.kind],
            "last_day": last_day,
            "plan_day": last_day,
            "due_at": due_at,
            "closes": local_day(now),
            "created_at": now,
        }
        for requested_unit in chosen_units
    ]
    tx.execute(_OWE, rows)
    return plan, of_plan(tx, plan.id)


def _keep(tx: Connection, plan_of: Callable[[str], Plan], now: datetime) -> Plan:
    """Store the plan under the first free number of the year; a request at the same time gets the next number."""
    prefix = f"{PREFIX}{local_day(now).year}-"
    last = tx.execute(_LAST, {"of_year": prefix}).scalar_one_or_none()
    number = int(last[len(prefix) :]) + 1 if last else 1
    while not plans.store_inactive(tx, plan := plan_of(f"{prefix}{number:04}"), now):
        number += 1
    return plan


def of_plan(tx: Connection, plan_id: str) -> list[OwingUnit]:
    """All reports under a plan with their units, ordered by code of the unit."""
    split = len(obligations.COLUMNS)
    rows = tx.execute(_OF_PLAN, {"plan": plan_id})
    return [OwingUnit(obligations.of_row(row[:split]), units.of_row(row[split:])) for row in rows]


def open_ids(tx: Connection) -> list[str]:
    """Plan ids of the requests that at least one unit still owes, the nearest last day first."""
    return list(tx.execute(_OPEN).scalars())


def end(tx: Connection, plan_id: str, why: str, by: int, now: datetime) -> EndedRequest:
    """End a request: the units that never submitted their report are excused; submitted and returned reports stay.

    If no unit has submitted the report, the reports not begun are deleted instead.
    """
    reports = of_plan(tx, plan_id)
    missing = FilingStatus.of(reports, now).missing
    deletable = missing if len(missing) == len(reports) else ()
    withdrawn = [report for report in deletable if tx.execute(_WITHDRAW, {"which": report.obligation.id}).first()]
    excused = [report for report in missing if report not in withdrawn]
    for report in missing:
        reminder_cancellation.cancel_for_unit(tx, report.unit.id)
    for report in excused:
        obligations.excuse(tx, report.obligation.id, why)
        audit.record(tx, now, by, "report.excused", obligation=report.obligation, reason=why)
    audit.record(
        tx, now, by, "request.ended", plan_id=plan_id, reason=why, withdrawn=len(withdrawn), excused=len(excused)
    )
    return EndedRequest(tuple(withdrawn), tuple(excused))

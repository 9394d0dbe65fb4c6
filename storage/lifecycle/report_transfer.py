"""The reports that an ending unit still owes at a merger: transferred to the new unit, excused, or kept."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from reporting.deadlines.obligation import OWED, ReportState
from storage.audit import audit
from storage.database.schema import answer, confirmation, obligation
from storage.messaging import reminder_cancellation
from storage.plans.plans import PlanCache
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.units.units import Unit

ReportHeir = Literal["transfer", "excuse", "keep"]
"""``keep``: the ending unit sends the report itself, if it is due before the merger."""
Hindrance = Literal["owed_already", "sent_before", "another_kind"]


class CarriedReport(NamedTuple):
    """A report that an ending unit owes, and what happens to it; ``hindered``: why it cannot be transferred."""

    obligation: Obligation
    unit: Unit
    heir: ReportHeir
    hindered: Hindrance | None = None


_OWED_BY = (
    select(*obligations.COLUMNS)
    .where(obligation.c.unit_id == bindparam("of_unit"), obligation.c.state.in_(sorted(OWED)))
    .order_by(obligation.c.last_day, obligation.c.id)
)
_CARRY = (
    update(obligation)
    .where(obligation.c.id == bindparam("which"))
    .values(unit_id=bindparam("heir"), inherited_from=bindparam("old"), form_id=bindparam("form"))
)
_KEYS = select(answer.c.key).where(answer.c.obligation_id == bindparam("which"))
_RENAME = (
    update(answer)
    .where(answer.c.obligation_id == bindparam("which"), answer.c.key == bindparam("old_key"))
    .values(key=bindparam("new_key"))
)
_UNCONFIRM = delete(confirmation).where(confirmation.c.obligation_id == bindparam("which"))


def owed_reports(
    tx: Connection, plan_cache: PlanCache, unit: Unit, into: Unit, heir: ReportHeir
) -> list[CarriedReport]:
    """The reports that ``unit`` owes, which are locked. ``heir``: what was decided for them."""
    own = {(report.plan_id, report.report_id, report.period) for report in obligations.of_unit(tx, into.id)}
    owed = [obligations.of_row(row) for row in tx.execute(_OWED_BY, {"of_unit": unit.id})]
    for report in owed:
        submissions.lock(tx, report.id)
    return [CarriedReport(report, unit, heir, _hindrance(tx, plan_cache, report, unit, into, own)) for report in owed]


def _hindrance(
    tx: Connection, plan_cache: PlanCache, report: Obligation, unit: Unit, into: Unit, own: set[tuple[str, str, str]]
) -> Hindrance | None:
    """Why a report cannot be transferred. ``own``: plan, report and period of the reports of the new unit."""
    if (report.plan_id, report.report_id, report.period) in own:
        return "owed_already"
    if report.version:
        return "sent_before"
    same_form = unit.kind == into.kind and plan_cache.get(tx, report.plan_id).form_for(report.report_id, into.kind)
    return None if same_form else "another_kind"


def is_replaced(carried: CarriedReport, on: date) -> bool:
    """Whether nothing has to be decided, because the new unit owes the report itself.

    The report is not begun, and its last day is on or after the day of the merger (``on``).
    """
    report = carried.obligation
    return (
        carried.hindered == "owed_already"
        and report.state == ReportState.NOT_BEGUN
        and not report.version
        and report.last_day >= on
    )


def carry(tx: Connection, carried: CarriedReport, into: Unit, why: str, now: datetime, by: int | None) -> None:
    """Transfer a report to the new unit, or excuse it with the reason ``why`` if it cannot be transferred."""
    report = carried.obligation
    if carried.heir == "keep":
        return
    if carried.heir == "excuse" or carried.hindered is not None:
        obligations.excuse(tx, report.id, why)
        audit.record(tx, now, by, "report.excused", obligation=report, reason=why)
    else:
        tx.execute(_CARRY, {"which": report.id, "heir": into.id, "old": carried.unit.id, "form": report.form_id})
        _rename(tx, report.id, carried.unit.id, into.id)
        audit.record(tx, now, by, "report.transferred", obligation=report, to=into.code)
    reminder_cancellation.cancel_for_unit(tx, carried.unit.id)


def _rename(tx: Connection, obligation_id: int, old_unit_id: int, new_unit_id: int) -> None:
    """Change the keys of answers about the old unit's own area to the new unit; delete confirmations of warnings."""
    keys = list(tx.execute(_KEYS, {"which": obligation_id}).scalars())
    own = re.compile(rf"@{old_unit_id}$")
    rows = [
        {"which": obligation_id, "old_key": key, "new_key": own.sub(f"@{new_unit_id}", key)}
        for key in keys
        if own.search(key)
    ]
    for row in rows:
        tx.execute(_RENAME, row)
    tx.execute(_UNCONFIRM, {"which": obligation_id})

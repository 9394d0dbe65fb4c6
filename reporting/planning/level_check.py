"""Checks of a plan against the existing units, made when the plan is activated.

Nghị định 09/2019 Art. 8(5): a deadline for each level, and at least one working day between closing and deadline.
``plan_check`` checks the plan's file by itself; this module needs the tree of units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from reporting.deadlines.calendar import Calendar
from reporting.deadlines.obligation import dues
from reporting.plan.plan import Plan, UnitKind
from reporting.planning.plan_check import PlanFault, schedule_faults
from reporting.unit import UnitRecord

Days = Mapping[UnitKind, date]


def level_faults(plan: Plan, tree: Mapping[str, UnitRecord], calendar: Calendar) -> list[PlanFault]:
    """All faults in the schedule of a plan, given the units. ``tree``: code → unit."""
    return [*schedule_faults(plan, calendar), *_named(plan, tree), *_levels(plan, tree, calendar)]


def _named(plan: Plan, tree: Mapping[str, UnitRecord]) -> Iterator[PlanFault]:
    """Faults for codes named in ``only`` or ``besides`` that do not exist, or belong to a unit of another kind."""
    for index, reporter in enumerate(plan.reporters):
        for part in ("only", "besides"):
            for code in getattr(reporter, part) or ():
                path = ("reporters", index, part)
                if code not in tree:
                    yield PlanFault(path, "unknown_unit", {"id": code})
                elif tree[code].kind != reporter.kind:
                    yield PlanFault(path, "unit_of_another_kind", {"id": code, "name": tree[code].name})


def _levels(plan: Plan, tree: Mapping[str, UnitRecord], calendar: Calendar) -> Iterator[PlanFault]:
    """Faults where a unit's deadline is not before that of the nearest unit above that owes the same report."""
    last_days: dict[tuple[str, str], dict[UnitKind, date]] = defaultdict(dict)
    for due in dues(plan, calendar):
        last_days[due.report_id, due.period][due.kind] = due.last_day
    for (report_id, period), days in last_days.items():
        index = next(index for index, report in enumerate(plan.reports) if report.id == report_id)
        for kind, above in sorted({pair for unit in tree.values() for pair in _pair(unit, tree, days)}):
            if days[kind] >= days[above]:
                params = {"last": days[kind], "above": days[above], "period": period, "kind": kind}
                yield PlanFault(("reports", index, "levels", kind), "level_not_before", params)


def _pair(unit: UnitRecord, tree: Mapping[str, UnitRecord], days: Days) -> Iterator[tuple[UnitKind, UnitKind]]:
    """The unit's kind, and that of the nearest unit above it that owes the report too; nothing if either owes none."""
    above = tree.get(unit.parent or "")
    while above is not None and above.kind not in days:
        above = tree.get(above.parent or "")
    if above is not None and unit.kind in days:
        yield unit.kind, above.kind

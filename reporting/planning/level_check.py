"""Whether a plan's deadlines fit the units there are: checked when it is put to use.

Nghị định 09/2019 Art. 8(5): a deadline for each level, and at least one working day between closing and deadline.
What a plan's file says is checked by ``plan_check``; here the same is held against the tree of units.
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
    """Everything that does not fit; ``tree``: the units by code."""
    return [*schedule_faults(plan, calendar), *_named(plan, tree), *_levels(plan, tree, calendar)]


def _named(plan: Plan, tree: Mapping[str, UnitRecord]) -> Iterator[PlanFault]:
    """Units that a reporter names, which nobody knows, or which are of another kind."""
    for index, reporter in enumerate(plan.reporters):
        for part in ("only", "besides"):
            for code in getattr(reporter, part) or ():
                path = ("reporters", index, part)
                if code not in tree:
                    yield PlanFault(path, "unknown_unit", {"id": code})
                elif tree[code].kind != reporter.kind:
                    yield PlanFault(path, "unit_of_another_kind", {"id": code, "name": tree[code].name})


def _levels(plan: Plan, tree: Mapping[str, UnitRecord], calendar: Calendar) -> Iterator[PlanFault]:
    """A unit's deadline lies before that of the nearest unit above it which reports too."""
    days: dict[tuple[str, str], dict[UnitKind, date]] = defaultdict(dict)
    for due in dues(plan, calendar):
        days[due.report_id, due.period][due.kind] = due.last_day
    for (report_id, period), of_kind in days.items():
        index = next(index for index, report in enumerate(plan.reports) if report.id == report_id)
        for kind, above in sorted({pair for entry in tree.values() for pair in _pair(entry, tree, of_kind)}):
            if of_kind[kind] >= of_kind[above]:
                params = {"last": of_kind[kind], "above": of_kind[above], "period": period, "kind": kind}
                yield PlanFault(("reports", index, "levels", kind), "level_not_before", params)


def _pair(entry: UnitRecord, tree: Mapping[str, UnitRecord], of_kind: Days) -> Iterator[tuple[UnitKind, UnitKind]]:
    """The unit's kind, and that of the nearest unit above it that owes the report as well."""
    above = tree.get(entry.parent or "")
    while above is not None and above.kind not in of_kind:
        above = tree.get(above.parent or "")
    if above is not None and entry.kind in of_kind:
        yield entry.kind, above.kind

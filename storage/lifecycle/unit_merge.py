"""Mergers of units: the last day of the ending units, the transfer of their reports, and of their members.

Nothing is assumed: for each ending unit somebody has to decide what happens to the reports it owes, and for the merger
what happens to the members. Without these decisions nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Connection

from reporting.deadlines.calendar import DAY, Calendar
from reporting.imports.unit_list import UnitLine, UnitListProblem, plan_import
from reporting.roles import Role
from storage.audit import audit
from storage.lifecycle.report_transfer import CarriedReport, ReportHeir, carry, is_replaced, owed_reports
from storage.people import memberships, people
from storage.people.people import Member
from storage.plans.plans import PlanCache
from storage.reports import obligation_sync
from storage.units import importer, units
from storage.units.units import Unit

StaffTransfer = Literal["move", "keep", "end"]


@dataclass(frozen=True)
class UnitMerger:
    """A merger as decided: codes of the ending units, code of the unit they merge into, and its first day.

    ``inherit``: code of an ending unit → what happens to the reports it owes; ``staff``: what happens to the members;
    ``why``: the reason of excuses.
    """

    ending: tuple[str, ...]
    into: str
    on: date
    inherit: Mapping[str, ReportHeir] = field(default_factory=dict)
    staff: StaffTransfer | None = None
    why: str = ""


@dataclass(frozen=True)
class MergeResult:
    """What a merger did, or would do."""

    ending: tuple[Unit, ...]
    into: Unit
    children: tuple[Unit, ...]
    """Units that were below an ending unit and are now below the new one."""
    carried: tuple[CarriedReport, ...]
    withdrawn: int
    """Number of reports not begun that were deleted, because the new unit owes them itself."""
    people: tuple[Member, ...]


class UnknownUnitCode(Exception):
    """No unit has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class UnitTreeInvalid(Exception):
    """The tree of units would be invalid after the merger."""

    def __init__(self, problems: Sequence[UnitListProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems)


class MergeUnanswered(Exception):
    """Decisions are missing.

    ``owed``: reports without a decision; ``people``: members, if nothing is decided about them; ``contested``: reports
    of several ending units that would become the same report of the new unit.
    """

    def __init__(
        self, owed: Sequence[CarriedReport], people: Sequence[Member], contested: Sequence[CarriedReport]
    ) -> None:
        self.owed, self.people, self.contested = tuple(owed), tuple(people), tuple(contested)
        super().__init__(owed, people, contested)


def merge(
    tx: Connection, plan_cache: PlanCache, merger: UnitMerger, calendar: Calendar, now: datetime, by: int | None = None
) -> MergeResult:
    """Carry out a merger. ``by``: person id, ``None``: the command line.

    Raises UnknownUnitCode, UnitTreeInvalid or MergeUnanswered; the caller must then roll back the transaction.
    """
    _join(tx, merger)
    ending, into = [_unit(tx, code) for code in merger.ending], _unit(tx, merger.into)
    _ensure(tx, plan_cache, calendar, now)  # the new unit's own obligations have to exist before the transfer
    owed = [
        report
        for unit in ending
        for report in owed_reports(tx, plan_cache, unit, into, merger.inherit.get(unit.code, "excuse"))
    ]
    staff = [member for unit in ending for member in people.of_unit(tx, unit.id, tuple(Role))]
    _answered(merger, owed, staff)
    carried = [report for report in owed if not is_replaced(report, merger.on)]
    for report in carried:
        carry(tx, report, into, merger.why, now, by)
    children = [child for unit in ending for child in _children(tx, unit)]
    _end(tx, merger, children)
    _ensure(tx, plan_cache, calendar, now)
    for member in staff:
        _staff(tx, member, into, merger.staff, now, by)
    _record(tx, ending, merger, now, by)
    return MergeResult(tuple(ending), into, tuple(children), tuple(carried), len(owed) - len(carried), tuple(staff))


def _join(tx: Connection, merger: UnitMerger) -> None:
    """Add the ending units to the predecessors of the new one."""
    records = importer.entries(tx)
    for code in (*merger.ending, merger.into):
        if code not in records:
            raise UnknownUnitCode(code)
    predecessors = tuple(sorted({*records[merger.into].predecessors, *merger.ending}))
    _write(tx, [UnitLine(1, merger.into, {"predecessors": predecessors})])


def _end(tx: Connection, merger: UnitMerger, children: Iterable[Unit]) -> None:
    """Set the last day of the ending units, and make the new unit the parent of the units below them."""
    last = merger.on - DAY
    lines = [UnitLine(number, code, {"valid_to": last}) for number, code in enumerate(merger.ending, 1)]
    lines += [
        UnitLine(len(lines) + number, child.code, {"parent": merger.into}) for number, child in enumerate(children, 1)
    ]
    _write(tx, lines)


def _write(tx: Connection, lines: Sequence[UnitLine]) -> None:
    """Store changes of units as an import of a list would. Raises UnitTreeInvalid."""
    planned = plan_import(lines, (), importer.entries(tx))
    if planned.problems:
        raise UnitTreeInvalid(planned.problems)
    importer.apply(tx, planned)


def _children(tx: Connection, unit: Unit) -> list[Unit]:
    return [child for child in units.below(tx, unit) if child.parent_id == unit.id]


def _unit(tx: Connection, code: str) -> Unit:
    unit = units.by_code(tx, code)
    assert unit is not None
    return unit


def _ensure(tx: Connection, plan_cache: PlanCache, calendar: Calendar, now: datetime) -> None:
    for plan in plan_cache.active(tx):
        obligation_sync.ensure(tx, plan, calendar, now)


def _answered(merger: UnitMerger, owed: Sequence[CarriedReport], staff: Sequence[Member]) -> None:
    """Raise MergeUnanswered if a decision is missing."""
    undecided = [report for report in owed if not (_is_answered(report, merger) or is_replaced(report, merger.on))]
    by_report: dict[tuple[str, str, str], list[CarriedReport]] = {}
    for report in owed:
        if merger.inherit.get(report.unit.code) == "transfer" and report.hindered is None:
            key = report.obligation.plan_id, report.obligation.report_id, report.obligation.period
            by_report.setdefault(key, []).append(report)
    contested = [report for reports in by_report.values() if len(reports) > 1 for report in reports]
    undecided_staff = staff if merger.staff is None else ()
    if undecided or undecided_staff or contested:
        raise MergeUnanswered(undecided, undecided_staff, contested)


def _is_answered(report: CarriedReport, merger: UnitMerger) -> bool:
    """Whether the decision about a report is valid: an ending unit can keep it only if it is due before the merger."""
    heir = merger.inherit.get(report.unit.code)
    return heir is not None and (heir != "keep" or report.obligation.last_day < merger.on)


def _staff(
    tx: Connection, member: Member, into: Unit, staff: StaffTransfer | None, now: datetime, by: int | None
) -> None:
    if staff == "move":
        memberships.move(tx, member, into, now, by)
    elif staff == "end":
        memberships.revoke(tx, member, now, by)


def _record(tx: Connection, ending: Iterable[Unit], merger: UnitMerger, now: datetime, by: int | None) -> None:
    for unit in ending:
        audit.record(
            tx,
            now,
            by,
            "unit.merged",
            unit_id=unit.id,
            into=merger.into,
            on=merger.on.isoformat(),
            inherit=merger.inherit.get(unit.code),
            staff=merger.staff,
        )

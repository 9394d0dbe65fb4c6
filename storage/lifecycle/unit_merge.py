"""Units that merge into another: their last day, who takes over what they still owe, where their people go.

Nothing is guessed: what an ending unit still owes is carried over or excused as somebody says for that unit, and its
people are moved, kept or ended as somebody says; without an answer nothing is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from reporting.deadlines.calendar import DAY, Calendar
from reporting.deadlines.obligation import OWED, ReportState
from reporting.imports.unit_list import UnitLine, UnitListProblem, plan_import
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import answer, confirmation, obligation
from storage.messaging import reminder_cancellation
from storage.people import memberships, people
from storage.people.people import Member
from storage.plans.plans import PlanCache
from storage.reports import obligation_sync, obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import importer, units
from storage.units.units import Unit

ReportHeir = Literal["transfer", "excuse", "keep"]
"""``keep``: the ending unit files it itself, where it is due before the merger."""
StaffTransfer = Literal["move", "keep", "end"]
Hindrance = Literal["owed_already", "sent_before", "another_kind"]


@dataclass(frozen=True)
class UnitMerger:
    """What somebody decided: the units that end, the one they go into and its first day.

    ``inherit``: by code of an ending unit, what becomes of the reports it owes; ``why`` an excuse gives.
    """

    ending: tuple[str, ...]
    into: str
    on: date
    inherit: Mapping[str, ReportHeir] = field(default_factory=dict)
    staff: StaffTransfer | None = None
    why: str = ""


class CarriedReport(NamedTuple):
    """One report an ending unit owed, and what became of it; ``hindered``: why it could not be carried over."""

    obligation: Obligation
    unit: Unit
    heir: ReportHeir
    hindered: Hindrance | None = None


@dataclass(frozen=True)
class MergeResult:
    """What a merger did, or would do."""

    ending: tuple[Unit, ...]
    into: Unit
    children: tuple[Unit, ...]
    """Units that were below an ending one, and are below the new one now."""
    carried: tuple[CarriedReport, ...]
    withdrawn: int
    """Reports nobody had begun, which the new unit owes itself."""
    people: tuple[Member, ...]


class UnknownUnitCode(Exception):
    """No unit has this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class UnitTreeInvalid(Exception):
    """The tree of units would not hold together."""

    def __init__(self, problems: Sequence[UnitListProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problems)


class MergeUnanswered(Exception):
    """What has to be said first: who takes over these reports, what becomes of these people."""

    def __init__(
        self, owed: Sequence[CarriedReport], people: Sequence[Member], contested: Sequence[CarriedReport]
    ) -> None:
        self.owed, self.people, self.contested = tuple(owed), tuple(people), tuple(contested)
        super().__init__(owed, people, contested)


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


def merge(
    tx: Connection, shelf: PlanCache, merger: UnitMerger, calendar: Calendar, now: datetime, by: int | None = None
) -> MergeResult:
    """Carries a merger out. Raises Unknown, Unfit or Unanswered: the caller's transaction must then be undone."""
    _join(tx, merger)
    ending, into = [_unit(tx, code) for code in merger.ending], _unit(tx, merger.into)
    _ensure(tx, shelf, calendar, now)  # what the new unit owes of its own, before anything is carried over
    owed = [owed_carried_report for unit in ending for owed_carried_report in _owed(tx, shelf, unit, into, merger)]
    staff = [each_member for unit in ending for each_member in people.of_unit(tx, unit.id, tuple(Role))]
    _answered(merger, owed, staff)
    carried = [owed_carried_report for owed_carried_report in owed if not _is_the_heirs(owed_carried_report, merger.on)]
    for carried_report in carried:
        _carry(tx, carried_report, into, merger.why, now, by)
    children = [child for unit in ending for child in _children(tx, unit)]
    _end(tx, merger, children)
    _ensure(tx, shelf, calendar, now)
    for member in staff:
        _staff(tx, member, into, merger.staff, now, by)
    _record(tx, ending, merger, now, by)
    return MergeResult(tuple(ending), into, tuple(children), tuple(carried), len(owed) - len(carried), tuple(staff))


def _join(tx: Connection, merger: UnitMerger) -> None:
    """The new unit begins, with the others as its predecessors."""
    entries = importer.entries(tx)
    for code in (*merger.ending, merger.into):
        if code not in entries:
            raise UnknownUnitCode(code)
    into = entries[merger.into]
    before = tuple(sorted({*into.predecessors, *merger.ending}))
    _write(tx, [UnitLine(1, merger.into, {"predecessors": before})])


def _end(tx: Connection, merger: UnitMerger, children: Iterable[Unit]) -> None:
    """The ending units' last day, and the new unit above what was below them."""
    last = merger.on - DAY
    lines = [UnitLine(number, code, {"valid_to": last}) for number, code in enumerate(merger.ending, 1)]
    lines += [
        UnitLine(len(lines) + number, child.code, {"parent": merger.into}) for number, child in enumerate(children, 1)
    ]
    _write(tx, lines)


def _write(tx: Connection, lines: Sequence[UnitLine]) -> None:
    planned = plan_import(lines, (), importer.entries(tx))
    if planned.problems:
        raise UnitTreeInvalid(planned.problems)
    importer.apply(tx, planned)


def _children(tx: Connection, unit: Unit) -> list[Unit]:
    return [lower_unit for lower_unit in units.below(tx, unit) if lower_unit.parent_id == unit.id]


def _unit(tx: Connection, code: str) -> Unit:
    unit = units.by_code(tx, code)
    assert unit is not None
    return unit


def _ensure(tx: Connection, shelf: PlanCache, calendar: Calendar, now: datetime) -> None:
    for plan in shelf.active(tx):
        obligation_sync.ensure(tx, plan, calendar, now)


def _owed(tx: Connection, shelf: PlanCache, unit: Unit, into: Unit, merger: UnitMerger) -> list[CarriedReport]:
    """What the unit still owes, held, with what was decided and what stands in its way."""
    own = {
        (other_obligation.plan_id, other_obligation.report_id, other_obligation.period)
        for other_obligation in obligations.of_unit(tx, into.id)
    }
    matching_obligations = [obligations.of_row(row) for row in tx.execute(_OWED_BY, {"of_unit": unit.id})]
    for each_obligation in matching_obligations:
        submissions.lock(tx, each_obligation.id)
    return [
        CarriedReport(
            other_obligation,
            unit,
            merger.inherit.get(unit.code, "excuse"),
            _hindrance(tx, shelf, other_obligation, unit, into, own),
        )
        for other_obligation in matching_obligations
    ]


def _hindrance(
    tx: Connection,
    shelf: PlanCache,
    other_obligation: Obligation,
    unit: Unit,
    into: Unit,
    own: set[tuple[str, str, str]],
) -> Hindrance | None:
    if (other_obligation.plan_id, other_obligation.report_id, other_obligation.period) in own:
        return "owed_already"
    if other_obligation.version:
        return "sent_before"
    same = unit.kind == into.kind and shelf.get(tx, other_obligation.plan_id).form_for(
        other_obligation.report_id, into.kind
    )
    return None if same else "another_kind"


def _is_the_heirs(carried_report: CarriedReport, on: date) -> bool:
    """Nobody has begun it, its last day lies after the merger, and the new unit owes it too: nothing to decide."""
    due = carried_report.obligation
    return (
        carried_report.hindered == "owed_already"
        and due.state == ReportState.NOT_BEGUN
        and not due.version
        and due.last_day >= on
    )


def _answered(merger: UnitMerger, owed: Sequence[CarriedReport], staff: Sequence[Member]) -> None:
    """Raises Unanswered where something has to be said first."""
    open_ones = [
        owed_carried_report
        for owed_carried_report in owed
        if not (_is_answered(owed_carried_report, merger) or _is_the_heirs(owed_carried_report, merger.on))
    ]
    wanted = [
        owed_carried_report
        for owed_carried_report in owed
        if merger.inherit.get(owed_carried_report.unit.code) == "transfer" and owed_carried_report.hindered is None
    ]
    counts: dict[tuple[str, str, str], list[CarriedReport]] = {}
    for carried_report in wanted:
        due = carried_report.obligation
        counts.setdefault((due.plan_id, due.report_id, due.period), []).append(carried_report)
    contested = [
        each_carried_report
        for carried_reports in counts.values()
        if len(carried_reports) > 1
        for each_carried_report in carried_reports
    ]
    homeless = staff if merger.staff is None else ()
    if open_ones or homeless or contested:
        raise MergeUnanswered(open_ones, homeless, contested)


def _is_answered(carried_report: CarriedReport, merger: UnitMerger) -> bool:
    """A unit that has ended by then files nothing itself."""
    heir = merger.inherit.get(carried_report.unit.code)
    return heir is not None and (heir != "keep" or carried_report.obligation.last_day < merger.on)


def _carry(tx: Connection, carried_report: CarriedReport, into: Unit, why: str, now: datetime, by: int | None) -> None:
    due = carried_report.obligation
    if carried_report.heir == "keep":
        return
    if carried_report.heir == "excuse" or carried_report.hindered is not None:
        obligations.excuse(tx, due.id, why)
        audit.record(tx, now, by, "report.excused", obligation=due, reason=why)
    else:
        tx.execute(_CARRY, {"which": due.id, "heir": into.id, "old": carried_report.unit.id, "form": due.form_id})
        _rename(tx, due.id, carried_report.unit.id, into.id)
        audit.record(tx, now, by, "report.transferred", obligation=due, to=into.code)
    reminder_cancellation.cancel_for_unit(tx, carried_report.unit.id)


def _rename(tx: Connection, obligation_id: int, old: int, new: int) -> None:
    """Answers about the old unit's own area are about the new one's; warnings confirmed are looked at again."""
    keys = list(tx.execute(_KEYS, {"which": obligation_id}).scalars())
    own = re.compile(rf"@{old}$")
    rows = [
        {"which": obligation_id, "old_key": key, "new_key": own.sub(f"@{new}", key)} for key in keys if own.search(key)
    ]
    for row in rows:
        tx.execute(_RENAME, row)
    tx.execute(_UNCONFIRM, {"which": obligation_id})


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

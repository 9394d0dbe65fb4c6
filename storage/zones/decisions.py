"""The decision on the communes of a year: the proposal before it, its number and date, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, String, bindparam, delete, insert, select

from reporting.deadlines.calendar import Calendar
from reporting.figures.zone_cap import CapExcess, excesses
from reporting.integrity.document_number import DocumentNumber
from reporting.plan.plan import Plan, UnitKind
from storage.audit import audit
from storage.database.schema import plan as plan_table
from storage.database.schema import unit, zone_decision, zone_proposal
from storage.database.sql import upsert
from storage.reports import obligations
from storage.units import selected_zones, units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class ZoneDecision:
    """The document, and whose it is."""

    unit: Unit
    paper: DocumentNumber


_HOLD = select(plan_table.c.id).where(plan_table.c.id == bindparam("plan"), plan_table.c.active).with_for_update()
_UNDER = select(unit.c.id).where(unit.c.path.startswith(bindparam("path", type_=String))).scalar_subquery()
_THERE = (
    zone_proposal.c.plan_id == bindparam("plan"),
    zone_proposal.c.year == bindparam("in_year"),
    zone_proposal.c.unit_id.in_(_UNDER),
)
_PROPOSED = (
    select(*units.COLUMNS)
    .join(zone_proposal, zone_proposal.c.unit_id == unit.c.id)
    .where(*_THERE)
    .order_by(zone_proposal.c.place, unit.c.code)
)
_CLEAR = delete(zone_proposal).where(*_THERE)
_PROPOSE = insert(zone_proposal)
_DECIDED = (
    select(zone_decision.c.number, zone_decision.c.decided_on, *units.COLUMNS)
    .join(unit, unit.c.id == zone_decision.c.unit_id)
    .where(zone_decision.c.plan_id == bindparam("plan"), zone_decision.c.year == bindparam("in_year"))
    .order_by(unit.c.code)
)
_DECIDE = upsert(zone_decision, ("plan_id", "year", "unit_id"), ("number", "decided_on", "person_id", "at"))


def lock_plan(tx: Connection, plan_id: str) -> None:
    """Until the transaction ends nobody else proposes or decides under the plan: to be called before looking."""
    tx.execute(_HOLD, {"plan": plan_id})


def proposed_communes(tx: Connection, plan_id: str, year: int, within: Unit) -> list[Unit]:
    """The communes proposed, in the order they were given."""
    values = {"plan": plan_id, "in_year": year, "path": within.path}
    return [units.of_row(row) for row in tx.execute(_PROPOSED, values)]


def propose(
    tx: Connection, plan_id: str, year: int, within: Unit, communes: Sequence[Unit], person_id: int, now: datetime
) -> None:
    """The proposal from now on for what lies below ``within``; nobody else's is touched."""
    tx.execute(_CLEAR, {"plan": plan_id, "in_year": year, "path": within.path})
    rows = [
        {"plan_id": plan_id, "year": year, "unit_id": commune.id, "place": place, "person_id": person_id, "at": now}
        for place, commune in enumerate(communes, 1)
    ]
    if rows:
        tx.execute(_PROPOSE, rows)


def decisions(tx: Connection, plan_id: str, year: int, within: Unit) -> list[ZoneDecision]:
    """The decisions that hold for communes of ``within``: its own, those below it and those above it."""
    rows = tx.execute(_DECIDED, {"plan": plan_id, "in_year": year})
    made = [ZoneDecision(units.of_row(rest), DocumentNumber(number, on)) for number, on, *rest in rows]
    return [decision for decision in made if within.covers(decision.unit) or decision.unit.covers(within)]


def deciding_unit(tx: Connection, plan: Plan, other_unit: Unit) -> Unit:
    """Whose steering committee decides on a commune, or on a unit's communes: its district, or the province.

    Where the list has no such level, as since 1/7/2025, it is the province.
    """
    assert plan.zones is not None
    above = [units.get(tx, unit_id) for unit_id in other_unit.ancestors]
    return next((unit for unit in above if unit.kind == plan.zones.decided_by), above[0])


def communes(tx: Connection, within: Unit, on: date) -> list[Unit]:
    """The communes of a unit that exist on a day, by code; a commune itself is one."""
    own = [within] if within.kind == UnitKind.COMMUNE and within.exists_on(on) else []
    return own + units.below(tx, within, kind=UnitKind.COMMUNE, on=on)


def cap_excesses(
    tx: Connection, plan: Plan, year: int, decider: Unit, chosen: Iterable[Unit], on: date
) -> list[CapExcess]:
    """Where the choice of ``decider`` goes beyond the cap, by the communes that exist on the day of the decision."""
    assert plan.zones is not None
    everywhere = communes(tx, units.get(tx, decider.ancestors[0]), on)
    others = [
        selected_unit
        for selected_unit in selected_zones.selected(tx, plan.id, year)
        if not decider.covers(selected_unit)
    ]
    taken = [*chosen, *others]
    matching_excesses = excesses(
        plan.zones.cap,
        [each_unit.parent_id for each_unit in everywhere],
        [taken_unit.parent_id for taken_unit in taken],
    )
    return [
        excess for excess in matching_excesses if excess.parent is None or decider.covers(units.get(tx, excess.parent))
    ]


def decide(
    tx: Connection,
    plan: Plan,
    year: int,
    decider: Unit,
    chosen: Sequence[Unit],
    paper: DocumentNumber | None,
    *,
    over_cap: str | None,
    person_id: int | None,
    calendar: Calendar,
    now: datetime,
) -> int:
    """Makes ``chosen`` the communes of the year below ``decider``; returns how many reports are owed anew.

    Without a ``paper`` the document named before stays named. ``over_cap``: why they are more than the cap allows.
    """
    before = selected_zones.selected(tx, plan.id, year, within=decider)
    selected_zones.select(
        tx, plan.id, year, [chosen_unit.id for chosen_unit in chosen], now, over_cap=over_cap, within=decider
    )
    if paper is not None:
        row = {"plan_id": plan.id, "year": year, "unit_id": decider.id, "person_id": person_id, "at": now}
        tx.execute(_DECIDE, row | {"number": paper.number, "decided_on": paper.on})
    audit.record(
        tx,
        now,
        person_id,
        "zones.decided",
        unit_id=decider.id,
        plan_id=plan.id,
        year=year,
        communes=[chosen_unit.code for chosen_unit in chosen],
        before=[earlier_unit.code for earlier_unit in before],
        number=paper.number if paper else None,
        on=paper.on.isoformat() if paper else None,
        over_cap=over_cap,
    )
    return obligations.ensure(tx, plan, calendar, now)

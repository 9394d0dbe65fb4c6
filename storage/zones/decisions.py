"""The communes of a year: those proposed, and the decision that selects them, with its number and date."""

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
from storage.reports import obligation_sync
from storage.units import selected_zones, units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class ZoneDecision:
    """A decision: the unit that made it, number and date of the document."""

    unit: Unit
    paper: DocumentNumber


_LOCK = select(plan_table.c.id).where(plan_table.c.id == bindparam("plan"), plan_table.c.active).with_for_update()
_WITHIN = select(unit.c.id).where(unit.c.path.startswith(bindparam("path", type_=String))).scalar_subquery()
_OF_PROPOSAL = (
    zone_proposal.c.plan_id == bindparam("plan"),
    zone_proposal.c.year == bindparam("in_year"),
    zone_proposal.c.unit_id.in_(_WITHIN),
)
_PROPOSED = (
    select(*units.COLUMNS)
    .join(zone_proposal, zone_proposal.c.unit_id == unit.c.id)
    .where(*_OF_PROPOSAL)
    .order_by(zone_proposal.c.place, unit.c.code)
)
_CLEAR = delete(zone_proposal).where(*_OF_PROPOSAL)
_PROPOSE = insert(zone_proposal)
_DECIDED = (
    select(zone_decision.c.number, zone_decision.c.decided_on, *units.COLUMNS)
    .join(unit, unit.c.id == zone_decision.c.unit_id)
    .where(zone_decision.c.plan_id == bindparam("plan"), zone_decision.c.year == bindparam("in_year"))
    .order_by(unit.c.code)
)
_DECIDE = upsert(zone_decision, ("plan_id", "year", "unit_id"), ("number", "decided_on", "person_id", "at"))


def lock_plan(tx: Connection, plan_id: str) -> None:
    """Locks the plan's proposals and decisions until the transaction ends; to be called before they are read."""
    tx.execute(_LOCK, {"plan": plan_id})


def proposed_communes(tx: Connection, plan_id: str, year: int, within: Unit) -> list[Unit]:
    """The communes proposed, in the order they were given."""
    values = {"plan": plan_id, "in_year": year, "path": within.path}
    return [units.of_row(row) for row in tx.execute(_PROPOSED, values)]


def propose(
    tx: Connection, plan_id: str, year: int, within: Unit, communes: Sequence[Unit], person_id: int, now: datetime
) -> None:
    """Replaces the proposal for the communes below ``within``, with a trail; other units' proposals stay."""
    tx.execute(_CLEAR, {"plan": plan_id, "in_year": year, "path": within.path})
    rows = [
        {"plan_id": plan_id, "year": year, "unit_id": commune.id, "place": place, "person_id": person_id, "at": now}
        for place, commune in enumerate(communes, 1)
    ]
    if rows:
        tx.execute(_PROPOSE, rows)
    codes = [commune.code for commune in communes]
    audit.record(tx, now, person_id, "zones.proposed", unit_id=within.id, plan_id=plan_id, year=year, communes=codes)


def decisions(tx: Connection, plan_id: str, year: int, within: Unit) -> list[ZoneDecision]:
    """The decisions on communes of ``within``: its own, those of units below it and above it."""
    rows = tx.execute(_DECIDED, {"plan": plan_id, "in_year": year})
    made = [ZoneDecision(units.of_row(rest), DocumentNumber(number, on)) for number, on, *rest in rows]
    return [decision for decision in made if within.covers(decision.unit) or decision.unit.covers(within)]


def deciding_unit(tx: Connection, plan: Plan, below: Unit) -> Unit:
    """The unit whose steering committee decides on a commune, or on the communes of a unit: district or province.

    Where the unit list has no districts, as since 1/7/2025, it is the province.
    """
    assert plan.zones is not None
    ancestors = [units.get(tx, unit_id) for unit_id in below.ancestors]
    return next((ancestor for ancestor in ancestors if ancestor.kind == plan.zones.decided_by), ancestors[0])


def communes(tx: Connection, within: Unit, on: date) -> list[Unit]:
    """The communes of a unit that exist on a day, by code; a commune itself is one."""
    own = [within] if within.kind == UnitKind.COMMUNE and within.exists_on(on) else []
    return own + units.below(tx, within, kind=UnitKind.COMMUNE, on=on)


def cap_excesses(
    tx: Connection, plan: Plan, year: int, decider: Unit, chosen: Iterable[Unit], on: date
) -> list[CapExcess]:
    """Where the choice of ``decider`` exceeds the cap, by the communes that exist on the day of the decision."""
    assert plan.zones is not None
    existing = communes(tx, units.get(tx, decider.ancestors[0]), on)
    others = [unit for unit in selected_zones.selected(tx, plan.id, year) if not decider.covers(unit)]
    cap_excesses = excesses(
        plan.zones.cap, [unit.parent_id for unit in existing], [unit.parent_id for unit in (*chosen, *others)]
    )
    return [excess for excess in cap_excesses if excess.parent is None or decider.covers(units.get(tx, excess.parent))]


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
    """Selects ``chosen`` as the communes of the year below ``decider``, with a trail; returns how many reports are new.

    ``paper``: number and date of the document; ``None`` keeps those stored. ``over_cap``: why the cap is exceeded.
    ``person_id`` is ``None`` for the command line.
    """
    before = selected_zones.selected(tx, plan.id, year, within=decider)
    ids = [commune.id for commune in chosen]
    selected_zones.select(tx, plan.id, year, ids, now, over_cap=over_cap, within=decider)
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
        communes=[commune.code for commune in chosen],
        before=[commune.code for commune in before],
        number=paper.number if paper else None,
        on=paper.on.isoformat() if paper else None,
        over_cap=over_cap,
    )
    return obligation_sync.ensure(tx, plan, calendar, now)

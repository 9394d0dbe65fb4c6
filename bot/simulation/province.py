"""Creates the province of a simulation: units, people with one phone each, and the active plan."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.calendar import Calendar
from reporting.plan.plan import Plan, UnitKind
from reporting.roles import Role
from storage.messaging import conversations
from storage.people import people
from storage.plans import plans
from storage.reports import obligation_sync
from storage.units import selected_zones, units
from storage.units.units import Unit

CHANNEL = "simulated"
COMMUNE_DAYS_BEFORE = 3
"""Working days between a commune's last day and the plan's, if communes report and the plan sets none."""
LEADERS = 0.7
"""The share of the units that have a leader."""
SHARES = {UnitKind.DEPARTMENT: 0.1, UnitKind.DISTRICT: 0.3}
"""Shares of the requested number of units; the rest are communes."""


@dataclass(frozen=True, slots=True)
class SimulatedPerson:
    """A person in one role, who writes from ``address``."""

    person_id: int
    address: str
    role: Role
    unit: Unit


@dataclass(frozen=True, slots=True)
class SimulatedProvince:
    """``root`` is the province's own unit."""

    plan: Plan
    root: Unit
    people: tuple[SimulatedPerson, ...]

    def of(self, unit_id: int, role: Role) -> list[SimulatedPerson]:
        """The people with this role in this unit."""
        return [person for person in self.people if person.unit.id == unit_id and person.role is role]

    def nearest(self, unit_id: int, role: Role) -> list[SimulatedPerson]:
        """The people with this role in the unit itself, else in the nearest unit above that has any."""
        line = next(person.unit.ancestors for person in self.people if person.unit.id == unit_id)
        return next((people for ancestor_id in reversed(line) if (people := self.of(ancestor_id, role))), [])


class NoDeadlines(Exception):
    """The plan has no report with a deadline: nothing would be owed."""


def build(tx: Connection, plan: Plan, size: int, year: int, chance: random.Random, now: datetime) -> SimulatedProvince:
    """Creates ``size`` reporting units below one province, each with an officer, and activates the plan for ``year``.

    Raises ``NoDeadlines``.
    """
    adopted_plan = put_in_year(plan, year)
    province = units.add(tx, code="M", name="tỉnh Mẫu", kind=UnitKind.PROVINCE, parent=None)
    reporting = list(_units(tx, adopted_plan, province, size))
    plans.activate(tx, adopted_plan, now)
    if adopted_plan.zones:
        communes = [unit.id for unit in reporting if unit.kind is UnitKind.COMMUNE]
        selected_zones.select(tx, adopted_plan.id, year, communes, now, over_cap="Mô phỏng")
    if not obligation_sync.ensure(tx, adopted_plan, Calendar(), now):
        raise NoDeadlines
    return SimulatedProvince(adopted_plan, province, tuple(_people(tx, province, reporting, chance, now)))


def put_in_year(plan: Plan, year: int) -> Plan:
    """The plan as a province would adopt it for one year, with deadlines for communes if they report."""
    content = plan.model_dump(mode="json", by_alias=True)
    by_level = {reporter.kind for reporter in plan.reporters if reporter.needs_level_deadline}
    for report in content["reports"]:
        if UnitKind.COMMUNE in by_level and report["due"]:
            report["levels"] = report["levels"] | {UnitKind.COMMUNE: {"working_days_before": COMMUNE_DAYS_BEFORE}}
    in_force = {"from": f"{year}-01-01", "until": f"{year}-12-31"}
    adopted = {"id": f"{plan.id}-mo-phong", "adopted_from": plan.id, "years": [year], "in_force": in_force}
    return Plan.model_validate(content | adopted)


def _units(tx: Connection, plan: Plan, province: Unit, size: int) -> Iterator[Unit]:
    kinds = {form.reporter for form in plan.forms}
    counts = {kind: int(size * share) for kind, share in SHARES.items() if kind in kinds}
    counts[UnitKind.COMMUNE] = size - sum(counts.values())
    parents: Sequence[Unit] = [province]
    for kind, count in counts.items():
        new_units = [_unit(tx, kind, number, parents[number % len(parents)]) for number in range(count)]
        parents = new_units if kind is UnitKind.DISTRICT else parents
        yield from new_units


def _unit(tx: Connection, kind: UnitKind, number: int, parent: Unit) -> Unit:
    names = {
        UnitKind.DEPARTMENT: ("S", "Sở Mẫu"),
        UnitKind.DISTRICT: ("H", "UBND huyện Mẫu"),
        UnitKind.COMMUNE: ("X", "xã Mẫu"),
    }
    letter, name = names[kind]
    return units.add(tx, code=f"M-{letter}{number:04}", name=f"{name} {number}", kind=kind, parent=parent)


def _people(
    tx: Connection, province: Unit, reporting: Sequence[Unit], chance: random.Random, now: datetime
) -> Iterator[SimulatedPerson]:
    for role in (Role.COORDINATOR, Role.COORDINATOR, Role.LEADER, Role.ADMIN):
        yield _enrol(tx, province, role, now)
    for unit in reporting:
        for _ in range(chance.choice((1, 1, 2))):
            yield _enrol(tx, unit, Role.REPORTER, now)
        if chance.random() < LEADERS:
            yield _enrol(tx, unit, Role.LEADER, now)


def _enrol(tx: Connection, unit: Unit, role: Role, now: datetime) -> SimulatedPerson:
    person_id = people.add_person(tx, f"Người mẫu {unit.code}", now)
    conversation = conversations.lock_conversation(tx, CHANNEL, f"{role}-{person_id}", now)
    conversation.person_id = person_id
    conversation.membership_id = people.grant(tx, person_id, unit.id, role, None, now)
    conversations.save(tx, conversation, now)
    return SimulatedPerson(person_id, conversation.address, role, unit)

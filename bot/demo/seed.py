"""Fills an empty database with the sample province: units, people, an active plan, reports so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.demo.reports import SampleReportWriter
from bot.demo.sample import Sample, SamplePersona, SampleUnit
from handlers.turn.services import RandomCodes
from reporting.deadlines.calendar import Calendar, local_day, parse_period
from reporting.plan.plan import Plan, UnitKind
from reporting.roles import Role
from storage.database import key_values
from storage.people import people, subscriptions
from storage.plans import plans
from storage.plans.files import load_plan
from storage.reports import obligation_sync, obligations
from storage.units import selected_zones, units
from storage.units.units import Unit

CAST = "demo.cast"
"""The key-value entry that marks a demo database: persona → {"person_id", "membership_id"}."""


class NotADemo(Exception):
    """The database has units that are not the sample's; nothing was written."""


@dataclass(frozen=True)
class SeededPersona:
    """The stored person and membership of a persona."""

    person_id: int
    membership_id: int


def seeded_personas(tx: Connection) -> dict[str, SeededPersona]:
    """Persona id → stored person; empty before the database is seeded."""
    return {persona_id: SeededPersona(**ids) for persona_id, ids in key_values.get(tx, CAST, {}).items()}


def seed(
    tx: Connection, sample: Sample, now: datetime, calendar: Calendar, random_codes: RandomCodes, more_communes: int
) -> None:
    """Writes the sample as of ``now``. A database seeded before is not changed. Raises NotADemo."""
    if key_values.get(tx, CAST) is not None:
        return
    if units.all_units(tx):
        raise NotADemo
    year = local_day(now).year
    began = datetime(year - 1, 1, 2, 1, tzinfo=UTC)
    plan = live_plan(sample, (year - 1, year))
    seeded_units = SeededUnits.planted(tx, sample, more_communes, plan)
    plans.activate(tx, plan, began)
    for plan_year in plan.years:
        selected_zones.select(tx, plan.id, plan_year, [zone.id for zone in seeded_units.zones], began)
    obligation_sync.ensure(tx, plan, calendar, began)
    key_values.put(tx, CAST, {persona.id: _enter(tx, persona, seeded_units, began) for persona in sample.personas})
    coordinator = people.of_unit(tx, seeded_units.by_code[sample.province.code].id, {Role.COORDINATOR})[0].person_id
    report_writer = SampleReportWriter(tx, sample, plan, calendar, random_codes, now, coordinator)
    for number, district in enumerate(sample.districts, 1):
        unit = seeded_units.by_code[district.code]
        report_writer.of_district(district, unit, _officer(tx, sample, unit, number, began))
    filed_on = {seeded_units.by_code[district.code].id: district.this_year for district in sample.districts}
    commune_officer_id = people.add_person(tx, sample.commune_officer, began)
    for zone in seeded_units.zones:
        report_writer.of_commune(zone, commune_officer_id, filed_on[zone.parent_id] if zone.parent_id else None)


def live_plan(sample: Sample, years: Sequence[int]) -> Plan:
    """The shipped plan as the sample province would adopt it, with a title that says it is a sample."""
    plan = load_plan(sample.plan.from_)
    content = plan.model_dump(mode="json", by_alias=True)
    for report in content["reports"]:
        report["levels"] = {UnitKind.COMMUNE: {"working_days_before": sample.plan.communes_before}}
    adopted = {
        "id": sample.plan.id,
        "title": sample.plan.title,
        "adopted_from": plan.id,
        "years": list(years),
        "in_force": {"from": f"{min(years)}-01-01", "until": f"{max(years)}-12-31"},
        "issued": {"by": plan.issued.by},
    }
    return Plan.model_validate(content | adopted)


@dataclass(frozen=True)
class SeededUnits:
    """The units by code, and the communes under transformation."""

    by_code: dict[str, Unit]
    zones: list[Unit]

    @classmethod
    def planted(cls, tx: Connection, sample: Sample, more_communes: int, plan: Plan) -> SeededUnits:
        province = units.add(
            tx, code=sample.province.code, name=sample.province.name, kind=UnitKind.PROVINCE, parent=None
        )
        seeded_units = cls({province.code: province}, [])
        chosen = {code for district in sample.districts for code in district.zone_codes}
        added = numbered_communes(sample, more_communes)
        for index, district in enumerate(sample.districts):
            parent = units.add(
                tx,
                code=district.code,
                name=district.name,
                kind=UnitKind.DISTRICT,
                parent=province,
                aliases=district.aliases,
            )
            seeded_units.by_code[parent.code] = parent
            for commune in (*district.coded(), *added[index :: len(sample.districts)]):
                seeded_units.by_code[commune.code] = units.add(
                    tx, code=commune.code, name=commune.name, kind=UnitKind.COMMUNE, parent=parent
                )
        chosen |= {commune.code for commune in added[: _still_allowed(seeded_units, plan, len(chosen))]}
        seeded_units.zones.extend(seeded_units.by_code[code] for code in sorted(chosen))
        return seeded_units


def _still_allowed(seeded_units: SeededUnits, plan: Plan, chosen: int) -> int:
    """How many more communes the plan's cap allows: 15 percent of all (Cà Mau II.2.a)."""
    cap = plan.zones.cap if plan.zones else None
    communes = sum(unit.kind is UnitKind.COMMUNE for unit in seeded_units.by_code.values())
    return max(0, communes * cap.percent // 100 - chosen) if cap else 0


def numbered_communes(sample: Sample, count: int) -> list[SampleUnit]:
    """→ "xã mẫu 001" …, assigned to the districts in turn."""
    code = f"{sample.province.code}-X"
    return [SampleUnit(code=f"{code}{n:04}", name=sample.commune.format(number=f"{n:03}")) for n in range(1, count + 1)]


def _enter(tx: Connection, persona: SamplePersona, seeded_units: SeededUnits, now: datetime) -> dict[str, int]:
    person = people.add_person(tx, persona.name, now)
    membership = people.grant(tx, person, seeded_units.by_code[persona.unit].id, persona.role, None, now)
    for subscription in persona.receives:
        subscriptions.add(tx, membership, subscription, now)
    return {"person_id": person, "membership_id": membership}


def _officer(tx: Connection, sample: Sample, unit: Unit, number: int, now: datetime) -> int:
    """The person id of a district's officer: its persona, else a new sample person."""
    if members := people.of_unit(tx, unit.id, {Role.REPORTER}):
        return members[0].person_id
    person = people.add_person(tx, sample.officer.format(number=f"{number:02}"), now)
    people.grant(tx, person, unit.id, Role.REPORTER, None, now)
    return person


def inventory(tx: Connection, plan_id: str) -> dict[str, int]:
    """Numbers of units by kind, of communes under transformation this year, of reports filed and not yet filed."""
    all_units = units.all_units(tx)
    counts = {f"{kind}s": sum(unit.kind is kind for unit in all_units) for kind in UnitKind}
    owed = [obligation for unit in all_units for obligation in obligations.of_unit(tx, unit.id)]
    year = max((parse_period(obligation.period).year for obligation in owed), default=0)
    counts["zones"] = len(selected_zones.selected(tx, plan_id, year))
    counts["sent"] = sum(obligation.version > 0 for obligation in owed)
    counts["owed"] = sum(obligation.version == 0 for obligation in owed)
    return counts

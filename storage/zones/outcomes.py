"""What became of a commune after its year under transformation, and whether it lasted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select, update

from reporting.figures.zone_success import ZoneOutcome
from storage.audit import audit
from storage.database.schema import zone_outcome
from storage.database.sql import upsert


@dataclass(frozen=True, slots=True)
class ZoneOutcomeRecord:
    """One commune's year: the gate and the outcome as a person decided them, and a later relapse."""

    year: int
    unit_id: int
    gate: bool | None
    outcome: ZoneOutcome
    note: str | None
    at: datetime
    relapsed_on: date | None
    relapse_note: str | None


_COLUMNS = (
    zone_outcome.c.year,
    zone_outcome.c.unit_id,
    zone_outcome.c.gate,
    zone_outcome.c.outcome,
    zone_outcome.c.note,
    zone_outcome.c.at,
    zone_outcome.c.relapsed_on,
    zone_outcome.c.relapse_note,
)
_IN_PLAN = (
    select(*_COLUMNS)
    .where(zone_outcome.c.plan_id == bindparam("plan"), zone_outcome.c.outcome.is_not(None))
    .order_by(zone_outcome.c.year)
)
_OF_YEAR = _IN_PLAN.where(zone_outcome.c.year == bindparam("in_year"))
_OF_UNIT = _IN_PLAN.where(zone_outcome.c.unit_id == bindparam("of_unit"))
_BEFORE = _IN_PLAN.where(zone_outcome.c.year < bindparam("in_year"))
_KEY = ("plan_id", "year", "unit_id")
_PUT = upsert(zone_outcome, _KEY, ("gate", "outcome", "note", "person_id", "at", "relapsed_on", "relapse_note"))
_RELAPSE = (
    update(zone_outcome)
    .where(
        zone_outcome.c.plan_id == bindparam("plan"),
        zone_outcome.c.year == bindparam("in_year"),
        zone_outcome.c.unit_id == bindparam("of_unit"),
    )
    .values(relapsed_on=bindparam("on"), relapse_note=bindparam("why"))
)


def of_year(tx: Connection, plan_id: str, year: int) -> dict[int, ZoneOutcomeRecord]:
    """By unit."""
    return {record.unit_id: record for record in _read(tx.execute(_OF_YEAR, {"plan": plan_id, "in_year": year}))}


def of_unit(tx: Connection, plan_id: str, unit_id: int) -> list[ZoneOutcomeRecord]:
    """The years of one commune, the earliest first."""
    return _read(tx.execute(_OF_UNIT, {"plan": plan_id, "of_unit": unit_id}))


def transformed(tx: Connection, plan_id: str, before: int) -> set[int]:
    """The communes recognised in a year before that did not relapse: they leave the list ("đưa ra khỏi diện")."""
    records = _read(tx.execute(_BEFORE, {"plan": plan_id, "in_year": before}))
    newest = {record.unit_id: record for record in records if record.outcome == "recognised"}
    return {id for id, record in newest.items() if record.relapsed_on is None}


def carried_over(tx: Connection, plan_id: str, year: int) -> set[int]:
    """The communes whose transformation goes on in ``year``."""
    return {id for id, record in of_year(tx, plan_id, year - 1).items() if record.outcome == "carried_over"}


def put(
    tx: Connection,
    plan_id: str,
    year: int,
    unit_id: int,
    outcome: ZoneOutcome,
    *,
    gate: bool | None,
    note: str,
    person_id: int | None,
    now: datetime,
) -> None:
    """Decides, or decides anew, with a trail: a relapse noted with the earlier outcome is gone with it."""
    row = {
        "plan_id": plan_id,
        "year": year,
        "unit_id": unit_id,
        "gate": gate,
        "outcome": outcome,
        "note": note,
        "person_id": person_id,
        "at": now,
        "relapsed_on": None,
        "relapse_note": None,
    }
    tx.execute(_PUT, row)
    audit.record(
        tx,
        now,
        person_id,
        "zone.evaluated",
        unit_id=unit_id,
        plan_id=plan_id,
        year=year,
        outcome=outcome,
        gate=gate,
        note=note,
    )


def relapse(
    tx: Connection, plan_id: str, year: int, unit_id: int, on: date, why: str, *, person_id: int | None, now: datetime
) -> None:
    """Notes that the commune became complex again."""
    _relapse(tx, plan_id, year, unit_id, on, why)
    day = on.isoformat()
    audit.record(tx, now, person_id, "zone.relapsed", unit_id=unit_id, plan_id=plan_id, year=year, on=day, note=why)


def withdraw_relapse(
    tx: Connection, plan_id: str, year: int, unit_id: int, *, person_id: int | None, now: datetime
) -> None:
    """It was noted by mistake."""
    _relapse(tx, plan_id, year, unit_id, None, None)
    audit.record(tx, now, person_id, "zone.relapse_taken_back", unit_id=unit_id, plan_id=plan_id, year=year)


def _relapse(tx: Connection, plan_id: str, year: int, unit_id: int, on: date | None, why: str | None) -> None:
    tx.execute(_RELAPSE, {"plan": plan_id, "in_year": year, "of_unit": unit_id, "on": on, "why": why})


def _read(rows: Iterable[tuple[object, ...]]) -> list[ZoneOutcomeRecord]:
    return [ZoneOutcomeRecord(*row) for row in rows]  # type: ignore[arg-type]

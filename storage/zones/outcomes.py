"""The outcome of a commune's year under transformation, and a later relapse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from reporting.figures.zone_success import ZoneOutcome
from storage.audit import audit
from storage.database.schema import zone_outcome
from storage.database.sql import upsert


@dataclass(frozen=True, slots=True)
class ZoneOutcomeRecord:
    """One commune's year: whether the plan's condition holds (``gate``), the outcome, a note, and a later relapse."""

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
    """The outcomes decided for a year, by unit id."""
    return {record.unit_id: record for record in _read(tx.execute(_OF_YEAR, {"plan": plan_id, "in_year": year}))}


def of_unit(tx: Connection, plan_id: str, unit_id: int) -> list[ZoneOutcomeRecord]:
    """The outcomes of one commune, the earliest year first."""
    return _read(tx.execute(_OF_UNIT, {"plan": plan_id, "of_unit": unit_id}))


def transformed(tx: Connection, plan_id: str, before: int) -> set[int]:
    """Ids of the communes recognised in a year before ``before`` that did not relapse since.

    They leave the list ("đưa ra khỏi diện").
    """
    records = _read(tx.execute(_BEFORE, {"plan": plan_id, "in_year": before}))
    newest = {record.unit_id: record for record in records if record.outcome == "recognised"}
    return {unit_id for unit_id, record in newest.items() if record.relapsed_on is None}


def carried_over(tx: Connection, plan_id: str, year: int) -> set[int]:
    """Ids of the communes whose transformation goes on in ``year``, as the outcome of the year before says."""
    records = of_year(tx, plan_id, year - 1)
    return {unit_id for unit_id, record in records.items() if record.outcome == "carried_over"}


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
    """Stores an outcome over an earlier one, with a trail; a relapse noted with the earlier one is removed."""
    key: dict[str, Any] = {"plan_id": plan_id, "year": year, "unit_id": unit_id}
    decided: dict[str, Any] = {"outcome": outcome, "gate": gate, "note": note}
    tx.execute(_PUT, key | decided | {"person_id": person_id, "at": now, "relapsed_on": None, "relapse_note": None})
    audit.record(tx, now, person_id, "zone.evaluated", **key, **decided)


def relapse(
    tx: Connection, plan_id: str, year: int, unit_id: int, on: date, why: str, *, person_id: int | None, now: datetime
) -> None:
    """Notes that a recognised commune is complex again since ``on``, with a trail."""
    _relapse(tx, plan_id, year, unit_id, on, why)
    day = on.isoformat()
    audit.record(tx, now, person_id, "zone.relapsed", unit_id=unit_id, plan_id=plan_id, year=year, on=day, note=why)


def withdraw_relapse(
    tx: Connection, plan_id: str, year: int, unit_id: int, *, person_id: int | None, now: datetime
) -> None:
    """Removes a relapse noted by mistake, with a trail."""
    _relapse(tx, plan_id, year, unit_id, None, None)
    audit.record(tx, now, person_id, "zone.relapse_taken_back", unit_id=unit_id, plan_id=plan_id, year=year)


def _relapse(tx: Connection, plan_id: str, year: int, unit_id: int, on: date | None, why: str | None) -> None:
    tx.execute(_RELAPSE, {"plan": plan_id, "in_year": year, "of_unit": unit_id, "on": on, "why": why})


def _read(rows: Iterable[tuple[object, ...]]) -> list[ZoneOutcomeRecord]:
    return [ZoneOutcomeRecord(*row) for row in rows]  # type: ignore[arg-type]

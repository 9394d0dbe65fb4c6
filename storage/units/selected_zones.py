"""The communes under transformation (địa bàn), by plan and year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from storage.database.schema import unit, zone
from storage.units import units
from storage.units.units import Unit

_OF_YEAR = (zone.c.plan_id == bindparam("plan"), zone.c.year == bindparam("in_year"))
_UNDER = sa.select(unit.c.id).where(unit.c.path.startswith(bindparam("path", type_=sa.String))).scalar_subquery()
_CLEAR = sa.delete(zone).where(*_OF_YEAR, zone.c.unit_id.in_(_UNDER))
_ADD = sa.insert(zone)
_SELECTED = (
    sa.select(*units.COLUMNS)
    .join(zone, zone.c.unit_id == unit.c.id)
    .where(*_OF_YEAR, unit.c.path.startswith(bindparam("path", type_=sa.String)))
    .order_by(unit.c.code)
)
_OVER_CAP = (
    sa.select(zone.c.over_cap).where(*_OF_YEAR, zone.c.over_cap.is_not(None), zone.c.unit_id.in_(_UNDER)).limit(1)
)
_YEARS = sa.select(zone.c.year).where(zone.c.plan_id == bindparam("plan"), zone.c.unit_id == bindparam("of_unit"))


def select(
    tx: Connection,
    plan_id: str,
    year: int,
    unit_ids: Iterable[int],
    now: datetime,
    *,
    over_cap: str | None = None,
    within: Unit | None = None,
) -> None:
    """Replace the communes of a year: all of them, or those ``within`` a unit.

    ``over_cap``: the reason if they are more than the plan permits.
    """
    tx.execute(_CLEAR, {"plan": plan_id, "in_year": year, "path": _path(within)})
    rows = [
        {"plan_id": plan_id, "year": year, "unit_id": unit_id, "selected_at": now, "over_cap": over_cap}
        for unit_id in sorted(set(unit_ids))
    ]
    if rows:
        tx.execute(_ADD, rows)


def selected(tx: Connection, plan_id: str, year: int, within: Unit | None = None) -> list[Unit]:
    """The communes of a year, ordered by code: all, or ``within`` itself and those below it."""
    values = {"plan": plan_id, "in_year": year, "path": _path(within)}
    return [units.of_row(row) for row in tx.execute(_SELECTED, values)]


def over_cap(tx: Connection, plan_id: str, year: int, within: Unit | None = None) -> str | None:
    """Why more communes were selected than the plan permits; ``None`` if they are not more."""
    values = {"plan": plan_id, "in_year": year, "path": _path(within)}
    return tx.execute(_OVER_CAP, values).scalar_one_or_none()


def years(tx: Connection, plan_id: str, unit_id: int) -> set[int]:
    """The years in which a commune was under transformation."""
    return set(tx.execute(_YEARS, {"plan": plan_id, "of_unit": unit_id}).scalars())


def _path(within: Unit | None) -> str:
    return within.path if within else "/"

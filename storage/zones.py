"""The communes under transformation (địa bàn), by plan and year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Connection, bindparam

from storage import units
from storage.tables import unit, zone
from storage.units import Unit

_OF_YEAR = (zone.c.plan_id == bindparam("plan"), zone.c.year == bindparam("in_year"))
_CLEAR = sa.delete(zone).where(*_OF_YEAR)
_ADD = sa.insert(zone)
_SELECTED = (
    sa.select(*units.COLUMNS)
    .join(zone, zone.c.unit_id == unit.c.id)
    .where(*_OF_YEAR, unit.c.path.startswith(bindparam("path", type_=sa.String)))
    .order_by(unit.c.code)
)
_OVER_CAP = sa.select(zone.c.over_cap).where(*_OF_YEAR).limit(1)


def select(
    tx: Connection, plan_id: str, year: int, unit_ids: Iterable[int], now: datetime, *, over_cap: str | None = None
) -> None:
    """The communes of the year from now on, instead of those before; ``over_cap``: why they are more than the cap."""
    tx.execute(_CLEAR, {"plan": plan_id, "in_year": year})
    rows = [
        {"plan_id": plan_id, "year": year, "unit_id": id, "selected_at": now, "over_cap": over_cap}
        for id in sorted(set(unit_ids))
    ]
    if rows:
        tx.execute(_ADD, rows)


def selected(tx: Connection, plan_id: str, year: int, within: Unit | None = None) -> list[Unit]:
    """The communes of a year by code: all, or ``within`` itself and what lies below it."""
    path = within.path if within else "/"
    return [units.of_row(row) for row in tx.execute(_SELECTED, {"plan": plan_id, "in_year": year, "path": path})]


def over_cap(tx: Connection, plan_id: str, year: int) -> str | None:
    """Why more communes than the plan's cap were selected; ``None`` where they are not."""
    return tx.execute(_OVER_CAP, {"plan": plan_id, "in_year": year}).scalar_one_or_none()

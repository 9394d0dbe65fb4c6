"""The tree of units: province, departments, districts (optional), communes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, String, and_, bindparam, insert, or_, select, update

from reporting.plan.schedule import UnitKind
from storage.database.schema import unit


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. ``path``: ids of its ancestors and its own, "/1/5/17/"; ``valid_to``: the last day it exists."""

    id: int
    code: str
    name: str
    kind: UnitKind
    parent_id: int | None
    path: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, other: Unit) -> bool:
        """Whether ``other`` is this unit or below it."""
        return other.path.startswith(self.path)

    def exists_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    @property
    def ancestors(self) -> tuple[int, ...]:
        """The ids from the root down to the unit itself."""
        return tuple(int(step) for step in self.path.strip("/").split("/"))


COLUMNS = (
    unit.c.id,
    unit.c.code,
    unit.c.name,
    unit.c.kind,
    unit.c.parent_id,
    unit.c.path,
    unit.c.aliases,
    unit.c.valid_from,
    unit.c.valid_to,
)
"""The columns that ``of_row`` needs, in this order."""

_GET = select(*COLUMNS).where(unit.c.id == bindparam("id"))
_BY_CODE = select(*COLUMNS).where(unit.c.code == bindparam("code"))
_ALL = select(*COLUMNS)
_BELOW = select(*COLUMNS).where(
    and_(
        unit.c.path.like(bindparam("under")),
        unit.c.id != bindparam("id"),
        or_(bindparam("kind", type_=String).is_(None), unit.c.kind == bindparam("kind", type_=String)),
        or_(bindparam("on", type_=Date).is_(None), unit.c.valid_from.is_(None), unit.c.valid_from <= bindparam("on")),
        or_(bindparam("on", type_=Date).is_(None), unit.c.valid_to.is_(None), unit.c.valid_to >= bindparam("on")),
    )
)
_CHILDREN = select(*COLUMNS).where(unit.c.parent_id == bindparam("of"))
_INSERT = insert(unit).values(path="").returning(unit.c.id)
PLACE = update(unit).where(unit.c.id == bindparam("which")).values(path=bindparam("to"))
"""An UPDATE that sets the path of the unit ``which`` to ``to``."""


def of_row(row: Sequence[Any]) -> Unit:
    """A unit from a row of ``COLUMNS``."""
    unit_id, code, name, kind, parent_id, path, aliases, valid_from, valid_to = row
    return Unit(unit_id, code, name, UnitKind(kind), parent_id, path, tuple(aliases), valid_from, valid_to)


def get(tx: Connection, unit_id: int) -> Unit:
    """The unit with this id. Raises NoResultFound if there is none."""
    return of_row(tx.execute(_GET, {"id": unit_id}).one())


def by_code(tx: Connection, code: str) -> Unit | None:
    """The unit with this code; ``None`` if there is none."""
    row = tx.execute(_BY_CODE, {"code": code}).one_or_none()
    return of_row(row) if row else None


def all_units(tx: Connection) -> list[Unit]:
    """All units, ordered by code; also those that do not exist any more."""
    return _sorted(tx.execute(_ALL))


def below(tx: Connection, unit: Unit, *, kind: UnitKind | None = None, on: date | None = None) -> list[Unit]:
    """The units below ``unit`` at any depth, without itself, ordered by code.

    ``kind``: only those of this kind; ``on``: only those that exist on this day.
    """
    values = {"under": unit.path + "%", "id": unit.id, "kind": kind.value if kind else None, "on": on}
    return _sorted(tx.execute(_BELOW, values))


def children(tx: Connection, unit: Unit) -> list[Unit]:
    """The units directly below, ordered by kind (from departments to communes) and code."""
    levels = list(UnitKind)
    return sorted(_sorted(tx.execute(_CHILDREN, {"of": unit.id})), key=lambda child: levels.index(child.kind))


def add(
    tx: Connection,
    *,
    code: str,
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    aliases: Iterable[str] = (),
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Unit:
    """Store a new unit below ``parent``; without a parent it is the root."""
    parent_id = parent.id if parent else None
    values = {
        "code": code,
        "name": name,
        "kind": kind.value,
        "parent_id": parent_id,
        "aliases": list(aliases),
        "valid_from": valid_from,
        "valid_to": valid_to,
    }
    unit_id: int = tx.execute(_INSERT, values).scalar_one()
    path = f"{parent.path if parent else '/'}{unit_id}/"
    tx.execute(PLACE, {"which": unit_id, "to": path})
    return Unit(unit_id, code, name, kind, parent_id, path, tuple(aliases), valid_from, valid_to)


def _sorted(rows: Iterable[Sequence[Any]]) -> list[Unit]:
    return sorted(map(of_row, rows), key=lambda unit: (unit.code, unit.name))

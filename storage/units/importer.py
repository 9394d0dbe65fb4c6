"""The units as records by code, and the storing of a planned import of a unit list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from reporting.imports.unit_list import UnitImport
from reporting.unit import UnitRecord
from storage.database.schema import unit, unit_predecessor
from storage.units.units import PLACE, Unit, add, all_units

_UPDATE = (
    update(unit)
    .where(unit.c.code == bindparam("which"))
    .values(
        name=bindparam("new_name"),
        kind=bindparam("new_kind"),
        parent_id=bindparam("new_parent"),
        aliases=bindparam("new_aliases"),
        valid_from=bindparam("new_from"),
        valid_to=bindparam("new_to"),
    )
)
_CAME_FROM = select(unit_predecessor.c.unit_id, unit_predecessor.c.predecessor_id)
_FORGET = delete(unit_predecessor).where(unit_predecessor.c.unit_id == bindparam("which"))
_REMEMBER = insert(unit_predecessor)


def entries(tx: Connection) -> dict[str, UnitRecord]:
    """Code → unit, for all units, as ``reporting.imports.unit_list.plan_import`` needs them."""
    units = all_units(tx)
    codes = {unit.id: unit.code for unit in units}
    predecessors: dict[int, list[str]] = {}
    for unit_id, predecessor_id in tx.execute(_CAME_FROM):
        predecessors.setdefault(unit_id, []).append(codes[predecessor_id])
    return {
        unit.code: UnitRecord(
            unit.code,
            unit.name,
            unit.kind,
            codes[unit.parent_id] if unit.parent_id else None,
            unit.aliases,
            unit.valid_from,
            unit.valid_to,
            tuple(sorted(predecessors.get(unit.id, ()))),
        )
        for unit in units
    }


def apply(tx: Connection, planned: UnitImport) -> None:
    """Store the changes of an import that was planned in the same transaction and has no problems."""
    assert not planned.problems
    units = {unit.code: unit for unit in all_units(tx)}
    for record in planned.added:
        units[record.code] = add(
            tx,
            code=record.code,
            name=record.name,
            kind=record.kind,
            parent=units[record.parent] if record.parent else None,
            aliases=record.aliases,
            valid_from=record.valid_from,
            valid_to=record.valid_to,
        )
    changed = [change.after for change in planned.changed]
    if changed:
        tx.execute(_UPDATE, [_values(record, units) for record in changed])
        _replace_paths(tx)
    _set_predecessors(tx, [*planned.added, *changed], units)


def _values(record: UnitRecord, units: dict[str, Unit]) -> dict[str, Any]:
    return {
        "which": record.code,
        "new_name": record.name,
        "new_kind": record.kind.value,
        "new_parent": units[record.parent].id if record.parent else None,
        "new_aliases": list(record.aliases),
        "new_from": record.valid_from,
        "new_to": record.valid_to,
    }


def _replace_paths(tx: Connection) -> None:
    """Update the path of every unit that has a new parent, and of the units below it."""
    units = {unit.id: unit for unit in all_units(tx)}
    paths: dict[int, str] = {}

    def path(unit_id: int) -> str:
        if unit_id not in paths:
            parent_id = units[unit_id].parent_id
            paths[unit_id] = f"{path(parent_id) if parent_id else '/'}{unit_id}/"
        return paths[unit_id]

    moved = [{"which": unit_id, "to": path(unit_id)} for unit_id, unit in units.items() if path(unit_id) != unit.path]
    if moved:
        tx.execute(PLACE, moved)


def _set_predecessors(tx: Connection, records: Iterable[UnitRecord], units: dict[str, Unit]) -> None:
    """Replace the stored predecessors of the units of ``records``; ``units``: code → unit."""
    records = list(records)
    for record in records:
        tx.execute(_FORGET, {"which": units[record.code].id})
    rows = [
        {"unit_id": units[record.code].id, "predecessor_id": units[code].id}
        for record in records
        for code in record.predecessors
    ]
    if rows:
        tx.execute(_REMEMBER, rows)

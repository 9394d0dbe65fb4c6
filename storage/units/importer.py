"""Units known, in terms of codes, and the writing of a planned import."""

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
    """Every unit by its code, as ``reporting.imports.unit_list.plan_import`` compares them."""
    everyone = all_units(tx)
    codes = {each_unit.id: each_unit.code for each_unit in everyone}
    before: dict[int, list[str]] = {}
    for unit_id, predecessor_id in tx.execute(_CAME_FROM):
        before.setdefault(unit_id, []).append(codes[predecessor_id])
    return {
        each_unit.code: UnitRecord(
            each_unit.code,
            each_unit.name,
            each_unit.kind,
            codes[each_unit.parent_id] if each_unit.parent_id else None,
            each_unit.aliases,
            each_unit.valid_from,
            each_unit.valid_to,
            tuple(sorted(before.get(each_unit.id, ()))),
        )
        for each_unit in everyone
    }


def apply(tx: Connection, planned: UnitImport) -> None:
    """Carries out an import that was planned on what this transaction sees."""
    assert not planned.problems
    known = {each_unit.code: each_unit for each_unit in all_units(tx)}
    for entry in planned.added:
        parent = known[entry.parent] if entry.parent else None
        known[entry.code] = add(
            tx,
            code=entry.code,
            name=entry.name,
            kind=entry.kind,
            parent=parent,
            aliases=entry.aliases,
            valid_from=entry.valid_from,
            valid_to=entry.valid_to,
        )
    changed = [change.after for change in planned.changed]
    if changed:
        tx.execute(_UPDATE, [_values(entry, known) for entry in changed])
        _replace_paths(tx)
    _set_predecessors(tx, [*planned.added, *changed], known)


def _values(entry: UnitRecord, known: dict[str, Unit]) -> dict[str, Any]:
    return {
        "which": entry.code,
        "new_name": entry.name,
        "new_kind": entry.kind.value,
        "new_parent": known[entry.parent].id if entry.parent else None,
        "new_aliases": list(entry.aliases),
        "new_from": entry.valid_from,
        "new_to": entry.valid_to,
    }


def _replace_paths(tx: Connection) -> None:
    """Rewrites the path of every unit that moved, with those below it."""
    everyone = {each_unit.id: each_unit for each_unit in all_units(tx)}
    paths: dict[int, str] = {}

    def path(id: int) -> str:
        if id not in paths:
            parent = everyone[id].parent_id
            paths[id] = f"{path(parent) if parent else '/'}{id}/"
        return paths[id]

    moved = [
        {"which": unit_id, "to": path(unit_id)}
        for unit_id, each_unit in everyone.items()
        if path(unit_id) != each_unit.path
    ]
    if moved:
        tx.execute(PLACE, moved)


def _set_predecessors(tx: Connection, written: Iterable[UnitRecord], known: dict[str, Unit]) -> None:
    for entry in written:
        tx.execute(_FORGET, {"which": known[entry.code].id})
    rows = [
        {"unit_id": known[entry.code].id, "predecessor_id": known[code].id}
        for entry in written
        for code in entry.predecessors
    ]
    if rows:
        tx.execute(_REMEMBER, rows)

"""A list of units as a province keeps it in a spreadsheet, and what importing it would change.

A list has a header, in Vietnamese or English, and a unit a row::

    Mã;Tên;Loại;Mã cấp trên;Tên khác;Hiệu lực từ;Hiệu lực đến;Mã đơn vị trước
    96;tỉnh Cà Mau;tỉnh;;;;;
    31996;xã Tân Hưng;xã;96;Tân Hưng cũ;1/7/2025;;32001, 32004

Importing matches by code. A column the list does not have changes nothing; a unit the list does not have stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of a list: only what its columns say. ``row`` counts as the spreadsheet does, from 1."""

    row: int
    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitListProblem:
    """Why a row cannot be taken: a code of ``PROBLEMS`` and what its words need."""

    row: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitChange:
    before: UnitRecord
    after: UnitRecord

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what differs: ("name", "parent")."""
        names = (each_field.name for each_field in fields(UnitRecord))
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, slots=True)
class UnitImport:
    """What importing a list would do. With any problem it does nothing."""

    added: tuple[UnitRecord, ...] = ()
    """Parents before their children."""
    changed: tuple[UnitChange, ...] = ()
    unchanged: int = 0
    absent: int = 0
    """Units known already that the list leaves out: they stay as they are."""
    problems: tuple[UnitListProblem, ...] = ()


PROBLEMS = (
    "no_header",  # no row names the columns code and name
    "column_twice",  # column
    "no_code",
    "long_code",  # value, most
    "no_name",
    "long_name",  # most
    "no_kind",
    "unknown_kind",  # value
    "bad_date",  # value
    "ends_before_start",  # start, end
    "code_twice",  # value, first: the row that had it before
    "unknown_parent",  # value
    "unknown_predecessor",  # value
    "own_predecessor",
    "cycle",  # codes
    "second_root",  # code, name of the one there is
    "root_kind",  # value
    "province_below",  # value
)


def plan_import(
    lines: Sequence[UnitLine], problems: Sequence[UnitListProblem], standing: Mapping[str, UnitRecord]
) -> UnitImport:
    """What the rows of a list (``imports.unit_rows.read``) would add to and change in the units known by code."""
    listed: dict[str, UnitRecord] = {}
    rows: dict[str, int] = {}
    unit_list_problems = list(problems)
    for line in lines:
        if line.code in rows:
            unit_list_problems.append(
                UnitListProblem(line.row, "code_twice", {"value": line.code, "first": rows[line.code]})
            )
        elif line.code not in standing and "kind" not in line.values:
            unit_list_problems.append(UnitListProblem(line.row, "no_kind"))
        else:
            rows[line.code] = line.row
            blank = UnitRecord(line.code, "", UnitKind.COMMUNE)
            listed[line.code] = replace(standing.get(line.code, blank), **line.values)
    if not unit_list_problems:
        unit_list_problems += _misplaced({**standing, **listed}, rows)
    if unit_list_problems:
        return UnitImport(problems=tuple(sorted(unit_list_problems, key=lambda problem: problem.row)))
    added = [entry for code, entry in listed.items() if code not in standing]
    changes = [UnitChange(standing[code], entry) for code, entry in listed.items() if code in standing]
    changed = tuple(change for change in changes if change.fields)
    return UnitImport(
        added=tuple(sorted(added, key=lambda entry: _depth(listed, entry))),
        changed=changed,
        unchanged=len(changes) - len(changed),
        absent=len(standing.keys() - listed.keys()),
    )


def _misplaced(tree: Mapping[str, UnitRecord], rows: Mapping[str, int]) -> Iterator[UnitListProblem]:
    """What is wrong with the tree as it would be, told at the row of the list that makes it so."""
    for code, row in rows.items():
        entry = tree[code]
        yield from _dates(entry, row)
        yield from _relatives(entry, row, tree)
        if cycle := _cycle(tree, entry):
            yield UnitListProblem(row, "cycle", {"codes": " → ".join(cycle)})
    yield from _roots(tree, rows)


def _dates(entry: UnitRecord, row: int) -> Iterator[UnitListProblem]:
    if entry.valid_from and entry.valid_to and entry.valid_to < entry.valid_from:
        yield UnitListProblem(row, "ends_before_start", {"start": entry.valid_from, "end": entry.valid_to})


def _relatives(entry: UnitRecord, row: int, tree: Mapping[str, UnitRecord]) -> Iterator[UnitListProblem]:
    if entry.parent is not None and entry.parent not in tree:
        yield UnitListProblem(row, "unknown_parent", {"value": entry.parent})
    if entry.parent is not None and entry.kind is UnitKind.PROVINCE:
        yield UnitListProblem(row, "province_below", {"value": entry.parent})
    if entry.parent is None and entry.kind is not UnitKind.PROVINCE:
        yield UnitListProblem(row, "root_kind", {"value": entry.name})
    for code in entry.predecessors:
        if code == entry.code:
            yield UnitListProblem(row, "own_predecessor")
        elif code not in tree:
            yield UnitListProblem(row, "unknown_predecessor", {"value": code})


def _roots(tree: Mapping[str, UnitRecord], rows: Mapping[str, int]) -> Iterator[UnitListProblem]:
    """One province, one root: a further row without a parent is told which one there is."""
    roots = [entry for entry in tree.values() if entry.parent is None and entry.kind is UnitKind.PROVINCE]
    for entry in roots[1:]:
        yield UnitListProblem(rows.get(entry.code, 0), "second_root", {"code": roots[0].code, "name": roots[0].name})


def _cycle(tree: Mapping[str, UnitRecord], entry: UnitRecord) -> list[str]:
    """The codes from a unit up to itself again; empty where its ancestors end."""
    steps = [entry.code]
    while (parent := tree[steps[-1]].parent) in tree and parent not in steps[1:]:
        assert parent is not None
        steps.append(parent)
        if parent == entry.code:
            return steps
    return []


def _depth(tree: Mapping[str, UnitRecord], entry: UnitRecord) -> int:
    depth = 0
    while entry.parent in tree:
        assert entry.parent is not None
        entry, depth = tree[entry.parent], depth + 1
    return depth

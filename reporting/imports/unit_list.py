"""A province's list of units in a spreadsheet, and the changes that an import of it would make.

A list has a header, in Vietnamese or English, and one unit a row::

    Mã;Tên;Loại;Mã cấp trên;Tên khác;Hiệu lực từ;Hiệu lực đến;Mã đơn vị trước
    96;tỉnh Cà Mau;tỉnh;;;;;
    31996;xã Tân Hưng;xã;96;Tân Hưng cũ;1/7/2025;;32001, 32004

Units are matched by code. Values without a column in the list, and units that are not in the list, do not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One row of a list. ``row``: its number in the spreadsheet, from 1; ``values``: attribute → value."""

    row: int
    code: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitListProblem:
    """Why a row cannot be used: a code of ``PROBLEMS``, and the params of its message."""

    row: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitChange:
    before: UnitRecord
    after: UnitRecord

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the attributes that differ: ("name", "parent")."""
        names = (attribute.name for attribute in fields(UnitRecord))
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.after, name))


@dataclass(frozen=True, slots=True)
class UnitImport:
    """The changes an import would make; none at all if there are problems."""

    added: tuple[UnitRecord, ...] = ()
    """Parents before their children."""
    changed: tuple[UnitChange, ...] = ()
    unchanged: int = 0
    absent: int = 0
    """Number of existing units that are not in the list; they do not change."""
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
    "code_twice",  # value, first: number of the earlier row with this code
    "unknown_parent",  # value
    "unknown_predecessor",  # value
    "own_predecessor",
    "cycle",  # codes
    "second_root",  # code and name of the existing root
    "root_kind",  # value
    "province_below",  # value
)


def plan_import(
    lines: Sequence[UnitLine], problems: Sequence[UnitListProblem], standing: Mapping[str, UnitRecord]
) -> UnitImport:
    """The changes that an import of a list would make.

    ``lines``, ``problems``: the list as ``imports.unit_rows.read`` returns it; ``standing``: code → existing unit.
    """
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
    added = [unit for code, unit in listed.items() if code not in standing]
    changes = [UnitChange(standing[code], unit) for code, unit in listed.items() if code in standing]
    changed = tuple(change for change in changes if change.fields)
    return UnitImport(
        added=tuple(sorted(added, key=lambda unit: _depth(listed, unit))),
        changed=changed,
        unchanged=len(changes) - len(changed),
        absent=len(standing.keys() - listed.keys()),
    )


def _misplaced(tree: Mapping[str, UnitRecord], rows: Mapping[str, int]) -> Iterator[UnitListProblem]:
    """Problems of the tree as it would be after the import, each with the row of the list that causes it."""
    for code, row in rows.items():
        unit = tree[code]
        yield from _dates(unit, row)
        yield from _relatives(unit, row, tree)
        if cycle := _cycle(tree, unit):
            yield UnitListProblem(row, "cycle", {"codes": " → ".join(cycle)})
    yield from _roots(tree, rows)


def _dates(unit: UnitRecord, row: int) -> Iterator[UnitListProblem]:
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        yield UnitListProblem(row, "ends_before_start", {"start": unit.valid_from, "end": unit.valid_to})


def _relatives(unit: UnitRecord, row: int, tree: Mapping[str, UnitRecord]) -> Iterator[UnitListProblem]:
    if unit.parent is not None and unit.parent not in tree:
        yield UnitListProblem(row, "unknown_parent", {"value": unit.parent})
    if unit.parent is not None and unit.kind is UnitKind.PROVINCE:
        yield UnitListProblem(row, "province_below", {"value": unit.parent})
    if unit.parent is None and unit.kind is not UnitKind.PROVINCE:
        yield UnitListProblem(row, "root_kind", {"value": unit.name})
    for code in unit.predecessors:
        if code == unit.code:
            yield UnitListProblem(row, "own_predecessor")
        elif code not in tree:
            yield UnitListProblem(row, "unknown_predecessor", {"value": code})


def _roots(tree: Mapping[str, UnitRecord], rows: Mapping[str, int]) -> Iterator[UnitListProblem]:
    """Problems for each further province without a parent: there is only one root."""
    roots = [unit for unit in tree.values() if unit.parent is None and unit.kind is UnitKind.PROVINCE]
    for unit in roots[1:]:
        yield UnitListProblem(rows.get(unit.code, 0), "second_root", {"code": roots[0].code, "name": roots[0].name})


def _cycle(tree: Mapping[str, UnitRecord], unit: UnitRecord) -> list[str]:
    """The codes from a unit through its ancestors back to itself; empty if it is not its own ancestor."""
    codes = [unit.code]
    while (parent := tree[codes[-1]].parent) in tree and parent not in codes[1:]:
        assert parent is not None
        codes.append(parent)
        if parent == unit.code:
            return codes
    return []


def _depth(tree: Mapping[str, UnitRecord], unit: UnitRecord) -> int:
    depth = 0
    while unit.parent in tree:
        assert unit.parent is not None
        unit, depth = tree[unit.parent], depth + 1
    return depth

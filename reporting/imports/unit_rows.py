"""Reading of the rows of a unit list.

>>> read([["Mã", "Tên", "Loại"], ["96", "tỉnh Cà Mau", "tỉnh"]])
([UnitLine(row=2, code='96', values={'name': 'tỉnh Cà Mau', 'kind': UnitKind.PROVINCE})], [])
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from reporting.imports.columns import CellTable, column_name, header_row, plain
from reporting.imports.unit_list import UnitLine, UnitListProblem
from reporting.plan.schedule import UnitKind
from reporting.text import clean

LONGEST_CODE, LONGEST_NAME = 40, 200

COLUMNS = {
    "code": ("ma", "ma so", "ma don vi", "ma dvhc", "ma don vi hanh chinh", "code", "unit code", "official code"),
    "name": ("ten", "ten don vi", "ten don vi hanh chinh", "don vi", "name", "unit", "unit name"),
    "kind": ("loai", "loai don vi", "loai hinh", "cap", "cap don vi", "kind", "type", "level"),
    "parent": (
        "ma cap tren",
        "cap tren",
        "ma don vi cap tren",
        "don vi cap tren",
        *("truc thuoc", "thuoc", "ma cha", "don vi cha", "ma don vi cha", "ma cap tren truc tiep"),
        *("parent", "parent code", "parent unit"),
    ),
    "aliases": ("ten khac", "ten goi khac", "ten viet tat", "aliases", "alias", "other names"),
    "valid_from": (
        "hieu luc tu",
        "tu ngay",
        "co hieu luc tu",
        "ngay hieu luc",
        "ngay bat dau",
        "valid from",
        "from",
        "start",
    ),
    "valid_to": (
        *("hieu luc den", "den ngay", "het hieu luc", "ngay het hieu luc", "ngay ket thuc"),
        *("valid to", "valid until", "to", "until", "end"),
    ),
    "predecessors": ("ma don vi truoc", "don vi truoc", "ma don vi cu", "predecessors", "predecessor"),
}
"""Column → its possible headings, folded."""

KINDS = {
    UnitKind.PROVINCE: (
        "tinh",
        "cap tinh",
        "tinh thanh pho",
        "thanh pho truc thuoc trung uong",
        "tp truc thuoc trung uong",
        "province",
    ),
    UnitKind.DEPARTMENT: (
        *("so", "ban", "nganh", "so ban nganh", "so nganh", "co quan", "doan the", "luc luong"),
        *("department", "agency"),
    ),
    UnitKind.DISTRICT: (
        *("huyen", "quan", "thi xa", "tx", "thanh pho", "tp", "thanh pho thuoc tinh", "cap huyen"),
        *(
            "huyen quan thi xa thanh pho",
            "huyen thi xa thanh pho",
            "quan huyen",
            "huyen quan",
            "district",
            "town",
            "city",
        ),
    ),
    UnitKind.COMMUNE: (
        *(
            "xa",
            "phuong",
            "thi tran",
            "tt",
            "dac khu",
            "cap xa",
            "xa phuong",
            "phuong xa",
            "xa phuong thi tran",
            "xa phuong dac khu",
        ),
        *("commune", "ward", "township", "special zone"),
    ),
}
"""Kind of unit → its possible names in a list, folded."""


class _InvalidUnitCell(Exception):
    """A cell that cannot be read: a code of ``reporting.imports.unit_list.PROBLEMS`` and its params."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params


def read(table: CellTable) -> tuple[list[UnitLine], list[UnitListProblem]]:
    """The rows that are not empty, and the problems of those that cannot be read.

    Rows above the header and columns with an unknown heading are ignored.
    """
    top = header_row(table, COLUMNS, ("code", "name"))
    if top is None:
        return [], [UnitListProblem(1, "no_header")]
    columns = [column_name(cell, COLUMNS) for cell in table[top]]
    twice = next((name for name in COLUMNS if columns.count(name) > 1), None)
    if twice:
        return [], [UnitListProblem(top + 1, "column_twice", {"column": twice})]
    lines: list[UnitLine] = []
    problems: list[UnitListProblem] = []
    for row, cells in enumerate(table[top + 1 :], start=top + 2):
        texts = {name: clean(cell) for name, cell in zip(columns, cells, strict=False) if name}
        if any(texts.values()):
            _take(row, {name: texts.get(name, "") for name in columns if name}, lines, problems)
    return lines, problems


def _take(row: int, texts: Mapping[str, str], lines: list[UnitLine], problems: list[UnitListProblem]) -> None:
    """Read the cells of one row (column → text); append it to ``lines``, or its problems to ``problems``."""
    values: dict[str, Any] = {}
    before = len(problems)
    for name, text in texts.items():
        try:
            values[name] = _CELLS[name](text)
        except _InvalidUnitCell as bad:
            problems.append(UnitListProblem(row, bad.code, bad.params))
    if len(problems) == before:
        lines.append(UnitLine(row, values.pop("code"), values))


def code_in(text: str) -> str:
    """A unit code; "31996.0", as spreadsheets write it, is 31996. Raises ``_InvalidUnitCell``."""
    code = re.sub(r"^(\d+)\.0+$", r"\1", text)
    if not code:
        raise _InvalidUnitCell("no_code")
    if len(code) > LONGEST_CODE:
        raise _InvalidUnitCell("long_code", value=code[:LONGEST_CODE], most=LONGEST_CODE)
    return code


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise _InvalidUnitCell("no_name")
    if len(name) > LONGEST_NAME:
        raise _InvalidUnitCell("long_name", most=LONGEST_NAME)
    return name


def _kind(text: str) -> UnitKind:
    name = plain(text)
    if not name:
        raise _InvalidUnitCell("no_kind")
    kind = next((kind for kind, names in KINDS.items() if name in names or name == kind), None)
    if kind is None:
        raise _InvalidUnitCell("unknown_kind", value=text[:40])
    return kind


def _parent(text: str) -> str | None:
    return code_in(text) if text else None


def _aliases(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(part.split()) for part in re.split(r"[;\n]", text) if part.strip()))


def _predecessors(text: str) -> tuple[str, ...]:
    return tuple(sorted({code_in(part) for part in re.split(r"[;,\s]+", text) if part}))


def _day(text: str) -> date | None:
    """1/7/2025, 01-07-2025, 2025-07-01, or "2025-07-01 00:00:00", as spreadsheets write it; ``None`` if empty."""
    if not text:
        return None
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?", text)
    local = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError:
        pass
    raise _InvalidUnitCell("bad_date", value=text[:40])


_CELLS: Mapping[str, Callable[[str], Any]] = {
    "code": code_in,
    "name": _name,
    "kind": _kind,
    "parent": _parent,
    "aliases": _aliases,
    "valid_from": _day,
    "valid_to": _day,
    "predecessors": _predecessors,
}

"""Reading of a list of figures of earlier periods; each row has a unit, a field, a period and a value.

>>> table = [["Đơn vị", "Số liệu", "Kỳ", "Giá trị"], ["96", "c01", "2023", "1.200"]]
>>> read(table, units, fields)
BaselineRows(lines=(BaselineLine(row=2, unit=1, field='c01', period='2023-Y', value=1200),), problems=(), blank=0)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol, TypeVar

from reporting.deadlines.calendar import calendar_span
from reporting.deadlines.period_input import read_period
from reporting.form_entry.answer_input import AmbiguousAnswer, ClearAnswer
from reporting.form_entry.answer_input import read as read_answer
from reporting.imports.columns import CellTable, column_name, header_row
from reporting.imports.unit_list import UnitListProblem
from reporting.imports.unit_names import NamedUnit, find_units
from reporting.plan.form import Field, Question
from reporting.text import clean, fold

COLUMNS = {
    "unit": ("don vi", "ma don vi", "ten don vi", "ma dvhc", "unit", "unit code", "unit name"),
    "field": ("so lieu", "ma so lieu", "ten so lieu", "chi tieu", "noi dung", "field", "field id", "figure"),
    "period": ("ky", "ky bao cao", "ky so lieu", "nam", "period", "year"),
    "value": ("gia tri", "so luong", "ket qua", "so", "value", "number"),
}
"""Column → its possible headings, folded."""
PROBLEMS = (
    "no_header",
    "column_twice",  # column
    "no_unit",
    "unknown_unit",  # value
    "several_units",  # value, which: "31996 xã Tân Hưng; …"
    "no_field",
    "unknown_field",  # value
    "several_fields",  # value, which
    "no_number",  # value: a field that is no count
    "bad_period",  # value
    "bad_value",  # value
    "doubtful_value",  # value
    "twice",  # first: the row that had it before
)
_MOST = 2**63
_GROUPED = re.compile(r"[1-9]\d{0,2}([ .,])\d{3}(?:\1\d{3})*")
"""A number with separated thousands. Counts have no decimals, so a comma always separates thousands."""


class DatedUnit(NamedUnit, Protocol):
    @property
    def id(self) -> int: ...
    def exists_on(self, day: date) -> bool: ...


P = TypeVar("P", bound=DatedUnit)


class BaselineLine(NamedTuple):
    """One row of the list. ``row``: its number in the spreadsheet, from 1; ``unit``: unit id."""

    row: int
    unit: int
    field: str
    period: str
    value: int


class _InvalidBaselineCell(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params


@dataclass(frozen=True)
class BaselineRows:
    lines: tuple[BaselineLine, ...] = ()
    problems: tuple[UnitListProblem, ...] = ()
    blank: int = 0
    """The number of rows left out because they have no value: missing is not 0."""


def read(table: CellTable, units: Sequence[P], fields: Mapping[str, Field]) -> BaselineRows:
    """The rows of a list that have a value, and the problems of those that cannot be read.

    ``units``: the units that may be named; ``fields``: the dictionary by id.
    """
    top = header_row(table, COLUMNS, tuple(COLUMNS))
    if top is None:
        return BaselineRows(problems=(UnitListProblem(1, "no_header"),))
    columns = [column_name(cell, COLUMNS) for cell in table[top]]
    twice = next((name for name in COLUMNS if columns.count(name) > 1), None)
    if twice:
        return BaselineRows(problems=(UnitListProblem(top + 1, "column_twice", {"column": twice}),))
    lines: dict[tuple[int, str, str], BaselineLine] = {}
    problems: list[UnitListProblem] = []
    blank = 0
    for row, cells in enumerate(table[top + 1 :], start=top + 2):
        texts = {name: clean(cell) for name, cell in zip(columns, cells, strict=False) if name}
        if not texts.get("value"):
            blank += any(texts.values())
            continue
        try:
            line = _line(row, texts, units, fields)
            if (before := lines.setdefault(line[1:4], line)) is not line:
                raise _InvalidBaselineCell("twice", first=before.row)
        except _InvalidBaselineCell as bad:
            problems.append(UnitListProblem(row, bad.code, bad.params))
    return BaselineRows(tuple(lines.values()), tuple(problems), blank)


def _line(row: int, texts: Mapping[str, str], units: Sequence[P], fields: Mapping[str, Field]) -> BaselineLine:
    period = read_period(texts.get("period", ""))
    if period is None:
        raise _InvalidBaselineCell("bad_period", value=texts.get("period", "")[:40])
    unit = _unit(texts.get("unit", ""), units, period)
    field = _field(texts.get("field", ""), fields)
    return BaselineLine(row, unit, field.id, period, _value(texts["value"], field))


def _unit(text: str, units: Sequence[P], period: str) -> int:
    """The id of the unit named; of several with the same name the one that existed at the end of the period."""
    if not text:
        raise _InvalidBaselineCell("no_unit")
    dated_units = find_units(units, text)
    existing = [unit for unit in dated_units if unit.exists_on(calendar_span(period).until)]
    dated_units = existing if len(existing) == 1 else dated_units
    if not dated_units:
        raise _InvalidBaselineCell("unknown_unit", value=text[:40])
    if len(dated_units) > 1:
        raise _InvalidBaselineCell(
            "several_units", value=text[:40], which="; ".join(f"{unit.code} {unit.name}" for unit in dated_units[:5])
        )
    return dated_units[0].id


def _field(text: str, fields: Mapping[str, Field]) -> Field:
    """The field with this id; else with this label; else with this alias. Raises ``_InvalidBaselineCell``."""
    phrase = fold(text)
    if not phrase:
        raise _InvalidBaselineCell("no_field")
    matches = [field for field in fields.values() if phrase == fold(field.id)]
    matches = matches or [field for field in fields.values() if phrase in (fold(field.label), fold(field.short))]
    matches = matches or [field for field in fields.values() if phrase in map(fold, field.aliases)]
    if not matches:
        raise _InvalidBaselineCell("unknown_field", value=text[:40])
    if len(matches) > 1:
        raise _InvalidBaselineCell(
            "several_fields",
            value=text[:40],
            which="; ".join(f"{field.id} {field.label}" for field in matches[:5]),
        )
    if matches[0].kind not in ("count", "money"):
        raise _InvalidBaselineCell("no_number", value=text[:40])
    return matches[0]


def _value(text: str, field: Field) -> int:
    """A whole number: "1200", "1.200", "1,200", "1 200"; else read like a typed answer: "1,2 tỷ", "không phát sinh"."""
    if (text.isascii() and text.isdigit()) or _GROUPED.fullmatch(text):
        figure: int | None = int(re.sub(r"\D", "", text))
    else:
        question = Question(id=field.id, kind=field.kind, label=field.label, unit=field.unit)
        reading = read_answer(question, text, date.min)
        if isinstance(reading, AmbiguousAnswer):
            raise _InvalidBaselineCell("doubtful_value", value=text[:40])
        figure = reading.answer.figure if isinstance(reading, ClearAnswer) else None
    if figure is None or figure >= _MOST:
        raise _InvalidBaselineCell("bad_value", value=text[:40])
    return figure

"""A filled workbook: which report it is for, and what stands in each answer cell, as text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from reporting.integrity.submission_document import ReportIdentity
from reporting.text import clean
from reporting.workbook.archive import WorkbookRefusal, refusal
from reporting.workbook.template import IDENTITY, OWN, PLACES

CellProblem = Literal["formula", "error_value", "fraction", "twice"]
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 1000, 500, 10
_SUBJECT = ("plan", "report", "period", "form", "unit")


@dataclass(frozen=True, slots=True)
class UnreadableWorkbook:
    """A file that is no filled template: why it may not be opened, or ``unknown`` for a workbook that is not ours."""

    code: WorkbookRefusal | Literal["unknown"]


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One answer cell with something in it: ``CellEntry("Số liệu", "F7", "c06", "MAU-0502", "25")``.

    ``place`` is a commune's code, ``-`` for the unit itself. ``untouched``: it says what the template was given out
    with. ``problem``: why its value cannot be known: a formula nobody has calculated, an error in its place, a number
    with a fraction, or a second, different value for the same question.
    """

    sheet: str
    cell: str
    question: str
    place: str
    text: str
    untouched: bool = False
    problem: CellProblem | None = None


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """A template that came back."""

    subject: ReportIdentity
    form_hash: str
    entries: tuple[CellEntry, ...]


def read_workbook(content: bytes) -> FilledWorkbook | UnreadableWorkbook:
    """What a filled template says. Nothing in it is executed or followed; any bytes are read without an error."""
    if (why := refusal(content)) is not None:
        return UnreadableWorkbook(why)
    try:
        values, formulas = _cells(content, values=True), _cells(content, values=False)
    except Exception:  # a damaged workbook may raise anything: a parser's error, KeyError, TypeError…
        return UnreadableWorkbook("broken")
    identity = values.pop(IDENTITY, None)
    named = {str(row[0]): str(row[1]) for row in identity or () if len(row) > 1 and row[0] != "given"}
    if not {*_SUBJECT, "hash"} <= named.keys():
        return UnreadableWorkbook("unknown")
    given = {(str(row[1]), str(row[2])): _words(row[3]) for row in identity or () if row[0] == "given" and len(row) > 3}
    entries = (entry for name, rows in values.items() for entry in _entries(name, rows, formulas.get(name, []), given))
    return FilledWorkbook(ReportIdentity(*(named[name] for name in _SUBJECT)), named["hash"], tuple(_once(entries)))


SheetRows = list[tuple[Any, ...]]


def _cells(content: bytes, *, values: bool) -> dict[str, SheetRows]:
    """The sheets by name, as far as a template may reach: values as last calculated, or what was typed (formulas)."""
    with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)) as book:
        return {
            sheet.title: list(sheet.iter_rows(values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS))
            for sheet in book.worksheets[:MAX_SHEETS]
        }


def _entries(
    name: str, rows: SheetRows, formulas: SheetRows, given: Mapping[tuple[str, str], str]
) -> Iterator[CellEntry]:
    places: dict[int, str] = {}
    for at, row in enumerate(rows):
        mark = str(row[0]) if row and row[0] is not None else ""
        if mark == PLACES:
            places = {column: str(value) for column, value in enumerate(row) if column and value is not None}
            continue
        for column, place in places.items() if mark else ():
            typed = formulas[at][column] if at < len(formulas) and column < len(formulas[at]) else None
            entry = _entry(name, f"{get_column_letter(column + 1)}{at + 1}", mark, place, _at(row, column), typed)
            if entry is not None:
                yield _compared(entry, given)


def _at(row: tuple[Any, ...], column: int) -> Any:
    return row[column] if column < len(row) else None


def _entry(sheet: str, cell: str, question: str, place: str, value: Any, typed: Any) -> CellEntry | None:
    """``None`` for an empty cell."""
    calculated = typed is not None and typed != value and (not isinstance(typed, str) or typed.startswith("="))
    if value is None or value == "":
        return CellEntry(sheet, cell, question, place, str(typed), problem="formula") if calculated else None
    text = _words(value)
    if isinstance(value, str) and value.startswith("#") and calculated:
        return CellEntry(sheet, cell, question, place, text, problem="error_value")
    if isinstance(value, float) and not value.is_integer():
        return CellEntry(sheet, cell, question, place, text, problem="fraction")
    return CellEntry(sheet, cell, question, place, text) if text else None


def _compared(entry: CellEntry, given: Mapping[tuple[str, str], str]) -> CellEntry:
    if entry.problem is not None or given.get((entry.question, entry.place)) != entry.text:
        return entry
    return CellEntry(entry.sheet, entry.cell, entry.question, entry.place, entry.text, untouched=True)


def _words(value: object) -> str:
    """A cell as somebody would type it: 12.0 → "12", a date → "2026-05-12", ticked → "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    return clean(str(value).replace("_x000D_", "")) if value is not None else ""


def _once(entries: Iterable[CellEntry]) -> Iterator[CellEntry]:
    """The same question twice with the same value is one; with another it is a problem."""
    seen: dict[tuple[str, str], str] = {}
    for entry in entries:
        where = entry.question, entry.place
        if where not in seen:
            seen[where] = entry.text
            yield entry
        elif seen[where] != entry.text:
            yield CellEntry(entry.sheet, entry.cell, entry.question, entry.place, entry.text, problem="twice")


__all__ = ["OWN", "CellEntry", "CellProblem", "FilledWorkbook", "UnreadableWorkbook", "read_workbook"]

"""Reading of a filled workbook: the identity of its report, and the text of each answer cell."""

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
    """A file that is not a filled template: why it must not be opened, or ``unknown`` for any other workbook."""

    code: WorkbookRefusal | Literal["unknown"]


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One answer cell that is not empty: ``CellEntry("Số liệu", "F7", "c06", "MAU-0502", "25")``.

    ``place``: the code of a commune, ``-`` for the unit itself. ``untouched``: it has the value of the template.
    ``problem``: why its value is not known: a formula without a calculated value, an error value, a number with
    decimals, or a second, different value for the same question.
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
    """A filled template. ``form_hash``: see ``template.form_hash``; ``entries``: its answer cells."""

    subject: ReportIdentity
    form_hash: str
    entries: tuple[CellEntry, ...]


def read_workbook(content: bytes) -> FilledWorkbook | UnreadableWorkbook:
    """The contents of a filled template. Formulas and links are not followed; no content raises an error."""
    if (code := refusal(content)) is not None:
        return UnreadableWorkbook(code)
    try:
        values, formulas = _cells(content, values=True), _cells(content, values=False)
    except Exception:  # openpyxl raises many kinds of error for a damaged workbook: KeyError, TypeError and others
        return UnreadableWorkbook("broken")
    identity = values.pop(IDENTITY, None)
    subject = {str(row[0]): str(row[1]) for row in identity or () if len(row) > 1 and row[0] != "given"}
    if not {*_SUBJECT, "hash"} <= subject.keys():
        return UnreadableWorkbook("unknown")
    given = {(str(row[1]), str(row[2])): _words(row[3]) for row in identity or () if row[0] == "given" and len(row) > 3}
    entries = (entry for name, rows in values.items() for entry in _entries(name, rows, formulas.get(name, []), given))
    report_identity = ReportIdentity(*(subject[name] for name in _SUBJECT))
    return FilledWorkbook(report_identity, subject["hash"], tuple(_once(entries)))


SheetRows = list[tuple[Any, ...]]


def _cells(content: bytes, *, values: bool) -> dict[str, SheetRows]:
    """Name of a sheet → its rows, within the limits of a template.

    ``values``: the values as calculated last; otherwise the typed values and formulas.
    """
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
    """An answer cell; ``None`` if it is empty. ``value``: as calculated last; ``typed``: value or formula."""
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
    """The value of a cell as typed text: 12.0 → "12", a date → "2026-05-12", True → "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    return clean(str(value).replace("_x000D_", "")) if value is not None else ""


def _once(entries: Iterable[CellEntry]) -> Iterator[CellEntry]:
    """Drop cells that repeat the value of the same question and place; a different value has the problem "twice"."""
    seen: dict[tuple[str, str], str] = {}
    for entry in entries:
        key = entry.question, entry.place
        if key not in seen:
            seen[key] = entry.text
            yield entry
        elif seen[key] != entry.text:
            yield CellEntry(entry.sheet, entry.cell, entry.question, entry.place, entry.text, problem="twice")


__all__ = ["OWN", "CellEntry", "CellProblem", "FilledWorkbook", "UnreadableWorkbook", "read_workbook"]

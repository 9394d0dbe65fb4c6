"""The annex of figures (.xlsx): figures by unit with formulas for the sums, results of targets, filing status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.utils import get_column_letter

from reporting.workbook import tables
from reporting.workbook.tables import Cell, Formula, SheetColumn, SheetTable

RATE = "0.0%"


@dataclass(frozen=True)
class FigureColumn:
    """A column of figures; for a yes/no question its sum is the number of "yes" answers."""

    title: str
    yes_no: bool = False


@dataclass(frozen=True)
class FigureRow:
    """One row: a unit, the commune the figures are about (or ""), and a number, text or ``None`` for every column."""

    code: str
    unit: str
    place: str
    values: tuple[int | str | None, ...]


@dataclass(frozen=True)
class TargetRow:
    """One target: its two sums (``num``, ``den``), whether it is the rate of them, and the verdict in words."""

    number: str
    title: str
    aim: str
    num: int | None
    den: int | None
    is_rate: bool
    verdict: str
    units: str


@dataclass(frozen=True)
class StatusRow:
    """The filing status of one unit: its state in words, when it filed, and how late."""

    code: str
    unit: str
    level: str
    state: str
    filed_at: date | None
    """A day alone for a report on paper."""
    lateness: str
    receipt: str
    last_day: str


@dataclass(frozen=True)
class AnnexLabels:
    """The fixed texts. ``sheets``: names of the sheets; ``places``, ``goals``, ``standings``: titles of the columns."""

    sheets: tuple[str, str, str]
    places: tuple[str, str, str]
    goals: tuple[str, ...]
    standings: tuple[str, ...]
    total: str
    given: str
    yes: str
    no: str
    nil: str
    missing: str


@dataclass(frozen=True)
class FiguresAnnex:
    """The contents of the annex. ``title``: the lines above every table."""

    title: tuple[str, ...]
    labels: AnnexLabels
    columns: tuple[FigureColumn, ...]
    places: tuple[FigureRow, ...]
    goals: tuple[TargetRow, ...]
    standings: tuple[StatusRow, ...]


def draw(annex: FiguresAnnex) -> bytes:
    """The annex as an .xlsx file with three sheets."""
    return tables.book([_figures(annex), _goals(annex), _standings(annex)])


def _figures(annex: FiguresAnnex) -> SheetTable:
    """The sheet of figures; below the columns are formulas for the sum and for the number of places with a figure."""
    labels = annex.labels
    columns = [SheetColumn(title, width) for title, width in zip(labels.places, (12, 30, 24), strict=True)]
    columns += [SheetColumn(column.title, 13) for column in annex.columns]
    rows: list[list[Cell]] = [[row.code, row.unit, row.place, *row.values] for row in annex.places]
    table = SheetTable(labels.sheets[0], annex.title, columns, rows, held=3)
    if not rows:
        return table
    foot: list[list[Cell]] = [
        ["", labels.total, "", *(Formula(_total(cells, column, labels)) for cells, column in _ranges(annex, table))],
        ["", labels.given, "", *(Formula(_given(cells, column, labels)) for cells, column in _ranges(annex, table))],
    ]
    return SheetTable(table.name, table.title, columns, rows, foot, held=3)


def _ranges(annex: FiguresAnnex, table: SheetTable) -> Iterator[tuple[str, FigureColumn]]:
    for number, column in enumerate(annex.columns, 4):
        letter = get_column_letter(number)
        yield f"{letter}{table.header + 1}:{letter}{table.last}", column


def _total(cells: str, column: FigureColumn, labels: AnnexLabels) -> str:
    """The formula of a sum: a number if any was given, otherwise "không phát sinh" or "missing" in words, not 0."""
    total, given = f"SUM({cells})", f"COUNT({cells})"
    if column.yes_no:
        total = f"COUNTIF({cells},{_quoted(labels.yes)})"
        given = f"{total}+COUNTIF({cells},{_quoted(labels.no)})"
    nil, missing = _quoted(labels.nil), _quoted(labels.missing)
    return f"=IF({given}>0,{total},IF(COUNTIF({cells},{nil})>0,{nil},{missing}))"


def _given(cells: str, column: FigureColumn, labels: AnnexLabels) -> str:
    values = [labels.nil, *([labels.yes, labels.no] if column.yes_no else [])]
    return f"=COUNT({cells})" + "".join(f"+COUNTIF({cells},{_quoted(value)})" for value in values)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _goals(annex: FiguresAnnex) -> SheetTable:
    widths = (6, 52, 30, 12, 12, 12, 18, 12)
    columns = [SheetColumn(title, width) for title, width in zip(annex.labels.goals, widths, strict=True)]
    first = len(annex.title) + 2
    rows = [_goal(row, at) for at, row in enumerate(annex.goals, first)]
    return SheetTable(annex.labels.sheets[1], annex.title, columns, rows)


def _goal(row: TargetRow, at: int) -> list[Cell]:
    rate = Formula(f'=IF(E{at}=0,"",D{at}/E{at})', RATE) if row.is_rate and row.den else ""
    return [row.number, row.title, row.aim, row.num, row.den, rate, row.verdict, row.units]


def _standings(annex: FiguresAnnex) -> SheetTable:
    widths = (12, 34, 16, 24, 18, 14, 18, 14)
    columns = [SheetColumn(title, width) for title, width in zip(annex.labels.standings, widths, strict=True)]
    rows: Sequence[Sequence[Cell]] = [
        [row.code, row.unit, row.level, row.state, row.filed_at, row.lateness, row.receipt, row.last_day]
        for row in annex.standings
    ]
    return SheetTable(annex.labels.sheets[2], annex.title, columns, rows)

"""Creation of .xlsx workbooks with tables that can be filtered and printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.deadlines.calendar import TIME_ZONE
from reporting.workbook.looks import CellStyle, StyleCache


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula such as "=SUM(D6:D14)", and the number format of its result."""

    text: str
    format: str = "#,##0"


Cell: TypeAlias = str | int | date | datetime | Formula | None
_FORMULA = ("=", "+", "-", "@")
MOMENT = "hh:mm dd/mm/yyyy"
DAY_ONLY = "dd/mm/yyyy"
NUMBER = "#,##0"
_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
FONT = "Times New Roman"
_PLAIN, _BOLD = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
_ABOVE = CellStyle(Alignment(), _BOLD)
_HEAD = CellStyle(Alignment(horizontal="center", vertical="center", wrap_text=True), _BOLD, border=_GRID)
_FILL = Alignment(vertical="top", wrap_text=True)
WIDEST = 170
"""The most characters across a page that are readable in print."""
LINE_HEIGHT = 15
"""In points."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``width`` in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet: the lines of ``title``, then the table with a header that is frozen and repeated on printed pages.

    ``name``: name of the sheet, at most 31 characters; ``foot``: rows below the table, in bold; ``held``: number of
    columns on the left that are frozen too.
    """

    name: str
    title: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Sequence[Cell]] = ()
    held: int = 0

    @property
    def header(self) -> int:
        """The number of the header row, from 1."""
        return len(self.title) + 1

    @property
    def last(self) -> int:
        """The number of the last row of the table, without the foot."""
        return self.header + len(self.rows)


def single_table(
    name: str, title: Sequence[str], columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """An .xlsx workbook with one sheet. Arguments: see ``SheetTable``."""
    return book([SheetTable(name, title, columns, list(rows))])


def book(tables: Sequence[SheetTable]) -> bytes:
    """An .xlsx workbook with a sheet for each table: A4 in landscape, as many pages long as needed.

    A text stays a text: "=1+1" is not computed. Instants are shown in Vietnam's time.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for table in tables:
        _draw(workbook.create_sheet(table.name), table)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _draw(sheet: Worksheet, table: SheetTable) -> None:
    above: list[Sequence[Cell]] = [*([line] for line in table.title), [column.title for column in table.columns]]
    styles = StyleCache()
    for at, row in enumerate([*above, *table.rows, *table.foot], 1):
        cells = []
        for number, value in enumerate(row, 1):
            cell = SheetCell(sheet, row=at, column=number, value=_plain(value))
            styles.dress(cell, _look_of(table, at, value))
            if isinstance(value, str) and str(cell.value or "").startswith(_FORMULA):
                cell.data_type, cell.quotePrefix = "s", True
            cells.append(cell)
        sheet.append(cells)
        if at >= table.header and (lines := _lines(table, row)) > 1:
            sheet.row_dimensions[at].height = lines * LINE_HEIGHT
    columns = get_column_letter(len(table.columns))
    sheet.auto_filter.ref = f"A{table.header}:{columns}{table.last}"
    _set_up(sheet, table)


@lru_cache(maxsize=64)
def _look(format: str, bold: bool) -> CellStyle:
    return CellStyle(_FILL, _BOLD if bold else _PLAIN, border=_GRID, number_format=format)


def _look_of(table: SheetTable, at: int, value: Cell) -> CellStyle:
    """The style of a cell, by its row (``at``, from 1) and its value."""
    if at <= table.header:
        return _ABOVE if at < table.header else _HEAD
    if isinstance(value, datetime):
        return _look(MOMENT, at > table.last)
    if isinstance(value, date):
        return _look(DAY_ONLY, at > table.last)
    if isinstance(value, Formula):
        return _look(value.format, at > table.last)
    return _look(NUMBER if isinstance(value, int) else "General", at > table.last)


def _lines(table: SheetTable, row: Sequence[Cell]) -> int:
    """The number of lines that the longest text of a row needs in its column."""
    texts = (
        (len(value), column.width)
        for value, column in zip(row, table.columns, strict=False)
        if isinstance(value, str) and len(value) >= column.width
    )
    return max((-(-length * 11 // (width * 10)) for length, width in texts), default=1)


def _set_up(sheet: Worksheet, table: SheetTable) -> None:
    header = table.header
    sheet.freeze_panes = f"{get_column_letter(table.held + 1)}{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    across = sum(column.width for column in table.columns)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = -(-across // WIDEST), 0
    if table.held:
        sheet.print_title_cols = f"A:{get_column_letter(table.held)}"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "&P/&N"
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _plain(value: Cell) -> str | int | date | None:
    """A value as openpyxl takes it: instants in Vietnam's time without a zone, texts without control characters."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, datetime):
        return value.astimezone(TIME_ZONE).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value

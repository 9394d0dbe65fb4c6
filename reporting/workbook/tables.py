"""Tables as an .xlsx workbook to be read, filtered and printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    """What the spreadsheet computes: "=SUM(D6:D14)", shown as ``format``."""

    text: str
    format: str = "#,##0"


Cell: TypeAlias = str | int | datetime | Formula | None
_FORMULA = ("=", "+", "-", "@")
MOMENT = "hh:mm dd/mm/yyyy"
NUMBER = "#,##0"
_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
FONT = "Times New Roman"
_PLAIN, _BOLD = Font(name=FONT, size=11), Font(name=FONT, size=11, bold=True)
_ABOVE = CellStyle(Alignment(), _BOLD)
_HEAD = CellStyle(Alignment(horizontal="center", vertical="center", wrap_text=True), _BOLD, border=_GRID)
_FILL = Alignment(vertical="top", wrap_text=True)
WIDEST = 170
"""Characters across a page that can still be read when it is printed."""
LINE_HEIGHT = 15
"""Points."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """``width`` in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet: the lines of ``title``, then the table under a header that stays in sight and on every printed page.

    ``name``: of the sheet, 31 characters at most. The rows of ``foot`` stand under the table in bold; ``held`` columns
    on the left stay in sight too.
    """

    name: str
    title: Sequence[str]
    columns: Sequence[SheetColumn]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Sequence[Cell]] = ()
    held: int = 0

    @property
    def header(self) -> int:
        """The number of the header's row."""
        return len(self.title) + 1

    @property
    def last(self) -> int:
        """The number of the last row, the foot left out."""
        return self.header + len(self.rows)


def single_table(
    name: str, title: Sequence[str], columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]
) -> bytes:
    """A single table."""
    return book([SheetTable(name, title, columns, list(rows))])


def book(tables: Sequence[SheetTable]) -> bytes:
    """A sheet for each table: A4 across, as many pages long as it takes.

    Texts are texts whatever they begin with: "=1+1" is never computed. Instants are Vietnam's time.
    """
    made = Workbook()
    made.remove(made.worksheets[0])
    for table in tables:
        _draw(made.create_sheet(table.name), table)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def _draw(sheet: Worksheet, table: SheetTable) -> None:
    above: list[Sequence[Cell]] = [*([line] for line in table.title), [column.title for column in table.columns]]
    wardrobe = StyleCache()
    for at, row in enumerate([*above, *table.rows, *table.foot], 1):
        cells = []
        for number, value in enumerate(row, 1):
            cell = SheetCell(sheet, row=at, column=number, value=_plain(value))
            wardrobe.dress(cell, _look_of(table, at, value))
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
    """How a cell looks, by where it stands and what it holds."""
    if at <= table.header:
        return _ABOVE if at < table.header else _HEAD
    if isinstance(value, datetime):
        return _look(MOMENT, at > table.last)
    if isinstance(value, Formula):
        return _look(value.format, at > table.last)
    return _look(NUMBER if isinstance(value, int) else "General", at > table.last)


def _lines(table: SheetTable, row: Sequence[Cell]) -> int:
    """How many lines the longest text of a row takes in its column."""
    texts = (
        (len(one), column.width)
        for one, column in zip(row, table.columns, strict=False)
        if isinstance(one, str) and len(one) >= column.width
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


def _plain(value: Cell) -> str | int | datetime | None:
    """A value as a workbook keeps it: Vietnam's time, no control characters."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, datetime):
        return value.astimezone(TIME_ZONE).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value

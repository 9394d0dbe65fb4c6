"""Tables as an .xlsx workbook to be read, filtered and printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.calendar import ZONE


@dataclass(frozen=True, slots=True)
class Formula:
    """What the spreadsheet computes: "=SUM(D6:D14)", shown as ``format``."""

    text: str
    format: str = "#,##0"


Cell: TypeAlias = str | int | datetime | Formula | None
_FORMULA = ("=", "+", "-", "@")
MOMENT = "hh:mm dd/mm/yyyy"
NUMBER = "#,##0"
_BOLD = Font(bold=True)
_WRAPPED = Alignment(vertical="top", wrap_text=True)
_HEADER = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: the lines of ``title``, then the table under a header that stays in sight and on every printed page.

    ``name``: of the sheet, 31 characters at most. The rows of ``foot`` stand under the table in bold; ``held`` columns
    on the left stay in sight too.
    """

    name: str
    title: Sequence[str]
    columns: Sequence[Column]
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


def workbook(name: str, title: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A single table."""
    return book([Table(name, title, columns, list(rows))])


def book(tables: Sequence[Table]) -> bytes:
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


def _draw(sheet: Worksheet, table: Table) -> None:
    columns = table.columns
    above: list[Sequence[Cell]] = [*([line] for line in table.title), [column.title for column in columns]]
    for at, row in enumerate([*above, *table.rows, *table.foot], 1):
        _append(sheet, at, row)
        if at <= table.header or at > table.last:
            for cell in sheet[at]:
                cell.font = _BOLD
        if at >= table.header:
            for cell in sheet[at]:
                cell.alignment = _HEADER if at == table.header else _WRAPPED
    sheet.auto_filter.ref = f"A{table.header}:{get_column_letter(len(columns))}{table.last}"
    _set_up(sheet, table)


def _set_up(sheet: Worksheet, table: Table) -> None:
    header = table.header
    sheet.freeze_panes = f"{get_column_letter(table.held + 1)}{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "&P/&N"
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _append(sheet: Worksheet, at: int, row: Sequence[Cell]) -> None:
    sheet.append([_plain(value) for value in row])
    for number, value in enumerate(row, 1):
        cell = sheet.cell(at, number)
        if isinstance(value, datetime):
            cell.number_format = MOMENT
        elif isinstance(value, Formula):
            cell.number_format = value.format
        elif isinstance(value, int):
            cell.number_format = NUMBER
        elif isinstance(value, str) and cell.value is not None and str(cell.value).startswith(_FORMULA):
            cell.data_type, cell.quotePrefix = "s", True


def _plain(value: Cell) -> str | int | datetime | None:
    """A value as a workbook keeps it: Vietnam's time, no control characters."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value

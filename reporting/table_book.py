"""A table as an .xlsx workbook to be read, filtered and printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporting.calendar import ZONE

Cell = str | int | datetime | None
_FORMULA = ("=", "+", "-", "@")
MOMENT = "hh:mm dd/mm/yyyy"
_BOLD = Font(bold=True)


@dataclass(frozen=True, slots=True)
class Column:
    """``width`` in characters."""

    title: str
    width: int


def workbook(name: str, title: Sequence[str], columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet: the lines of ``title``, then the table under a header that stays in sight and on every printed page.

    A4 across, as many pages long as it takes. Texts are texts whatever they begin with: "=1+1" is never computed.
    Instants are Vietnam's time. ``name``: of the sheet, 31 characters at most.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    table: list[Sequence[Cell]] = [*([line] for line in title), [column.title for column in columns], *rows]
    for at, row in enumerate(table, 1):
        _append(sheet, at, row)
    header = len(title) + 1
    for cell in (*sheet["A"][:header], *sheet[header]):
        cell.font = _BOLD
    sheet.auto_filter.ref = f"A{header}:{_letter(len(columns))}{len(table)}"
    _set_up(sheet, columns, header)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _set_up(sheet: Worksheet, columns: Sequence[Column], header: int) -> None:
    sheet.freeze_panes = f"A{header + 1}"
    sheet.print_title_rows = f"{header}:{header}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[_letter(number)].width = column.width


def _append(sheet: Worksheet, at: int, row: Sequence[Cell]) -> None:
    values = [_plain(value) for value in row]
    sheet.append(values)
    for number, value in enumerate(values, 1):
        if isinstance(value, datetime):
            sheet.cell(at, number).number_format = MOMENT
        elif isinstance(value, str) and value.startswith(_FORMULA):
            cell = sheet.cell(at, number)
            cell.data_type, cell.quotePrefix = "s", True


def _plain(value: Cell) -> Cell:
    """A value as a workbook keeps it: Vietnam's time, no control characters."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE).replace(tzinfo=None)
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _letter(number: int) -> str:
    """1 → "A". Tables are narrower than the alphabet."""
    return chr(ord("A") + number - 1)

"""A report's form as a spreadsheet: drawn from plain data, and read back filled. Bytes out, bytes in."""

from reporting.workbook.answers import SheetReading, WrongCell, read_entries
from reporting.workbook.archive import MAX_SIZE
from reporting.workbook.drawing import draw
from reporting.workbook.reading import CellEntry, FilledWorkbook, UnreadableWorkbook, read_workbook
from reporting.workbook.template import MIME, WorkbookLabels, WorkbookTemplate, cell_value, form_hash

__all__ = [
    "MAX_SIZE",
    "MIME",
    "CellEntry",
    "FilledWorkbook",
    "SheetReading",
    "UnreadableWorkbook",
    "WorkbookLabels",
    "WorkbookTemplate",
    "WrongCell",
    "cell_value",
    "draw",
    "form_hash",
    "read_entries",
    "read_workbook",
]

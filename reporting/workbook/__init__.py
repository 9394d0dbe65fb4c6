"""Excel workbooks (.xlsx): the form of a report as a template to fill in, the reading of filled ones, and plain tables.

Files go in and out as bytes. The wording comes from the caller (``WorkbookLabels``); the recognition of file types
(``file_type``) also serves attachments.
"""

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

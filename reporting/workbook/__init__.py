"""A report's form as a spreadsheet: drawn from plain data, and read back filled. Bytes out, bytes in."""

from reporting.workbook.answers import SheetReading, Wrong, read_entries
from reporting.workbook.archive import MAX_SIZE
from reporting.workbook.drawing import draw
from reporting.workbook.reading import Entry, Filled, Unread, read_workbook
from reporting.workbook.template import MIME, Labels, Template, form_hash, shown

__all__ = [
    "MAX_SIZE",
    "MIME",
    "Entry",
    "Filled",
    "Labels",
    "SheetReading",
    "Template",
    "Unread",
    "Wrong",
    "draw",
    "form_hash",
    "read_entries",
    "read_workbook",
    "shown",
]

"""Reading of tables from files: CSV (UTF-8; comma, semicolon or tab) and the first sheet of an XLSX workbook."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

from openpyxl import load_workbook


class UnreadableList(Exception):
    """A file cannot be read. ``code``: "format" (neither .csv nor .xlsx), "broken", "encoding"."""

    def __init__(self, code: Literal["format", "broken", "encoding"]) -> None:
        self.code = code
        super().__init__(code)


def table(path: Path) -> list[list[str]]:
    """The cells of a file as text, header included. Raises UnreadableList, or OSError if the file is missing."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise UnreadableList("format")
    content = path.read_bytes()
    return of_csv(content) if suffix == ".csv" else of_xlsx(content)


def of_csv(content: bytes, most: int | None = None) -> list[list[str]]:
    """The cells of a CSV file. ``most``: the most rows to read. Raises UnreadableList."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableList("encoding") from error
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return list(islice(rows, most))
    except csv.Error as error:
        raise UnreadableList("broken") from error


def _delimiter(text: str) -> str:
    """The delimiter of a CSV file: the one that occurs most often in one of the first 15 lines."""
    top = text.splitlines()[:15]
    return max(";\t,", key=lambda mark: max((line.count(mark) for line in top), default=0))


def of_xlsx(content: bytes, most: int | None = None) -> list[list[str]]:
    """The cells of the first sheet. ``most``: the most rows to read. Raises UnreadableList."""
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            sheets = book.worksheets[:1]
            return [
                [_text(value) for value in row]
                for sheet in sheets
                for row in sheet.iter_rows(values_only=True, max_row=most)
            ]
    except Exception as error:  # openpyxl raises many kinds of error for a damaged workbook: KeyError, TypeError …
        raise UnreadableList("broken") from error


def _text(value: object) -> str:
    """A cell as text: 31996.0 → "31996", a date → "2025-07-01"."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date)):
        return value.strftime("%Y-%m-%d")
    return str(value)

"""Finding the header row of a table and its columns by their headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from reporting.text import fold

CellTable = Sequence[Sequence[str]]
ColumnNames = Mapping[str, Collection[str]]
"""Column → its possible headings, folded."""
HEADER_WITHIN = 15
"""The header is searched for in this many rows from the top."""


def header_row(table: CellTable, headings: ColumnNames, needed: Collection[str]) -> int | None:
    """The index (from 0) of the first row that has all the ``needed`` columns; ``None`` if there is none."""
    columns = set(needed)
    rows = enumerate(table[:HEADER_WITHIN])
    return next((index for index, cells in rows if columns <= {column_name(cell, headings) for cell in cells}), None)


def column_name(cell: str, headings: ColumnNames) -> str | None:
    """The column with this heading: "Mã đơn vị (*)" → "code". ``None`` if it is not known."""
    name = plain(re.sub(r"\(.*?\)", " ", cell))
    return next((column for column, names in headings.items() if name in names), None)


def plain(text: str) -> str:
    """The folded words of a text: "Sở/ban/ngành" → "so ban nganh", "valid_from" → "valid from"."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))

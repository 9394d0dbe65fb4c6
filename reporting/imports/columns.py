"""Finding the columns of a table by what its header calls them, wherever the header stands near the top."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from reporting.text import fold

CellTable = Sequence[Sequence[str]]
ColumnNames = Mapping[str, Collection[str]]
"""Column → what it may be called, folded."""
HEADER_WITHIN = 15


def header_row(table: CellTable, called: ColumnNames, needed: Collection[str]) -> int | None:
    """The index of the first row that names the ``needed`` columns."""
    wanted = set(needed)
    rows = enumerate(table[:HEADER_WITHIN])
    return next((index for index, cells in rows if wanted <= {column_name(cell, called) for cell in cells}), None)


def column_name(cell: str, called: ColumnNames) -> str | None:
    """ "Mã đơn vị (*)" → "code"."""
    name = plain(re.sub(r"\(.*?\)", " ", cell))
    return next((one for one, names in called.items() if name in names), None)


def plain(text: str) -> str:
    """Words only: "Sở/ban/ngành" → "so ban nganh", "valid_from" → "valid from"."""
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))

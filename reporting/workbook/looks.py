"""The styles of cells in a workbook.

openpyxl compares a style with all others each time one is set, which is slow; ``StyleCache`` sets each style once.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side


@dataclass(frozen=True, eq=False)
class CellStyle:
    alignment: Alignment
    font: Font | None = None
    fill: PatternFill | None = None
    border: Border | None = None
    number_format: str = "General"
    open: bool = False
    """Whether users may edit the cell of a protected sheet."""


def _colour(code: str) -> PatternFill:
    return PatternFill("solid", start_color=code)


_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TOP = Alignment(vertical="top", wrap_text=True)
_RIGHT = Alignment(horizontal="right", vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_YELLOW, _GREY = _colour("FFFBE6"), _colour("F2F2F2")
_TEXT = "@"
"""Text format: typed values are not converted ("1.234" to a fraction, "12/5" to the fifth of December)."""

TITLE = CellStyle(Alignment(), Font(bold=True, size=14))
NAME = CellStyle(_TOP, Font(bold=True))
LINE = CellStyle(_TOP)
HEAD = CellStyle(_MIDDLE, Font(bold=True, color="FFFFFF"), _colour("1F4E79"), _GRID)
SECTION = CellStyle(Alignment(), Font(bold=True), _colour("DDEBF7"))
QUESTION = CellStyle(_TOP, border=_GRID)
LOCKED = CellStyle(_RIGHT, fill=_GREY, border=_GRID, number_format="#,##0")
FIGURE = CellStyle(_RIGHT, fill=_YELLOW, border=_GRID, number_format=_TEXT, open=True)
WRITTEN = CellStyle(_TOP, fill=_YELLOW, border=_GRID, number_format=_TEXT, open=True)


class StyleCache:
    """Sets the styles of cells of one workbook."""

    def __init__(self) -> None:
        self._styles: dict[CellStyle, Any] = {}

    def dress(self, cell: Cell, look: CellStyle) -> None:
        if look in self._styles:
            cell._style = copy(self._styles[look])  # type: ignore[attr-defined]
            return
        cell.alignment, cell.number_format = look.alignment, look.number_format
        cell.protection = Protection(locked=not look.open)
        if look.font:
            cell.font = look.font
        if look.fill:
            cell.fill = look.fill
        if look.border:
            cell.border = look.border
        self._styles[look] = copy(cell._style)  # type: ignore[attr-defined]

"""Tables of a document: the two columns that carry a letterhead or a signature, and those with lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length
from docx.table import Table as DocxTable
from docx.table import _Cell, _Row

from reporting.documents.page import WIDTH, clean

Align: TypeAlias = Literal["left", "middle", "right"]
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "middle": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


@dataclass(frozen=True)
class Column:
    """``width`` in centimetres; together they are as wide as the text, 16."""

    title: str
    width: float
    align: Align = "left"


def header(titles: Sequence[str], *shapes: tuple[float, Align]) -> tuple[Column, ...]:
    """The first titles with the shapes given: ``header(("TT", "Nội dung"), (1.1, "middle"), (14.9, "left"))``."""
    return tuple(Column(title, width, align) for title, (width, align) in zip(titles, shapes, strict=False))


@dataclass(frozen=True)
class Band:
    """A row over the whole width that names what follows."""

    title: str


Row: TypeAlias = Sequence[str] | Band


@dataclass(frozen=True)
class Table:
    """A table with its header, repeated on every page."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""


def columns(document: Paper, *widths: Length) -> tuple[_Cell, ...]:
    """Columns without lines; nothing of them goes to another page."""
    table = document.add_table(rows=1, cols=len(widths))
    _fix(table, widths)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    properties.append(margins)
    _whole(table.rows[0])
    return tuple(table.rows[0].cells)


def draw(document: Paper, table: Table) -> None:
    if table.caption:
        document.add_paragraph(clean(table.caption), style="Caption")
    drawn = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, column in zip(drawn.rows[0].cells, table.columns, strict=True):
        _write(cell, column.title, "middle", bold=True)
    _repeat(drawn.rows[0])
    for row in table.rows:
        _row(drawn.add_row(), table.columns, row)
    _fix(drawn, [Cm(column.width) for column in table.columns])
    document.add_paragraph().paragraph_format.line_spacing = Cm(0.3)


def _row(drawn: _Row, columns: Sequence[Column], row: Row) -> None:
    _whole(drawn)
    cells = drawn.cells
    if isinstance(row, Band):
        _write(cells[0].merge(cells[-1]), row.title, "left", bold=True)
        return
    for cell, column, text in zip(cells, columns, row, strict=True):
        _write(cell, text, column.align)


def _write(cell: _Cell, text: str, align: Align, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = "Table Text", _ALIGN[align]
    paragraph.add_run(clean(text)).bold = bold or None


def _fix(table: DocxTable, widths: Sequence[Length]) -> None:
    """The widths as they are given: every program computes others where it may."""
    table.autofit = False
    for grid, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        grid.set(qn("w:w"), str(round(width.twips)))
    for row in table.rows:
        for cell, width in zip(row._tr.tc_lst, widths, strict=False):
            if cell.grid_span == 1:
                cell.width = width
            else:
                cell.width = WIDTH


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _whole(row)


def _whole(row: _Row) -> None:
    """A row is not broken between two pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))

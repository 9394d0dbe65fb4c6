"""Tables in a document: columns without lines (for letterhead and signature), and tables with lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Cm, Length
from docx.table import _Cell

from reporting.documents.page import clean

Align: TypeAlias = Literal["left", "middle", "right"]
_ALIGN = {"left": "left", "middle": "center", "right": "right"}


@dataclass(frozen=True)
class DocumentColumn:
    """A column; ``width`` in centimetres. Together the columns of a table are as wide as the text, 16 cm."""

    title: str
    width: float
    align: Align = "left"


def header(titles: Sequence[str], *shapes: tuple[float, Align]) -> tuple[DocumentColumn, ...]:
    """Columns from titles and (width, alignment): ``header(("TT", "Nội dung"), (1.1, "middle"), (14.9, "left"))``.

    Titles or shapes that have no counterpart are left out.
    """
    return tuple(DocumentColumn(title, width, align) for title, (width, align) in zip(titles, shapes, strict=False))


@dataclass(frozen=True)
class HeadingRow:
    """A row with one cell over the whole width: the heading of the rows below it."""

    title: str


DocumentRow: TypeAlias = Sequence[str] | HeadingRow


@dataclass(frozen=True)
class DocumentTable:
    """A table whose header is repeated on every page."""

    columns: tuple[DocumentColumn, ...]
    rows: tuple[DocumentRow, ...]
    caption: str = ""


def columns(document: Paper, *widths: Length) -> tuple[_Cell, ...]:
    """Append columns without lines that are not broken between two pages; returns their cells."""
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    cells = tuple(table.rows[0].cells)
    for cell, width in zip(cells, widths, strict=True):
        cell.width = width
    return cells


def draw(document: Paper, table: DocumentTable) -> None:
    """Append a table.

    It is parsed from one XML string: built cell by cell, a table of a thousand units takes half a minute.
    """
    if table.caption:
        document.add_paragraph(clean(table.caption), style="Caption")
    style, grid = document.styles["Table Text"].style_id, document.styles["Table Grid"].style_id
    widths = [round(Cm(column.width).twips) for column in table.columns]
    titles = "".join(
        _cell(style, column.title, width, "middle", bold=True)
        for column, width in zip(table.columns, widths, strict=True)
    )
    rows = "".join(_row(style, table.columns, widths, row) for row in table.rows)
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    element = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblStyle w:val={quoteattr(grid)}/>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid_columns}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{titles}</w:tr>{rows}</w:tbl>"
    )
    body = document.element.body
    body.insert(len(body) - 1, element)  # before the properties of the section, which come last
    document.add_paragraph().paragraph_format.line_spacing = Cm(0.3)


def _row(style: str, columns: Sequence[DocumentColumn], widths: Sequence[int], row: DocumentRow) -> str:
    """A row, which is not broken between two pages, as XML."""
    if isinstance(row, HeadingRow):
        cells = _cell(style, row.title, sum(widths), "left", bold=True, over=len(widths))
    else:
        cells = "".join(
            _cell(style, text, width, column.align) for text, column, width in zip(row, columns, widths, strict=True)
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(style: str, text: str, width: int, align: Align, *, bold: bool = False, over: int = 1) -> str:
    span = f'<w:gridSpan w:val="{over}"/>' if over > 1 else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    line = escape(" ".join(clean(text).split()))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val={quoteattr(style)}/><w:jc w:val="{_ALIGN[align]}"/></w:pPr>'
        f'<w:r>{weight}<w:t xml:space="preserve">{line}</w:t></w:r></w:p></w:tc>'
    )

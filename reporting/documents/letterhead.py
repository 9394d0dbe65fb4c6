"""The letterhead of an official document, and the format of its dates. Nghị định 30/2020, Appendix I, II."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docx.document import Document as Paper
from docx.shared import Cm, Length, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reporting.documents.measure import line_width
from reporting.documents.page import WIDTH, clean, rule
from reporting.documents.tables import columns

LEFT = Cm(6.4)
RIGHT = Length(WIDTH - LEFT)
BODY_RULE = 0.42
"""Length of the rule under the issuing body, as a share of the line; 1/3 to 1/2 is required."""
BLANK = "     "
"""Space for a number or a day that is written by hand or by the office's own system."""
NATION, MOTTO, BODIES, NUMBER, ABOUT, DATED, DRAFT = 12, 13, 12, 13, 12, 13, 13
"""Sizes of letters in points."""


@dataclass(frozen=True)
class Letterhead:
    """``Letterhead("UBND TỈNH CÀ MAU", ("SỞ TƯ PHÁP",), "Số:      /BC-STP", …)``.

    ``parent``: the body above the issuer; ``issuer``: the lines of the issuer's name; ``about``: the subject below the
    number of a công văn (V/v …).
    """

    parent: str | None
    issuer: tuple[str, ...]
    number: str
    about: str | None
    nation: str
    motto: str
    dated: str
    draft: str


def day_number(day: int) -> str:
    """The day of a date, with a zero before days under 10."""
    return f"{day:02}"


def month_number(month: int) -> str:
    """The month of a date, with a zero before months 1 and 2 only: "ngày 05 tháng 6", "ngày 15 tháng 02"."""
    return f"{month:02}" if month < 3 else str(month)


def date_parts(day: date) -> dict[str, str]:
    """The params for the wording of a date: ``{"day": "05", "month": "6", "year": "2026"}``."""
    return {"day": day_number(day.day), "month": month_number(day.month), "year": str(day.year)}


def write(document: Paper, head: Letterhead) -> None:
    """Append the letterhead to an empty document: bodies and number on the left, nation and date on the right."""
    left, right = columns(document, LEFT, RIGHT)
    _bodies(left, head)
    _nation(right, head)


def _bodies(cell: _Cell, head: Letterhead) -> None:
    if head.parent:
        _line(cell, head.parent.upper(), BODIES)
    for line in head.issuer:
        _line(cell, line.upper(), BODIES, bold=True)
    length = min(line_width(head.issuer[-1].upper(), BODIES), LEFT.pt) * BODY_RULE
    _short_rule(cell, length, LEFT)
    _line(cell, head.number, NUMBER)
    if head.about:
        about = _line(cell, head.about, ABOUT)
        about.paragraph_format.space_before = Pt(6)
    draft = _line(cell, head.draft, DRAFT, bold=True)
    draft.paragraph_format.space_before = Pt(6)


def _nation(cell: _Cell, head: Letterhead) -> None:
    _line(cell, head.nation.upper(), NATION, bold=True)
    _line(cell, head.motto, MOTTO, bold=True)
    _short_rule(cell, line_width(head.motto, MOTTO), RIGHT)
    dated = _line(cell, head.dated, DATED, italic=True)
    dated.paragraph_format.space_before = Pt(3)


def _line(cell: _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False) -> Paragraph:
    """Add a line to a cell (the first one uses the empty paragraph that every cell has); ``size`` in points."""
    first = cell.paragraphs[0]
    fresh = len(cell.paragraphs) == 1 and not first.text
    paragraph: Paragraph = first if fresh else cell.add_paragraph()
    paragraph.style = "Letterhead"
    run = paragraph.add_run(clean(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _short_rule(cell: _Cell, length: float, width: Length) -> None:
    rule(cell.add_paragraph(style="Letterhead"), length, width)


def subject_rule(document: Paper, subject: str, size: float) -> None:
    """Append the rule under the subject of a report: 1/3 to 1/2 of its line; ``size`` of its letters in points."""
    length = min(line_width(subject, size), WIDTH.pt) * BODY_RULE
    rule(document.add_paragraph(), length, WIDTH)

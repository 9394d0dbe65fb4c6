"""The head of an official document, and how its dates are written. Nghị định 30/2020, Appendix I, II."""

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
"""The rule under the issuing body: 1/3 to 1/2 of the line."""
BLANK = "     "
"""Where somebody writes by hand, or an office's own system fills in: a number, a day."""
NATION, MOTTO, BODIES, NUMBER, ABOUT, DATED, DRAFT = 12, 13, 12, 13, 12, 13, 13
"""Points."""


@dataclass(frozen=True)
class Letterhead:
    """``Letterhead("UBND TỈNH CÀ MAU", ("SỞ TƯ PHÁP",), "Số:      /BC-STP", …)``.

    ``issuer`` has the lines its name is broken into; ``about`` stands under the number of a công văn (V/v …).
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
    """A zero before days under 10."""
    return f"{day:02}"


def month_number(month: int) -> str:
    """A zero before months 1 and 2 only: "ngày 05 tháng 6", "ngày 15 tháng 02"."""
    return f"{month:02}" if month < 3 else str(month)


def date_parts(day: date) -> dict[str, str]:
    """What the words of a date need: ``{"day": "05", "month": "6", "year": "2026"}``."""
    return {"day": day_number(day.day), "month": month_number(day.month), "year": str(day.year)}


def write(document: Paper, head: Letterhead) -> None:
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
    """The next line of a cell, which begins with an empty one."""
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
    """The rule under the subject of a report: 1/3 to 1/2 of its line."""
    length = min(line_width(subject, size), WIDTH.pt) * BODY_RULE
    rule(document.add_paragraph(), length, WIDTH)

"""The letter that urges units to send a report (công văn đôn đốc), as .docx.

Unlike other documents, a công văn has no kind of document in its number and no title.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from docx.document import Document as Paper
from docx.shared import Cm, Pt

from reporting.documents import ending, letterhead, page, tables
from reporting.documents.ending import DocumentEnding
from reporting.documents.letterhead import Letterhead
from reporting.documents.report_docx import address, close
from reporting.documents.tables import DocumentTable


@dataclass(frozen=True)
class ReminderLetter:
    """The contents of a letter. ``dear``: "Kính gửi:"; ``to``: the units, ``("UBND huyện Năm Căn", "xã Tân Hưng")``."""

    head: Letterhead
    dear: str
    to: tuple[str, ...]
    paragraphs: tuple[str, ...]
    table: DocumentTable | None
    after: tuple[str, ...]
    ending: DocumentEnding
    made_at: datetime
    """In Vietnam's time."""


def draw(letter: ReminderLetter) -> bytes:
    """The letter as a .docx file."""
    document = page.blank(letter.head.about or "", " ".join(letter.head.issuer), letter.made_at)
    letterhead.write(document, letter.head)
    _address(document, letter)
    for text in letter.paragraphs:
        document.add_paragraph(page.clean(text), style="Body Text")
    if letter.table:
        tables.draw(document, letter.table)
    close(document, letter.after)
    ending.write(document, letter.ending)
    return page.content_of(document)


def _address(document: Paper, letter: ReminderLetter) -> None:
    """One addressee on the line of "Kính gửi:"; several on separate lines that end in ";", the last one in "."."""
    if len(letter.to) == 1:
        return address(document, f"{letter.dear} {letter.to[0]}")
    dear = document.add_paragraph(letter.dear)
    dear.paragraph_format.left_indent, dear.paragraph_format.space_before = Cm(3), Pt(9)
    for number, name in enumerate(letter.to, 1):
        end = "." if number == len(letter.to) else ";"
        line = document.add_paragraph(page.clean(f"- {name}{end}"))
        line.paragraph_format.left_indent = Cm(5)
    line.paragraph_format.space_after = Pt(9)

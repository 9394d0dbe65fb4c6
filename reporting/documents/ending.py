"""The end of an official document: recipients and signature. Nghị định 30/2020, Appendix I, II.7 and II.9."""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Length, Pt

from reporting.documents.page import BODY, WIDTH, clean
from reporting.documents.tables import columns

LEFT = Cm(7.5)
RIGHT = Length(WIDTH - LEFT)
HAND = 60
"""Space for the signature and the seal, in points."""


@dataclass(frozen=True)
class DocumentEnding:
    """``DocumentEnding("Nơi nhận:", ("- Như trên;", "- Lưu: VT."), ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH"))``.

    ``signer``: the lines of the signer's authority, including TM., KT., TL., TUQ. or Q.; the name is written by hand.
    """

    title: str
    recipients: tuple[str, ...]
    signer: tuple[str, ...]


def write(document: Paper, ending: DocumentEnding) -> None:
    """Append recipients (left) and signature (right) to the document."""
    left, right = columns(document, LEFT, RIGHT)
    first = left.paragraphs[0]
    first.style = "List"
    title = first.add_run(ending.title)
    title.bold = title.italic = True
    title.font.size = Pt(12)
    for recipient in ending.recipients:
        left.add_paragraph(clean(recipient), style="List")
    for number, line in enumerate(ending.signer):
        paragraph = right.paragraphs[0] if number == 0 else right.add_paragraph()
        paragraph.style, paragraph.alignment = "Letterhead", WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(clean(line))
        run.bold, run.font.size = True, Pt(BODY)
    name = right.add_paragraph(style="Letterhead")
    name.paragraph_format.space_before = Pt(HAND)

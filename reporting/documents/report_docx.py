"""Layout of a report as an official document (.docx): of one unit, or consolidated. Its texts come from the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from reporting.documents import ending, letterhead, page, tables
from reporting.documents.ending import DocumentEnding
from reporting.documents.letterhead import Letterhead
from reporting.documents.tables import DocumentTable


@dataclass(frozen=True)
class QuotedText:
    """A text, one paragraph for each of its lines; ``by``: the author, in bold before it."""

    text: str
    by: str = ""


DocumentBlock: TypeAlias = QuotedText | DocumentTable


@dataclass(frozen=True)
class DocumentSection:
    """A heading with its contents; ``level`` of the heading from 1."""

    title: str
    blocks: tuple[DocumentBlock, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class DocumentAnnex:
    """An annex on its own pages: ``DocumentAnnex("Phụ lục", "DANH SÁCH ĐƠN VỊ", "(Kèm theo Báo cáo …)", blocks)``."""

    name: str
    title: str
    of: str
    blocks: tuple[DocumentBlock, ...]


@dataclass(frozen=True)
class ReportDocument:
    """The contents of a report. ``subject``: the line below the title, "Kết quả thực hiện …"; ``to``: the addressee,
    "Kính gửi: Ủy ban nhân dân tỉnh."."""

    head: Letterhead
    title: str
    subject: str
    to: str
    opening: tuple[DocumentBlock, ...]
    sections: tuple[DocumentSection, ...]
    closing: str
    ending: DocumentEnding
    annexes: tuple[DocumentAnnex, ...]
    made_at: datetime
    """In Vietnam's time."""


def draw(report: ReportDocument) -> bytes:
    """The report as a .docx file."""
    document = page.blank(report.subject, " ".join(report.head.issuer), report.made_at)
    letterhead.write(document, report.head)
    document.add_paragraph(report.title.upper(), style="Title")
    document.add_paragraph(page.clean(report.subject), style="Subtitle")
    letterhead.subject_rule(document, report.subject, page.STYLES["Subtitle"].size)
    address(document, report.to)
    write(document, report.opening)
    for section in report.sections:
        document.add_heading(page.clean(section.title), section.level)
        write(document, section.blocks)
    close(document, [report.closing])
    ending.write(document, report.ending)
    for annex in report.annexes:
        _annex(document, annex)
    return page.content_of(document)


def close(document: Paper, texts: Sequence[str]) -> None:
    """Append the last paragraphs and keep them with the signature, so that it is not alone on a page."""
    for text in texts:
        document.add_paragraph(page.clean(text), style="Body Text").paragraph_format.keep_with_next = True


def address(document: Paper, to: str) -> None:
    """Append the addressee ("Kính gửi: …"), centred."""
    paragraph = document.add_paragraph(page.clean(to))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(9)


def write(document: Paper, blocks: tuple[DocumentBlock, ...]) -> None:
    """Append texts and tables."""
    for block in blocks:
        if isinstance(block, DocumentTable):
            tables.draw(document, block)
            continue
        for number, line in enumerate(page.lines(block.text)):
            paragraph = document.add_paragraph(style="Body Text")
            if block.by and number == 0:
                paragraph.add_run(page.clean(f"{block.by}: ")).bold = True
            paragraph.add_run(line)


def _annex(document: Paper, annex: DocumentAnnex) -> None:
    page.annex_section(document)
    for text, style in ((annex.name, "Subtitle"), (annex.title.upper(), "Subtitle")):
        document.add_paragraph(page.clean(text), style=style)
    of = document.add_paragraph(page.clean(annex.of), style="Caption")
    of.paragraph_format.space_after = Pt(6)
    letterhead.subject_rule(document, annex.of, page.STYLES["Caption"].size)
    write(document, annex.blocks)

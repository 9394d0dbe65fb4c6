"""The page an official document is written on: A4, its margins, its styles, the number of each page.

Nghị định 30/2020, Appendix I. Everything stands in named styles, so that an office changes it in Word in one place.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as Paper
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(20)
"""Allowed are 20–25, 20–25, 30–35 and 15–20 mm."""
WIDTH = Mm(210 - 30 - 20)
"""Of the text."""
BODY = 14
"""Points; 13 or 14."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TextStyle(NamedTuple):
    """A style. Sizes and spaces in points, the first line's indent in centimetres."""

    size: float
    bold: bool = False
    italic: bool = False
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    before: float = 0
    after: float = 0
    first_line: float = 0
    line: float = 1.0
    stays_with_next: bool = False


_MIDDLE, _JUSTIFIED = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
STYLES = {
    "Normal": TextStyle(BODY),
    "Header": TextStyle(13, align=_MIDDLE),
    "Title": TextStyle(14, bold=True, align=_MIDDLE, before=12, stays_with_next=True),
    "Subtitle": TextStyle(14, bold=True, align=_MIDDLE, stays_with_next=True),
    "Body Text": TextStyle(BODY, align=_JUSTIFIED, after=6, first_line=1.27, line=1.15),
    "Heading 1": TextStyle(14, bold=True, before=6, after=6, first_line=1.27, stays_with_next=True),
    "Heading 2": TextStyle(14, bold=True, before=3, after=6, first_line=1.27, stays_with_next=True),
    "Heading 3": TextStyle(14, bold=True, italic=True, after=6, first_line=1.27, stays_with_next=True),
    "Caption": TextStyle(13, italic=True, align=_MIDDLE, before=3, after=3, stays_with_next=True),
    "List": TextStyle(11),
}
"""Word's own styles, as the decree wants them to look; Word shows their names in its language."""


def blank(title: str, issuer: str, at: datetime) -> Paper:
    """An empty document. ``title`` and ``issuer`` go into its properties, with the instant it was made ``at``."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title[:255], issuer[:255], issuer[:255]
    properties.comments, properties.language = "", "vi-VN"
    properties.created = properties.modified = at.replace(tzinfo=None)
    _defaults(document)
    for name, look in STYLES.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        apply_style(style, look)
    for name, base in (("Table Text", TextStyle(12, before=2, after=2)), ("Letterhead", TextStyle(13, align=_MIDDLE))):
        style = document.styles.add_style(name, 1)
        assert isinstance(style, ParagraphStyle)
        apply_style(style, base)
    set_up(document.sections[0])
    return document


def _defaults(document: Paper) -> None:
    """The fonts of the theme give way; the language is Vietnamese."""
    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        fonts = properties.find(f".//{qn('w:rFonts')}")
        if fonts is not None:
            name_font(fonts)
        language = properties.find(f".//{qn('w:lang')}")
        if language is not None:
            for part in ("val", "eastAsia"):
                language.set(qn(f"w:{part}"), "vi-VN")


def name_font(fonts: Any) -> None:
    """Times New Roman for every script: Vietnamese letters count as East Asian ones to some programs."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for part in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{part}"), FONT)


def apply_style(style: ParagraphStyle, look: TextStyle) -> None:
    font, shape = style.font, style.paragraph_format
    font.name = FONT
    name_font(style.element.get_or_add_rPr().get_or_add_rFonts())
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    for leftover in ("w:spacing", "w:kern"):
        for found in style.element.rPr.findall(qn(leftover)):
            style.element.rPr.remove(found)
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)
    shape.alignment, shape.left_indent, shape.first_line_indent = look.align, Cm(0), Cm(look.first_line)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, look.line
    shape.keep_with_next, shape.widow_control = look.stays_with_next, True


def set_up(section: Section) -> None:
    """A4 upright, the decree's margins, pages numbered in the middle of the top margin, not on the first."""
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance, section.footer_distance = Mm(10), Mm(10)
    section.different_first_page_header_footer = True
    number = OxmlElement("w:pgNumType")
    number.set(qn("w:start"), "1")
    section._sectPr.append(number)
    header = section.header
    header.is_linked_to_previous = section.first_page_header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.style = "Header"
    _field(paragraph, "PAGE")


def annex_section(document: Paper) -> None:
    """What follows stands on pages of its own, numbered from 1 again."""
    document.add_section(WD_SECTION.NEW_PAGE)
    shape = document.paragraphs[-1].paragraph_format  # it carries the break, and must not need a page itself
    shape.line_spacing = shape.space_after = Pt(1)


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that Word computes: the number of the page."""
    for kind in ("begin", "code", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "code":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {code} "
        elif kind == "text":
            part = OxmlElement("w:t")
            part.text = "2"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def clean(text: str) -> str:
    """Without the control characters that no document may hold."""
    return _ILLEGAL.sub("", text)


def lines(text: str) -> Iterable[str]:
    """The lines a person wrote, the empty ones left out."""
    return (line.strip() for line in clean(text).splitlines() if line.strip())


def rule(paragraph: Paragraph, length: float, width: Length) -> None:
    """Makes an empty paragraph a thin line, ``length`` points long, in the middle of a column ``width`` wide."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Pt(max((width.pt - length) / 2, 0))
    shape.space_before, shape.line_spacing = Pt(3), Pt(5)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def content_of(document: Paper) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()

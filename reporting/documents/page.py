"""The page layout of official documents: A4, margins, styles, page numbers. Nghị định 30/2020, Appendix I.

All formatting is in named styles, so that an office can change it in one place in Word.
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
"""Margins; 20–25, 20–25, 30–35 and 15–20 mm are permitted."""
WIDTH = Mm(210 - 30 - 20)
"""Width of the text."""
BODY = 14
"""Size of letters in points; 13 or 14 is permitted."""
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TextStyle(NamedTuple):
    """A style. Size and spaces in points, indent of the first line in centimetres, ``line``: line spacing."""

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
"""Word's built-in styles, formatted as the decree requires; Word shows their names in its own language."""


def blank(title: str, issuer: str, at: datetime) -> Paper:
    """An empty document. ``title``, ``issuer`` and the instant ``at`` are stored in its properties."""
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
    """Replace the fonts of the theme by ``FONT``, and set the language to Vietnamese."""
    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        fonts = properties.find(f".//{qn('w:rFonts')}")
        if fonts is not None:
            name_font(fonts)
        language = properties.find(f".//{qn('w:lang')}")
        if language is not None:
            for part in ("val", "eastAsia"):
                language.set(qn(f"w:{part}"), "vi-VN")


def name_font(fonts: Any) -> None:
    """Set ``FONT`` for every script: some programs treat Vietnamese letters as East Asian ones."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for part in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{part}"), FONT)


def apply_style(style: ParagraphStyle, look: TextStyle) -> None:
    """Format a style of a document; colours, borders and other formatting of python-docx's template are removed."""
    font, shape = style.font, style.paragraph_format
    font.name = FONT
    name_font(style.element.get_or_add_rPr().get_or_add_rFonts())
    font.size, font.bold, font.italic = Pt(look.size), look.bold, look.italic
    font.color.rgb = RGBColor(0, 0, 0)
    for leftover in ("w:spacing", "w:kern"):
        for element in style.element.rPr.findall(qn(leftover)):
            style.element.rPr.remove(element)
    border = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)
    shape.alignment, shape.left_indent, shape.first_line_indent = look.align, Cm(0), Cm(look.first_line)
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.MULTIPLE, look.line
    shape.keep_with_next, shape.widow_control = look.stays_with_next, True


def set_up(section: Section) -> None:
    """Set up A4 in portrait, the margins, and page numbers in the middle of the top margin (not on the first page)."""
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
    """Begin a new page and a section whose pages are numbered from 1."""
    document.add_section(WD_SECTION.NEW_PAGE)
    shape = document.paragraphs[-1].paragraph_format  # it contains the break, and must not need a page for itself
    shape.line_spacing = shape.space_after = Pt(1)


def _field(paragraph: Paragraph, code: str) -> None:
    """Append a field that Word computes, such as PAGE."""
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
    """The text without the control characters that are not permitted in XML."""
    return _ILLEGAL.sub("", text)


def lines(text: str) -> Iterable[str]:
    """The lines of a text, without empty ones."""
    return (line.strip() for line in clean(text).splitlines() if line.strip())


def rule(paragraph: Paragraph, length: float, width: Length) -> None:
    """Turn an empty paragraph into a thin line of ``length`` points in the middle of a column ``width`` wide."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Pt(max((width.pt - length) / 2, 0))
    shape.space_before, shape.line_spacing = Pt(3), Pt(5)
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def content_of(document: Paper) -> bytes:
    """The document as a .docx file."""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()

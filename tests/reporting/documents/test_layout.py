"""The layout of Nghị định 30/2020, Appendix I, read back from the files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reporting.documents import report_docx, urging_docx
from reporting.documents.measure import line_width
from reporting.documents.report_docx import QuotedText
from tests.reporting.documents.sample_documents import MOTTO, NATION, head, letter, report


def opened(content: bytes) -> Paper:
    return Document(io.BytesIO(content))


@pytest.fixture(scope="module")
def document() -> Paper:
    return opened(report_docx.draw(report()))


def paragraph(where: Paper | _Cell, text: str) -> Paragraph:
    return next(docx_paragraph for docx_paragraph in where.paragraphs if docx_paragraph.text == text)


def look(docx_paragraph: Paragraph) -> tuple[float, bool, bool]:
    """Size, bold, italic, as the run or its style says."""
    run, style = docx_paragraph.runs[0], docx_paragraph.style
    assert style is not None
    font: Any = style.font  # type: ignore[attr-defined]
    size = run.font.size or font.size
    bold = font.bold if run.bold is None else run.bold
    italic = font.italic if run.italic is None else run.italic
    return size.pt, bool(bold), bool(italic)


def rule_below(cell: _Cell, text: str) -> float:
    """The length in points of the rule in the paragraph after this one."""
    at = next(number for number, cell_paragraph in enumerate(cell.paragraphs) if cell_paragraph.text == text)
    line = cell.paragraphs[at + 1]
    assert line._p.pPr is not None
    assert line._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:top')}") is not None
    left, right = line.paragraph_format.left_indent, line.paragraph_format.right_indent
    assert cell.width is not None
    assert left is not None
    assert left == right, "in the middle"
    return cell.width.pt - 2 * left.pt


def test_the_page(document: Paper) -> None:
    for section in document.sections:
        assert section.page_width is not None
        assert section.page_height is not None
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        top, bottom, left, right = (round(margin.mm) for margin in margins if margin is not None)
        assert 20 <= top <= 25
        assert 20 <= bottom <= 25
        assert 30 <= left <= 35
        assert 15 <= right <= 20


def test_the_number_of_the_page_in_the_top_margin_but_not_on_the_first(document: Paper) -> None:
    for section in document.sections:
        assert section.different_first_page_header_footer
        assert not section.first_page_header.paragraphs[0].runs
        number = section.header.paragraphs[0]
        assert " PAGE " in [part.text for part in number._p.iter(qn("w:instrText"))]
        assert number.style is not None
        font: Any = number.style
        assert 13 <= font.font.size.pt <= 14
        assert font.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        assert section.header_distance is not None
        assert section.top_margin is not None
        assert section.header_distance < section.top_margin


def test_times_new_roman_is_named_for_every_script_in_the_styles(document: Paper) -> None:
    for style in document.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is None or style.name not in {
            docx_paragraph.style.name for docx_paragraph in document.paragraphs if docx_paragraph.style
        } | {"Normal"}:
            continue
        assert {fonts.get(qn(f"w:{part}")) for part in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert not any("Theme" in name for name in fonts.attrib)
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert default.get(qn("w:eastAsia")) == "Times New Roman"
    runs = [run for docx_paragraph in document.paragraphs for run in docx_paragraph.runs]
    assert all(run.font.name is None for run in runs), "the style says it, nothing else"


def test_the_head_of_the_page(document: Paper) -> None:
    left, right = document.tables[0].rows[0].cells
    size, bold, italic = look(paragraph(right, NATION))
    assert (12 <= size <= 13, bold, italic) == (True, True, False)
    size, bold, italic = look(paragraph(right, MOTTO))
    assert (13 <= size <= 14, bold, italic) == (True, True, False)
    assert rule_below(right, MOTTO) == pytest.approx(line_width(MOTTO, size), abs=1)
    size, bold, italic = look(paragraph(right, "Mẫu, ngày      tháng 5 năm 2026"))
    assert (13 <= size <= 14, bold, italic) == (True, False, True)
    size, bold, italic = look(paragraph(left, "HUYỆN MẪU"))
    assert (12 <= size <= 13, bold, italic) == (True, True, False)
    assert 1 / 3 <= rule_below(left, "HUYỆN MẪU") / line_width("HUYỆN MẪU", size) <= 1 / 2
    assert look(paragraph(left, "Số:     /BC-UBND")) == (13, False, False)
    assert look(paragraph(left, "DỰ THẢO"))[1]


def test_a_parent_body_is_not_bold() -> None:
    of = report(head=head(parent="UBND tỉnh Mẫu", issuer=("Sở Văn hóa, Thể thao và Du lịch (mẫu) của tỉnh Mẫu",)))
    left, _ = opened(report_docx.draw(of)).tables[0].rows[0].cells
    size, bold, italic = look(paragraph(left, "UBND TỈNH MẪU"))
    assert (12 <= size <= 13, bold, italic) == (True, False, False)
    assert left.width is not None
    wide = rule_below(left, "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH (MẪU) CỦA TỈNH MẪU")
    assert wide <= left.width.pt / 2, "a name of several lines: of the column"


def test_the_body(document: Paper) -> None:
    body: Any = document.styles["Body Text"]
    shape = body.paragraph_format
    assert 13 <= body.font.size.pt <= 14
    assert shape.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert round(shape.first_line_indent.cm, 2) in (1.0, 1.27)
    assert shape.space_after.pt >= 6
    assert 1 <= shape.line_spacing <= 1.5
    styles = [
        docx_paragraph.style.name
        for docx_paragraph in document.paragraphs
        if docx_paragraph.text and docx_paragraph.style
    ]
    assert {"Heading 1", "Heading 2", "Body Text", "Title", "Subtitle"} <= set(styles)
    assert paragraph(document, "Đã họp 03 lần.").style.name == "Body Text"  # type: ignore[union-attr]
    assert paragraph(document, "xã Mẫu: Đã ban hành kế hoạch (mẫu).").runs[0].bold


def test_the_end_of_the_page(document: Paper) -> None:
    left, right = document.tables[-2].rows[0].cells
    assert look(paragraph(left, "Nơi nhận:")) == (12, True, True)
    assert look(paragraph(left, "- Như trên;")) == (11, False, False)
    assert [right_paragraph.text for right_paragraph in right.paragraphs][:3] == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]
    assert look(paragraph(right, "KT. CHỦ TỊCH"))[1]
    closing = paragraph(document, "Trên đây là báo cáo của Ủy ban nhân dân huyện Mẫu./.")
    assert closing.paragraph_format.keep_with_next, "whoever signs is not alone on a page"


def test_a_tables_header_comes_again_on_every_page_and_rows_stay_whole(document: Paper) -> None:
    table = document.tables[1]
    assert table.rows[0]._tr.trPr is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.text for cell in table.rows[0].cells] == ["TT", "Nội dung", "Kết quả"]
    assert table.rows[1].cells[0].text == "Hình sự"
    assert sum(cell.width.cm for cell in table.rows[2].cells if cell.width) == pytest.approx(16, abs=0.1)


def test_what_no_document_may_hold_is_left_out() -> None:
    paragraphs = opened(report_docx.draw(report("Một\x00\x0b dòng\r\n\r\n  hai \ufffe"))).paragraphs
    assert [
        docx_paragraph.text
        for docx_paragraph in paragraphs
        if "dòng" in docx_paragraph.text or docx_paragraph.text == "hai"
    ] == ["xã Mẫu: Một dòng", "hai"]


def test_whose_it_is_stands_in_its_properties(document: Paper) -> None:
    properties = document.core_properties
    assert properties.author == "Ủy ban nhân dân huyện Mẫu"
    assert properties.title == "Kết quả 6 tháng năm 2026 thực hiện Kế hoạch mẫu"
    assert properties.created is not None
    assert (properties.created.hour, properties.created.minute) == (9, 42)


def test_a_letter_names_no_kind_and_lists_whom_it_is_for() -> None:
    document = opened(urging_docx.draw(letter("xã Mẫu Một", "xã Mẫu Hai")))
    left, _ = document.tables[0].rows[0].cells
    lines = [left_paragraph.text for left_paragraph in left.paragraphs if left_paragraph.text]
    assert lines[2:4] == ["Số:     /UBND-…", "V/v đôn đốc gửi báo cáo mẫu"]
    size, bold, italic = look(paragraph(left, "V/v đôn đốc gửi báo cáo mẫu"))
    assert (12 <= size <= 13, bold, italic) == (True, False, False)
    texts = [docx_paragraph.text for docx_paragraph in document.paragraphs if docx_paragraph.text]
    assert texts[:3] == ["Kính gửi:", "- xã Mẫu Một;", "- xã Mẫu Hai."]
    assert not any(
        docx_paragraph.style and docx_paragraph.style.name == "Title" for docx_paragraph in document.paragraphs
    )


def test_a_letter_to_one_unit_names_it_beside() -> None:
    document = opened(urging_docx.draw(letter("xã Mẫu Một")))
    assert document.paragraphs[0].text == "Kính gửi: xã Mẫu Một"


def test_a_section_without_text_is_its_heading() -> None:
    of = report(sections=report().sections[:1], opening=(QuotedText("Mở đầu."),), annexes=())
    assert len(opened(report_docx.draw(of)).sections) == 1


def test_the_rule_under_the_subject_is_a_third_to_a_half_of_its_line(document: Paper) -> None:
    subject = "Kết quả 6 tháng năm 2026 thực hiện Kế hoạch mẫu"
    at = next(number for number, below in enumerate(document.paragraphs) if below.text == subject)
    rule, section = document.paragraphs[at + 1], document.sections[0]
    assert rule._p.pPr is not None
    assert rule._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:top')}") is not None
    left, right = rule.paragraph_format.left_indent, rule.paragraph_format.right_indent
    assert left is not None
    assert left == right, "in the middle"
    assert section.page_width is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    wide = section.page_width.pt - section.left_margin.pt - section.right_margin.pt - 2 * left.pt
    assert 1 / 3 <= wide / line_width(subject, look(document.paragraphs[at])[0]) <= 1 / 2

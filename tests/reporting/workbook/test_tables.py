"""Tables as workbooks, read back by the library that reads them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporting.workbook.tables import Cell, SheetColumn, single_table

COLUMNS = [SheetColumn("Mã", 12), SheetColumn("Tên đơn vị", 30)]


def sheet(*rows: list[Cell], title: tuple[str, ...] = ("Danh sách",)) -> Worksheet:
    worksheet = load_workbook(io.BytesIO(single_table("Bảng", title, COLUMNS, rows))).active
    assert isinstance(worksheet, Worksheet)
    return worksheet


def test_title_header_and_rows() -> None:
    worksheet = sheet(["MAU-05", "UBND huyện Cái Nước"], ["MAU-07", None])

    assert [[cell.value for cell in row] for row in worksheet.iter_rows()] == [
        ["Danh sách", None],
        ["Mã", "Tên đơn vị"],
        ["MAU-05", "UBND huyện Cái Nước"],
        ["MAU-07", None],
    ]
    assert worksheet.freeze_panes == "A3"
    assert worksheet.auto_filter.ref == "A2:B4"


def test_it_is_printed_on_a4_with_its_header_on_every_page() -> None:
    worksheet = sheet(["1", "2"])

    assert worksheet.page_setup.paperSize == 9
    assert worksheet.page_setup.orientation == "landscape"
    assert worksheet.print_title_rows == "$2:$2"
    assert worksheet.sheet_properties.pageSetUpPr is not None
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\x01=HYPERLINK(1)"])
def test_a_text_is_never_a_formula(text: str) -> None:
    worksheet = sheet([text, "x"], title=(text,))

    for cell in (worksheet["A1"], worksheet["A3"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.value == text.lstrip("\x01")


def test_instants_are_vietnam_s_time() -> None:
    cell = sheet([datetime(2026, 5, 19, 2, 42, tzinfo=UTC), 7])["A3"]

    assert cell.value == datetime(2026, 5, 19, 9, 42)
    assert cell.number_format == "hh:mm dd/mm/yyyy"


def test_a_day_alone_is_shown_without_an_hour() -> None:
    cell = sheet([date(2026, 5, 26)])["A3"]

    assert (cell.value, cell.number_format) == (datetime(2026, 5, 26), "dd/mm/yyyy")


def test_everything_is_in_the_letters_of_an_official_document() -> None:
    worksheet = sheet(["MAU-05", "UBND huyện Cái Nước"])
    assert {cell.font.name for row in worksheet.iter_rows() for cell in row if cell.value} == {"Times New Roman"}


def test_only_a_row_of_the_table_whose_text_needs_several_lines_is_higher() -> None:
    long = "Ủy ban nhân dân huyện Cái Nước, tỉnh Cà Mau (mẫu)"
    worksheet = sheet(["MAU-05", long], ["MAU-07", "huyện Năm Căn"], title=(long,))

    heights = [worksheet.row_dimensions[row].height for row in range(1, 5)]
    assert [height is not None for height in heights] == [False, False, True, False]

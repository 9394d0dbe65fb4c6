"""The annex of figures: what its formulas come to is what they should."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from reporting.documents.annex_xlsx import (
    AnnexLabels,
    FigureColumn,
    FigureRow,
    FiguresAnnex,
    StatusRow,
    TargetRow,
    draw,
)

NIL, MISSING = "không phát sinh", "chưa có số liệu"
LABELS = AnnexLabels(
    sheets=("Số liệu", "Chỉ tiêu", "Tình hình nộp"),
    places=("Mã", "Đơn vị", "Địa bàn"),
    goals=("TT", "Chỉ tiêu", "Mức", "Tử số", "Mẫu số", "Tỷ lệ", "Đánh giá", "n/N"),
    standings=("Mã", "Đơn vị", "Cấp", "Tình trạng", "Nộp", "So với hạn", "Biên nhận", "Hạn"),
    total="Tổng cộng",
    given="Số nơi có số liệu",
    yes="Có",
    no="Không",
    nil=NIL,
    missing=MISSING,
)


def annex(values: list[tuple[int | str | None, ...]], *yes_no: bool, goals: tuple[TargetRow, ...] = ()) -> FiguresAnnex:
    columns = tuple(FigureColumn(f"câu {number}", yes_no=is_yes_no) for number, is_yes_no in enumerate(yes_no))
    places = tuple(FigureRow(f"M{number}", f"đơn vị mẫu {number}", "", row) for number, row in enumerate(values))
    standing = StatusRow("M0", "=1+1", "Cấp xã", "đã nộp", None, "đúng hạn", "", "24/5/2026")
    return FiguresAnnex(("Phụ lục mẫu", "Tính đến 09:42 ngày 19/5/2026"), LABELS, columns, places, goals, (standing,))


def opened(of: FiguresAnnex) -> Workbook:
    return load_workbook(io.BytesIO(draw(of)))


def computed(book: Workbook, sheet: str, cell: str) -> Any:
    """What a spreadsheet makes of a cell: the functions that are used, in a few lines."""
    table = book[sheet]
    formula = table[cell].value
    if not isinstance(formula, str) or not formula.startswith("="):
        return formula

    def cells(area: str) -> list[Any]:
        return [table_cell.value for row in table[area] for table_cell in row]

    text = re.sub(r"([A-Z]+\d+:[A-Z]+\d+)", r'cells("\1")', formula[1:])
    text = re.sub(r"(?<![A-Z\"])([A-Z]\d+)(?![\d:\"])", lambda at: repr(table[at[1]].value), text)
    names = {
        "cells": cells,
        "SUM": lambda values: sum(value for value in values if isinstance(value, int)),
        "COUNT": lambda values: sum(isinstance(value, int) for value in values),
        "COUNTIF": lambda values, wanted: sum(value == wanted for value in values),
        "IF": lambda condition, yes, no: yes if condition else no,
    }
    return eval(re.sub(r"(?<![<>=])=(?!=)", "==", text), {}, names)


given_or_not = st.one_of(st.integers(0, 10**9), st.sampled_from([NIL, MISSING, None]))


@settings(max_examples=25)
@given(st.lists(given_or_not, min_size=1, max_size=12))
def test_a_sum_is_what_was_given_and_three_states_stay_apart(values: list[int | str | None]) -> None:
    book = opened(annex([(value,) for value in values], False))
    last = 3 + len(values)
    numbers = [value for value in values if isinstance(value, int)]
    expected = sum(numbers) if numbers else NIL if NIL in values else MISSING
    assert computed(book, "Số liệu", f"D{last + 1}") == expected
    assert computed(book, "Số liệu", f"D{last + 2}") == len(numbers) + values.count(NIL)


@pytest.mark.parametrize(
    ("values", "yes", "answered"),
    [(["Có", "Không", MISSING], 1, 2), (["Không", NIL], 0, 2), ([NIL], NIL, 1), ([MISSING], MISSING, 0)],
)
def test_of_a_yes_or_no_the_yeses_are_counted(values: list[int | str | None], yes: int | str, answered: int) -> None:
    book = opened(annex([(value,) for value in values], True))
    last = 3 + len(values)
    assert computed(book, "Số liệu", f"D{last + 1}") == yes
    assert computed(book, "Số liệu", f"D{last + 2}") == answered


def test_targets_with_their_rates_as_formulas() -> None:
    goals = (
        TargetRow("1", "Tỷ lệ mẫu", "từ 80% trở lên", 18, 20, True, "đạt", "2/2"),
        TargetRow("2", "Không phát sinh", "100%", 0, 0, True, "không phát sinh", "2/2"),
        TargetRow("3", "Thiếu", "100%", None, None, True, "thiếu số liệu", "0/2"),
    )
    book = opened(annex([(1,)], False, goals=goals))
    assert computed(book, "Chỉ tiêu", "F4") == 0.9
    assert book["Chỉ tiêu"]["F4"].number_format == "0.0%"
    assert [book["Chỉ tiêu"][f"F{row}"].value for row in (5, 6)] == [None, None]


def test_it_is_set_up_to_be_read_and_printed() -> None:
    book = opened(annex([tuple(range(30))] * 40, *[False] * 30))
    figures = book["Số liệu"]
    assert figures.freeze_panes == "D4"
    assert figures.print_title_rows == "$3:$3"
    assert figures.print_title_cols == "$A:$C"
    assert figures.page_setup.fitToWidth == 3, "what does not fit legibly goes on to a second and third page"
    for sheet in book.worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_text_is_never_computed() -> None:
    book = opened(annex([("=1+1",)], False))
    assert book["Số liệu"]["D4"].data_type == "s"
    assert book["Tình hình nộp"]["B4"].data_type == "s"


def test_no_unit_at_all() -> None:
    book = opened(annex([], False))
    assert book["Số liệu"].max_row == 3

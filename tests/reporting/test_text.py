"""Matching must not care how a Vietnamese word was typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.text import clean, fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Thuỷ", "thuy"),
        ("thủy", "thuy"),
        ("ĐỒNG THÁP", "dong thap"),
        ("Ðắk Lắk", "dak lak"),  # Eth, as old fonts type it
        ("  nộp   báo\ncáo ", "nop bao cao"),
        ("１２ vụ", "12 vu"),
        ("12\u00a0vụ\u200b", "12 vu"),
        ("ngươi ưỡn", "nguoi uon"),
    ],
)
def test_the_same_word_however_typed(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


def test_clean_keeps_accents_lines_and_columns() -> None:
    assert clean(" Xã  Hòa Mỹ \r\n 12 \t 10 \n") == "Xã Hòa Mỹ\n12\t10"


def test_clean_drops_what_no_file_can_hold() -> None:
    assert clean("12\ud800") == "12"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == fold(fold(once))
    assert "\n" not in once
    assert once == once.strip()


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ "))
def test_vietnamese_folds_to_plain_letters(text: str) -> None:
    assert fold(text).isascii()

"""Money, as officers type it; always whole đồng."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reporting.form_entry.answer_input.questions import RECOVERED, doubted, refused, understood

TY, TRIEU = 10**9, 10**6


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("5k", 5_000),
        ("500 nghìn", 500_000),
        ("350tr", 350 * TRIEU),
        ("350 triệu đồng", 350 * TRIEU),
        ("1tr5", 1_500_000),
        ("1tr500", 1_500_000),
        ("12 tỷ 500", 12_500 * TRIEU),
        ("1 tỷ 050", 1_050 * TRIEU),
        ("1,2 tỷ", 1_200 * TRIEU),
        ("1.2 ty", 1_200 * TRIEU),
        ("2 tỉ", 2 * TY),
        ("1 tỷ 2", 1_200 * TRIEU),
        ("1 tỷ rưỡi", 1_500 * TRIEU),
        ("1 tỷ 200 triệu", 1_200 * TRIEU),
        ("1 tỷ 200 triệu 500 nghìn", 1_200_500_000),
        ("1.234.567 đồng", 1_234_567),
        ("1234567đ", 1_234_567),
        ("hai tỷ ba trăm triệu", 2_300 * TRIEU),
        ("0,5 tỷ", 500 * TRIEU),
        ("k", 0),
        ("không", 0),
        ("0", 0),
    ],
)
def test_an_amount_is_understood(text: str, dong: int) -> None:
    assert understood(RECOVERED, text) == dong


def test_nothing_arose() -> None:
    assert understood(RECOVERED, "không phát sinh") == "nil"


@pytest.mark.parametrize(
    ("text", "code", "candidates"),
    [
        ("350", "money_unit", [350 * TRIEU, 350_000, 350]),
        ("1.5", "money_unit", [1_500 * TRIEU, 1_500_000]),
        ("1,234 tỷ", "amount", [1_234 * TRIEU, 1_234 * TY]),
        ("1,234,567", "amount", [1_234_567]),
        ("1 tỷ 50", "amount", [1_050 * TRIEU, 1_500 * TRIEU]),
        ("1tr05", "amount", [1_005_000, 1_050_000]),
    ],
)
def test_an_amount_without_its_scale_is_asked_about(text: str, code: str, candidates: list[int]) -> None:
    assert doubted(RECOVERED, text) == (code, candidates)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("80%", "percent"),
        ("khoảng 5 tỷ", "approximate"),
        ("1.234,5", "decimal"),
        ("1 triệu 2 tỷ", "not_money"),
        ("nhiều", "not_money"),
        ("-", "not_a_zero"),
        ("như trên", "as_above"),
        ("99999999 tỷ", "too_big"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    assert refused(RECOVERED, text) == code


@given(st.integers(1_000, 10**15))
def test_an_amount_written_out_gives_itself(dong: int) -> None:
    assert understood(RECOVERED, f"{dong:,} đồng".replace(",", ".")) == dong


@given(st.integers(1, 999), st.integers(1, 999))
def test_billions_and_millions_add_up(billions: int, millions: int) -> None:
    assert understood(RECOVERED, f"{billions} tỷ {millions}tr") == billions * TY + millions * TRIEU

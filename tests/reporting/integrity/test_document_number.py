"""The signed paper's number and date, as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.integrity.document_number import DocumentNumber, paper_in, read_paper

TODAY = date(2026, 5, 19)


@pytest.mark.parametrize(
    "typed",
    [
        "05/BC-UBND 18/5/2026",
        "05/BC-UBND, 18/5",
        "Số: 05/BC-UBND, ngày 18/5/2026",
        "số 05 / BC-UBND ngày 18 tháng 5 năm 2026",
    ],
)
def test_number_and_date_are_read_together(typed: str) -> None:
    assert read_paper(typed, TODAY) == DocumentNumber("05/BC-UBND", date(2026, 5, 18))


def test_a_paper_dated_tomorrow_is_taken() -> None:
    assert read_paper("05/BC-UBND 20/5/2026", TODAY) == DocumentNumber("05/BC-UBND", date(2026, 5, 20))


def test_a_date_without_its_year_is_the_nearest_one() -> None:
    assert read_paper("05/BC-UBND 20/5", TODAY) == DocumentNumber("05/BC-UBND", date(2026, 5, 20))
    assert read_paper("05/BC-UBND 20/12", TODAY) == DocumentNumber("05/BC-UBND", date(2025, 12, 20))


@pytest.mark.parametrize(
    "typed", ["", "05", "20/5/2026", "05/BC-UBND", "05/BC-UBND hôm nào đó", "05/BC-UBND 30/2/2026"]
)
def test_anything_else_is_not_read(typed: str) -> None:
    assert read_paper(typed, TODAY) is None


@given(st.text(max_size=80))
def test_any_text_is_read_or_not_without_an_error(typed: str) -> None:
    paper = read_paper(typed, TODAY)

    assert paper is None or paper_in(paper.answers()) == paper

"""Lists of people to be invited, as offices write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.imports.invite_rows import MOST, InviteRow, is_list, read
from reporting.roles import Role

HEAD = ["STT", "Mã đơn vị (*)", "Vai trò", "Họ và tên"]


def codes(table: list[list[str]]) -> list[tuple[int, str]]:
    return [(fault.row, fault.code) for fault in read(table)[1]]


def test_titles_above_and_unknown_columns_are_passed_over() -> None:
    table = [["DANH SÁCH CÁN BỘ"], [], HEAD, ["1", "96.0", "đầu mối", "Cán  bộ mẫu"], ["", "", "", ""], ["2", "97"]]
    assert read(table) == (
        [InviteRow(4, "96", Role.COORDINATOR, "Cán bộ mẫu"), InviteRow(6, "97", Role.REPORTER, "")],
        [],
    )


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["1", "", "Lãnh đạo", "x"], "no_code"),
        (["1", "96", "Giám đốc", "x"], "unknown_role"),
        (["1", "9" * 50, "Lãnh đạo", "x"], "unknown_code"),
        (["1", "96", "Lãnh đạo", "x" * 201], "long_name"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_row(row: list[str], code: str) -> None:
    assert codes([HEAD, row]) == [(2, code)]


def test_the_same_person_twice() -> None:
    assert codes([HEAD, ["", "96", "", "Cán bộ mẫu"], ["", "96", "", "cán bộ mẫu"], ["", "96"], ["", "96"]]) == [
        (3, "twice")
    ]


def test_neither_header_nor_end() -> None:
    assert codes([["a", "b"]]) == [(1, "no_header")]
    assert codes([HEAD, *([["", "96"]] * (MOST + 1))]) == [(1, "too_many")]


def test_what_is_such_a_list() -> None:
    assert is_list([HEAD])
    assert not is_list([["Mã", "Tên", "Loại"]]), "a list of units"
    assert not is_list([])


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=8))
def test_whatever_stands_there_every_row_is_a_code_or_a_fault(table: list[list[str]]) -> None:
    rows, faults = read([HEAD, *table])
    numbers = [row.row for row in rows] + [fault.row for fault in faults if fault.code != "twice"]
    assert len(numbers) == len(set(numbers)) <= len(table)

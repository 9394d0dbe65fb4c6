"""A unit list: what a row may say, and what importing it would change."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.imports.unit_list import PROBLEMS, UnitImport, UnitListProblem, plan_import
from reporting.imports.unit_rows import CellTable, read
from reporting.plan.schedule import UnitKind
from reporting.unit import UnitRecord

HEADER = ["Mã", "Tên", "Loại", "Mã cấp trên"]
PROVINCE = UnitRecord("96", "tỉnh Cà Mau", UnitKind.PROVINCE)
DISTRICT = UnitRecord("9605", "UBND huyện Cái Nước", UnitKind.DISTRICT, "96")
COMMUNE = UnitRecord("31996", "xã Tân Hưng", UnitKind.COMMUNE, "9605")
STANDING = {entry.code: entry for entry in (PROVINCE, DISTRICT, COMMUNE)}


def planned(*rows: list[str], header: list[str] = HEADER, standing: dict[str, UnitRecord] | None = None) -> UnitImport:
    lines, problems = read([header, *rows])
    return plan_import(lines, problems, STANDING if standing is None else standing)


def only_problem(result: UnitImport) -> UnitListProblem:
    assert not result.added
    assert not result.changed
    (problem,) = result.problems
    return problem


def test_a_first_list_is_added_parents_first() -> None:
    result = planned(
        ["31996", "xã Tân Hưng", "xã", "9605"],
        ["9605", "UBND huyện Cái Nước", "Huyện", "96"],
        ["96", "tỉnh Cà Mau", "Tỉnh", ""],
        standing={},
    )
    assert result == UnitImport(added=(PROVINCE, DISTRICT, COMMUNE))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["Mã số", "Tên đơn vị", "Cấp", "Đơn vị cha"], "Xã/Phường"),
        (["MÃ ĐƠN VỊ", "Đơn vị", "Loại hình", "Thuộc"], "đặc khu"),
        (["Official code", "Unit name", "Type", "Parent unit"], "ward"),
    ],
)
def test_columns_and_kinds_are_known_by_their_usual_names(header: list[str], kind: str) -> None:
    assert planned(["31996", "xã Tân Hưng", kind, "9605"], header=header) == UnitImport(unchanged=1, absent=2)


def test_the_same_list_again_changes_nothing() -> None:
    result = planned(
        ["96", "tỉnh Cà Mau", "tỉnh", ""],
        ["9605", "UBND huyện Cái Nước", "huyện", "96"],
        ["31996.0", " xã  Tân Hưng ", "XA", "9605.0"],
    )
    assert result == UnitImport(unchanged=3)


def test_units_the_list_leaves_out_stay() -> None:
    assert planned(["31996", "xã Tân Hưng", "xã", "9605"]) == UnitImport(unchanged=1, absent=2)


def test_a_column_the_list_does_not_have_changes_nothing() -> None:
    standing = STANDING | {
        "31996": UnitRecord("31996", "xã Tân Hưng", UnitKind.COMMUNE, "9605", ("Tân Hưng",), date(2020, 1, 1))
    }
    (change,) = planned(["31996", "xã Tân Hưng Đông"], header=["Code", "Name"], standing=standing).changed
    assert change.fields == ("name",)
    assert change.after.aliases == ("Tân Hưng",)
    assert change.after.parent == "9605"


def test_an_empty_cell_empties() -> None:
    standing = STANDING | {"31996": UnitRecord("31996", "xã Tân Hưng", UnitKind.COMMUNE, "9605", ("Tân Hưng",))}
    header = ["Mã", "Tên", "Tên khác"]
    (change,) = planned(["31996", "xã Tân Hưng", ""], header=header, standing=standing).changed
    assert change.fields == ("aliases",)


def test_a_unit_moves_below_another() -> None:
    (change,) = planned(["31996", "xã Tân Hưng", "xã", "96"]).changed
    assert (change.before.parent, change.after.parent) == ("9605", "96")


def test_every_column_is_read() -> None:
    header = [
        "STT",
        "MÃ ĐƠN VỊ",
        "Tên đơn vị",
        "Loại",
        "Cấp trên",
        "Tên khác (;)",
        "Hiệu lực từ",
        "valid_to",
        "Predecessors",
    ]
    row = [
        "1",
        "31999",
        "phường Tân Thành",
        "phường",
        "96",
        "Tân Thành; P. Tân Thành",
        "1/7/2025",
        "2030-12-31",
        "31996, 9605",
    ]
    (entry,) = planned(row, header=header).added
    assert entry == UnitRecord(
        "31999",
        "phường Tân Thành",
        UnitKind.COMMUNE,
        "96",
        ("Tân Thành", "P. Tân Thành"),
        date(2025, 7, 1),
        date(2030, 12, 31),
        ("31996", "9605"),
    )


def test_titles_above_the_header_and_empty_rows_are_passed_over() -> None:
    table: CellTable = [["DANH SÁCH ĐƠN VỊ"], [], HEADER, ["", "", "", ""], ["96", "tỉnh Cà Mau", "tỉnh"]]
    (line,), problems = read(table)
    assert (line.row, line.code, problems) == (5, "96", [])


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("Thành phố trực thuộc Trung ương", UnitKind.PROVINCE),
        ("Sở/ban/ngành", UnitKind.DEPARTMENT),
        ("sở, ban, ngành", UnitKind.DEPARTMENT),
        ("Thị xã", UnitKind.DISTRICT),
        ("thanh pho", UnitKind.DISTRICT),
        ("Đặc khu", UnitKind.COMMUNE),
        ("thị trấn", UnitKind.COMMUNE),
        ("commune", UnitKind.COMMUNE),
    ],
)
def test_kinds_as_offices_write_them(kind: str, meant: UnitKind) -> None:
    (line,), _ = read([["Mã", "Tên", "Loại"], ["1", "a", kind]])
    assert line.values["kind"] is meant


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["", "xã Mới", "xã", "96"], "no_code"),
        (["1", "", "xã", "96"], "no_name"),
        (["1", "xã Mới", "", "96"], "no_kind"),
        (["1", "xã Mới", "khu phố", "96"], "unknown_kind"),
        (["x" * 41, "xã Mới", "xã", "96"], "long_code"),
        (["1", "x" * 201, "xã", "96"], "long_name"),
        (["1", "xã Mới", "xã", "99"], "unknown_parent"),
        (["1", "xã Mới", "xã", ""], "root_kind"),
        (["1", "tỉnh Bạc Liêu", "tỉnh", ""], "second_root"),
        (["1", "tỉnh Bạc Liêu", "tỉnh", "96"], "province_below"),
        (["9605", "UBND huyện Cái Nước", "huyện", "31996"], "cycle"),
        (["1", "xã Mới", "xã", "1"], "cycle"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: list[str], code: str) -> None:
    problem = only_problem(planned(row))
    assert (problem.row, problem.code) == (2, code)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (["31/2/2025", "", ""], "bad_date"),
        (["hôm qua", "", ""], "bad_date"),
        (["1/7/2025", "30/6/2025", ""], "ends_before_start"),
        (["", "", "77"], "unknown_predecessor"),
        (["", "", "31999"], "own_predecessor"),
    ],
)
def test_dates_and_predecessors_are_checked(cells: list[str], code: str) -> None:
    header = [*HEADER, "Hiệu lực từ", "Hiệu lực đến", "Mã đơn vị trước"]
    assert only_problem(planned(["31999", "xã Mới", "xã", "96", *cells], header=header)).code == code


def test_a_code_twice_names_the_row_it_was_in() -> None:
    row = ["31996", "xã Tân Hưng", "xã", "9605"]
    problem = only_problem(planned(row, row))
    assert (problem.row, problem.code, problem.params["first"]) == (3, "code_twice", 2)


def test_every_bad_row_is_told_at_once() -> None:
    result = planned(["1", "xã Mới", "khu phố", "96"], ["2", "", "xã", "96"], ["3", "xã Tốt", "xã", "96"])
    assert [(problem.row, problem.code) for problem in result.problems] == [(2, "unknown_kind"), (3, "no_name")]
    assert not result.added


def test_a_new_unit_needs_the_column_of_kinds() -> None:
    assert only_problem(planned(["1", "xã Mới"], header=["Mã", "Tên"])).code == "no_kind"


@pytest.mark.parametrize("header", [[], ["Mã"], ["a", "b"], ["Mã", "Mã", "Tên"]])
def test_a_header_that_does_not_tell_is_refused(header: list[str]) -> None:
    assert only_problem(planned(["1", "2", "3"], header=header)).code in ("no_header", "column_twice")


cells = st.text(max_size=12) | st.sampled_from(["96", "9605", "31996", "xã", "tỉnh", "1/7/2025", ""])


@given(st.lists(st.lists(cells, max_size=8), max_size=8))
def test_any_table_is_read_or_refused_with_a_known_reason(rows: list[list[str]]) -> None:
    header = [*HEADER, "Tên khác", "Hiệu lực từ", "Hiệu lực đến", "Mã đơn vị trước"]
    result = planned(*rows, header=header)
    assert {problem.code for problem in result.problems} <= set(PROBLEMS)
    assert not result.problems or not (result.added or result.changed)

"""Rows of earlier figures, as offices write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from reporting.deadlines.period_input import read_period
from reporting.imports.baseline_rows import COLUMNS, PROBLEMS, BaselineLine, BaselineRows, read
from storage.plans.files import load_fields

FIELDS = load_fields()
HEADER = ["Đơn vị", "Số liệu", "Kỳ", "Giá trị"]


@dataclass(frozen=True)
class Unit:
    id: int
    code: str
    name: str
    aliases: tuple[str, ...] = ()
    until: date | None = None
    since: date | None = None

    def exists_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


UNITS = [
    Unit(1, "96", "tỉnh Cà Mau"),
    Unit(2, "MAU-05", "UBND huyện Cái Nước", ("Cái Nước",)),
    Unit(3, "MAU-0501", "thị trấn Cái Nước"),
    Unit(4, "MAU-0502", "xã Tân Hưng", until=date(2025, 6, 30)),
    Unit(5, "32000", "xã Tân Hưng", since=date(2025, 7, 1)),
]


def rows(*lines: list[str], header: list[str] = HEADER) -> BaselineRows:
    return read([["Số liệu gốc năm 2023"], header, *lines], UNITS, FIELDS)


def one(unit: str = "96", field: str = "c01", period: str = "2023", value: str = "1200") -> BaselineRows:
    return rows([unit, field, period, value])


def test_a_row_is_a_unit_a_figure_a_period_and_a_value() -> None:
    assert one() == BaselineRows((BaselineLine(3, 1, "c01", "2023-Y", 1200),))
    assert rows(["c01", "96", "5", "2023"], header=["field", "unit", "value", "year"]).lines == (
        BaselineLine(3, 1, "c01", "2023-Y", 5),
    )


@pytest.mark.parametrize("value", ["1200", "1.200", "1,200", "1 200", "1\u00a0200", "1.200 vụ", "01200"])
def test_thousands_may_be_set_apart(value: str) -> None:
    assert one(value=value).lines[0].value == 1200


def test_amounts_and_nothing_arisen() -> None:
    assert one(field="c19", value="12.345.678.901").lines[0].value == 12_345_678_901
    assert one(field="c19", value="1,2 tỷ").lines[0].value == 1_200_000_000
    assert one(value="không phát sinh").lines[0].value == 0


@pytest.mark.parametrize(
    ("unit", "unit_id"), [("MAU-05", 2), ("ubnd huyen cai nuoc", 2), ("TT. Cái Nước", 3), ("xã Tân Hưng", 4)]
)
def test_units_by_code_or_name_and_of_one_name_the_one_there_was(unit: str, unit_id: int) -> None:
    assert one(unit).lines[0].unit == unit_id


def test_a_name_in_a_later_period_is_the_later_unit() -> None:
    assert one("xã Tân Hưng", period="2025").lines[0].unit == 5


@pytest.mark.parametrize(
    ("field", "field_id"),
    [("C02", "c02"), ("Số vụ án khởi tố", "c02"), ("so vu an khoi to", "c02"), ("Ma túy", "c40"), ("án ma túy", "c40")],
)
def test_figures_by_id_name_or_what_else_they_are_called(field: str, field_id: str) -> None:
    assert one(field=field).lines[0].field == field_id


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2023", "2023-Y"),
        ("năm 2023", "2023-Y"),
        ("2023-H1", "2023-H1"),
        ("6 tháng 2023", "2023-H1"),
        ("6 tháng đầu năm 2023", "2023-H1"),
        ("06 thang nam 2023", "2023-H1"),
        ("quý I/2023", "2023-Q1"),
        ("Quý IV năm 2023", "2023-Q4"),
        ("q3-2023", "2023-Q3"),
        ("6 tháng cuối năm 2023", None),
        ("9 tháng 2023", None),
        ("23", None),
        ("", None),
    ],
)
def test_periods_as_people_write_them(text: str, period: str | None) -> None:
    assert read_period(text) == period


def test_a_row_without_a_value_is_missing_and_not_0() -> None:
    assert rows(["96", "c01", "2023", ""], ["", "", "", ""], ["96", "c02", "2023", "0"]) == BaselineRows(
        (BaselineLine(5, 1, "c02", "2023-Y", 0),), blank=1
    )


@pytest.mark.parametrize(
    ("problem", "row"),
    [
        ("no_unit", ["", "c01", "2023", "1"]),
        ("unknown_unit", ["Bạc Liêu", "c01", "2023", "1"]),
        ("several_units", ["cái", "c01", "2023", "1"]),
        ("no_field", ["96", "", "2023", "1"]),
        ("unknown_field", ["96", "c99", "2023", "1"]),
        ("several_fields", ["96", "Tái phạm tội khám phá", "2023", "1"]),
        ("no_number", ["96", "c14", "2023", "1"]),
        ("bad_period", ["96", "c01", "năm ngoái", "1"]),
        ("bad_value", ["96", "c01", "2023", "80%"]),
        ("bad_value", ["96", "c01", "2023", "-5"]),
        ("bad_value", ["96", "c01", "2023", "99999999999999999999"]),
        ("doubtful_value", ["96", "c01", "2023", "12.5"]),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(problem: str, row: list[str]) -> None:
    if problem == "several_fields":
        fields = {
            name: FIELDS[name].model_copy(update={"aliases": ("tái phạm tội khám phá",)}) for name in ("c01", "c02")
        }
        baseline_rows = read([HEADER, row], UNITS, fields)
    else:
        baseline_rows = read([HEADER, row], UNITS, FIELDS)
    assert [(unit_list_problem.code, unit_list_problem.row) for unit_list_problem in baseline_rows.problems] == [
        (problem, 2)
    ]
    assert baseline_rows.lines == ()


def test_the_same_figure_twice_and_a_header_that_lacks_a_column() -> None:
    baseline_rows = rows(["96", "c01", "2023", "1"], ["tỉnh Cà Mau", "Xảy ra", "năm 2023", "2"])
    assert [(problem.code, problem.row, problem.params) for problem in baseline_rows.problems] == [
        ("twice", 4, {"first": 3})
    ]
    assert rows(header=["Đơn vị", "Số liệu", "Giá trị"]).problems[0].code == "no_header"
    assert rows(header=[*HEADER, "Năm"]).problems[0].code == "column_twice"
    assert {"no_header", "column_twice", "twice"} <= set(PROBLEMS)
    assert set(COLUMNS) == {"unit", "field", "period", "value"}

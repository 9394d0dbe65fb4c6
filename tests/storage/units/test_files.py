"""Unit lists as files: what a spreadsheet program saves is read as it was meant."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from reporting.imports.unit_list import plan_import
from reporting.imports.unit_rows import read
from storage.units.files import UnreadableList, of_csv, of_xlsx, table

SAMPLE = Path(__file__).parents[3] / "docs" / "don-vi-mau.csv"


def workbook(*rows: list[object]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet
    for row in rows:
        sheet.append(row)
    book.create_sheet("khác").append(["không đọc"])
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_a_csv_with_any_usual_separator(mark: str, bom: str) -> None:
    content = f"{bom}Mã{mark}Tên\r\n031996{mark}xã Tân Hưng\r\n".encode()
    assert of_csv(content) == [["Mã", "Tên"], ["031996", "xã Tân Hưng"]]


def test_a_quoted_cell_may_hold_the_separator() -> None:
    assert of_csv('Mã;Tên;Tên khác\n1;"xã ""A""";"A; B"\n'.encode())[1] == ["1", 'xã "A"', "A; B"]


def test_a_workbook_keeps_codes_and_dates() -> None:
    content = workbook(["Mã", "Tên", "Từ ngày"], ["031996", "a", date(2025, 7, 1)], [31996, None, datetime(2025, 7, 1)])
    assert of_xlsx(content) == [
        ["Mã", "Tên", "Từ ngày"],
        ["031996", "a", "2025-07-01"],
        ["31996", "", "2025-07-01"],
    ]


def test_a_code_that_became_a_fraction_is_whole_again() -> None:
    assert of_xlsx(workbook([31996.0]))[0] == ["31996"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF", "format"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "format"),
        ("a.xlsx", b"not a workbook", "broken"),
        ("a.csv", "Mã,Tên".encode("utf-16"), "encoding"),
        ("a.csv", b'a,b\n"c"d,e\n', "broken"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableList) as unreadable:
        table(path)
    assert unreadable.value.code == code


@pytest.mark.parametrize("damaged", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("left", [b"", b"<x", b"\xff\xfe"])
def test_a_workbook_damaged_inside_says_so(damaged: str, left: bytes) -> None:
    content = io.BytesIO()
    with ZipFile(io.BytesIO(workbook(["Mã", "Tên"]))) as whole, ZipFile(content, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, left if name == damaged else whole.read(name))
    with pytest.raises(UnreadableList) as unreadable:
        of_xlsx(content.getvalue())
    assert unreadable.value.code == "broken"


def test_the_sample_list_can_be_imported() -> None:
    lines, problems = read(table(SAMPLE))
    planned = plan_import(lines, problems, {})
    assert planned.problems == ()
    assert len(planned.added) == 13
    assert all(entry.code.startswith("MAU") for entry in planned.added), "plainly a sample"

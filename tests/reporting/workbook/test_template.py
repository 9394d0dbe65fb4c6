from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from reporting.form_entry.answer_input import NIL, SKIPPED, Answer
from reporting.form_entry.interview import FormEntry
from reporting.integrity.submission_document import ReportIdentity
from reporting.plan.form import Form, Question
from reporting.text import clean
from reporting.workbook import (
    FilledWorkbook,
    UnreadableWorkbook,
    WorkbookLabels,
    WorkbookTemplate,
    archive,
    draw,
    read_entries,
    read_workbook,
)
from reporting.workbook.file_type import file_type
from reporting.workbook.template import IDENTITY
from storage.plans.files import load_plan

TODAY = date(2026, 5, 19)
LABELS = WorkbookLabels(
    guide="Hướng dẫn", figures="Số liệu", texts="Nội dung", number="Câu", question="Nội dung", unit="Đơn vị tính",
    before="Cùng kỳ năm trước", answer="Trả lời", yes="Có", no="Không", nil="không phát sinh",
    off_channel="gửi bằng văn bản",
)  # fmt: skip


@dataclass(frozen=True)
class Commune:
    id: int
    code: str
    name: str


COMMUNES = (Commune(17, "MAU-0501", "thị trấn mẫu"), Commune(18, "MAU-0502", "xã mẫu"))
FORMS = [
    form
    for plan in ("ca-mau-2017", "dong-thap-2024", "dak-lak-2017", "ninh-thuan-2022")
    for form in load_plan(plan).forms
]


def template(
    form: Form, answers: Mapping[str, Answer], earlier: Mapping[str, Answer] | None = None
) -> WorkbookTemplate:
    subject = ReportIdentity("ke-hoach-mau", "six-months", "2026-H1", form.id, "MAU-05")
    walk = FormEntry(form, COMMUNES if form.repeats else (), answers)
    return WorkbookTemplate(
        subject, "Báo cáo mẫu", [("Đơn vị", "huyện mẫu")], ["Điền ô vàng."], "huyện mẫu", walk, earlier or {}, LABELS
    )


def typed(content: bytes, cells: Mapping[str, object], sheet: str = "Số liệu") -> bytes:
    """The workbook with something typed into it and saved."""
    book = load_workbook(io.BytesIO(content))
    for cell, value in cells.items():
        book[sheet][cell] = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def filled(content: bytes) -> FilledWorkbook:
    workbook = read_workbook(content)
    assert isinstance(workbook, FilledWorkbook), workbook
    return workbook


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    most = question.max if question.max is not None else 10**6
    match question.kind:
        case "count":
            return st.one_of(st.just(NIL), st.integers(question.min or 0, most).map(Answer.given))
        case "money":
            return st.one_of(st.just(NIL), st.integers(10**6, 10**12).map(Answer.given))
        case "yes_no":
            return st.booleans().map(Answer.given)
        case "choice":
            return st.sampled_from([option.id for option in question.options]).map(Answer.given)
        case "date":
            ago = st.integers(0, 3000)
            return ago.map(lambda days: Answer.given((TODAY - timedelta(days=days)).isoformat()))
    letters = st.characters(exclude_categories=["Cc", "Cs"])  # a workbook cannot hold control characters
    written = st.text(letters, max_size=60).map(lambda text: clean(f"=Đã họp {' '.join(text.split())} xong"))
    return st.one_of(st.just(NIL), written.map(Answer.given))


@st.composite
def reports(draw_from: st.DrawFn) -> tuple[Form, dict[str, Answer]]:
    form = draw_from(st.sampled_from(FORMS))
    walk = FormEntry(form, COMMUNES if form.repeats else (), {})
    answers: dict[str, Answer] = {}
    for slot in walk.slots:
        if walk.with_answers(answers).is_asked(slot) and draw_from(st.booleans()):
            answers[slot.key] = draw_from(answers_to(slot.question))
    return form, answers


@settings(max_examples=60, deadline=None)
@given(reports())
def test_what_is_written_to_a_workbook_is_read_back_the_same(report: tuple[Form, dict[str, Answer]]) -> None:
    form, answers = report
    entries = filled(draw(template(form, answers))).entries
    blank = FormEntry(form, COMMUNES if form.repeats else (), {})
    reading = read_entries(blank, entries, TODAY)
    assert (reading.answers, reading.wrong) == (answers, ())
    again = read_entries(blank.with_answers(answers), entries, TODAY)
    assert (again.answers, again.wrong) == ({}, ())  # as it was given out it overrides nothing


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"]))
def test_any_bytes_are_read_without_an_error(content: bytes, magic: bytes) -> None:
    assert isinstance(read_workbook(magic + content), UnreadableWorkbook)


DISTRICT = next(form for form in load_plan("ca-mau-2017").forms if form.reporter == "district")
BLANK = draw(template(DISTRICT, {}))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(BLANK) - 1), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_explained(at: int, byte: int) -> None:
    damaged = BLANK[:at] + bytes([byte]) + BLANK[at + 1 :]
    assert isinstance(read_workbook(damaged), (FilledWorkbook, UnreadableWorkbook))
    assert isinstance(read_workbook(BLANK[:at]), UnreadableWorkbook)


def test_it_reads_well() -> None:
    earlier = {"c01@17": Answer.given(1234), "c02@17": NIL}
    answers = {"c01@17": Answer.given(12), "c14@18": Answer.given(False), "n1": Answer.given("=Đã họp"), "n2": SKIPPED}
    book = load_workbook(io.BytesIO(draw(template(DISTRICT, answers, earlier))))
    assert book.sheetnames == ["Hướng dẫn", "Số liệu", "Nội dung", IDENTITY]
    assert book[IDENTITY].sheet_state == "veryHidden"
    sheet = book["Số liệu"]
    head = [cell.value for cell in sheet[2]]
    assert head[1:] == [
        "Câu", "Nội dung", "Đơn vị tính", "Cùng kỳ năm trước\nthị trấn mẫu", "thị trấn mẫu",
        "Cùng kỳ năm trước\nxã mẫu", "xã mẫu",
    ]  # fmt: skip
    assert [sheet[cell].value for cell in ("B4", "D4", "E4", "F4", "H4", "E5")] == [
        1,
        "vụ",
        1234,
        12,
        None,
        "không phát sinh",
    ]
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].hidden, sheet.row_dimensions[1].hidden) == (
        "E3",
        True,
        True,
    )
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert [sheet[cell].protection.locked for cell in ("C4", "E4", "F4", "H4")] == [True, True, False, False]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    lists = [validation.formula1 for validation in sheet.data_validations.dataValidation]
    assert len(lists) == 1
    texts = book["Nội dung"]
    assert any(cell.value == "=Đã họp" and cell.data_type == "s" for row in texts.iter_rows() for cell in row)


def test_what_the_chat_must_not_ask_is_shown_and_not_taken() -> None:
    content = DISTRICT.model_dump(mode="json", by_alias=True)
    content["sections"][0]["questions"][1]["not_through_chat"] = True
    form = Form.model_validate(content)
    book = load_workbook(io.BytesIO(draw(template(form, {}))))
    cells = (cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row)
    cell = next(cell for cell in cells if cell.value == LABELS.off_channel)
    assert cell.protection.locked
    cell.value = "5"
    assert not filled(saved(book)).entries
    assert (cell.coordinate, form.questions[1].id) == ("E5", "c02")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, "12"), (12.0, "12"), ("12 vụ", "12 vụ"), (" ", None), ("", None), (True, "yes"),
        (date(2026, 5, 12), "2026-05-12"), ("=3+4", "formula"), (1.5, "fraction"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_somebody_would_type_it(value: object, expected: str | None) -> None:
    entries = filled(typed(BLANK, {"E4": value})).entries
    assert [entry.problem or entry.text for entry in entries] == ([] if expected is None else [expected])
    assert all((entry.cell, entry.question, entry.place) == ("E4", "c01", "MAU-0501") for entry in entries)


def test_a_formula_counts_with_the_value_it_had_when_saved() -> None:
    content = typed(BLANK, {"E4": "=3+4"})
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            new.writestr(part, re.sub(rb"<f>3\+4</f><v ?(/>|></v>)", b"<f>3+4</f><v>7</v>", old.read(part)))
    assert [(entry.text, entry.problem) for entry in filled(buffer.getvalue()).entries] == [("7", None)]


def test_a_moved_row_takes_its_meaning_along_and_a_second_value_is_a_problem() -> None:
    book = load_workbook(io.BytesIO(typed(BLANK, {"E4": 12})))
    sheet = book["Số liệu"]
    sheet.insert_rows(4)
    (moved,) = filled(saved(book)).entries
    assert (moved.cell, moved.question, moved.text) == ("E5", "c01", "12")
    sheet["A4"], sheet["E4"] = "c01", 13
    assert [entry.problem for entry in filled(saved(book)).entries] == [None, "twice"]


# --- files that are no template --------------------------------------------------------------------------------


def zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return buffer.getvalue()


def changed(**parts: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(BLANK)) as old:
        return zipped(
            {name: old.read(name) for name in old.namelist()} | {k.replace("__", "/"): v for k, v in parts.items()}
        )


HOSTILE: dict[str, tuple[Any, str]] = {
    "empty": (b"", "not_a_workbook"),
    "a program": (b"MZ" + bytes(100), "not_a_workbook"),
    "half of it": (BLANK[: len(BLANK) // 2], "broken"),
    "another Office file": (zipped({"word/document.xml": b"<a/>"}), "not_a_workbook"),
    "an old or locked one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_format"),
    "larger than allowed": (BLANK + bytes(archive.MAX_SIZE), "too_big"),
    "a zip bomb": (zipped({"xl/workbook.xml": bytes(archive.MAX_UNPACKED + 1)}), "too_big"),
    "too many parts": (zipped({f"xl/{n}": b"" for n in range(archive.MAX_PARTS + 1)}), "too_big"),
    "macros": (changed(**{"xl__vbaProject.bin": b"x"}), "macros"),
    "entities": (changed(**{"xl__workbook.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "broken"),
    "entities in UTF-16": (changed(**{"xl__workbook.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "broken"),
    "somebody else's": (saved(Workbook()), "unknown"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_may_not_be_opened_is_named(name: str) -> None:
    content, code = HOSTILE[name]
    assert read_workbook(content) == UnreadableWorkbook(code)  # type: ignore[arg-type]


def test_an_endless_sheet_is_read_only_as_far_as_a_template_reaches() -> None:
    book = load_workbook(io.BytesIO(BLANK))
    book["Số liệu"]["XFD1048576"] = "12"
    book["Số liệu"]["A1048576"] = "c01"
    assert filled(saved(book)).entries == ()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n1 0 obj\n%%EOF\n", "pdf"),
        (b"%PDF-1.7\n1 0 obj", None),
        (b"\xff\xd8\xff\xe0" + bytes(50) + b"\xff\xd9", "jpeg"),
        (b"\xff\xd8\xff\xe0" + bytes(50), None),
        (b"\x89PNG\r\n\x1a\n" + bytes(50) + b"IEND\xaeB`\x82", "png"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), None),
        (b"MZ\x90" + bytes(50), None),
        (b"GIF89a", None),
        (b"<svg/>", None),
        (b"", None),
    ],
)
def test_the_type_of_a_file_is_what_it_begins_and_ends_with(content: bytes, expected: str | None) -> None:
    assert file_type(content) == expected


def test_a_line_of_the_guide_is_as_high_as_its_text() -> None:
    made = template(FORMS[0], {})
    facts = [("Đơn vị", "huyện mẫu"), ("Kế hoạch", "x" * 96), ("Căn cứ", "x" * 97), ("Nơi nhận", "một\nhai\nba")]
    guide = load_workbook(io.BytesIO(draw(replace(made, facts=facts))))[LABELS.guide]
    assert [guide.row_dimensions[row].height for row in range(3, 7)] == [18, 18, 33, 48]

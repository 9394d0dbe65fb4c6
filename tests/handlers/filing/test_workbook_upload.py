"""A report's form as a spreadsheet, given out and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import NIL, Answer
from reporting.workbook import MIME
from storage.audit import audit
from storage.lifecycle import closing
from storage.reports import obligations, submissions
from storage.units import selected_zones
from tests.chat import Chat, owed
from tests.province import Person, Province

ChatOf = Callable[..., Chat]
GIVE, ALL, NEW, NONE = "Tải biểu mẫu .xlsx", "Ghi nhận cả tệp", "Chỉ ghi các câu chưa có", "Không ghi nhận"


def form_of(chat: Chat) -> bytes:
    chat.say("/baocao")
    chat.tap(GIVE)
    (file,) = chat.files
    assert file.mime == MIME
    return file.content


def filled(form: bytes, cells: Mapping[str, object], sheet: str = "Số liệu") -> bytes:
    book = load_workbook(io.BytesIO(form))
    for cell, value in cells.items():
        book[sheet][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def stored(tx: Connection, person: Person) -> dict[str, Answer]:
    return {key: written_answer.answer for key, written_answer in submissions.answers(tx, owed(tx, person).id).items()}


def test_the_form_says_what_it_is_for(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.officer)
    form = form_of(chat)
    assert chat.files[0].name == "bieu-mau-2026-H1-ubnd-huyen-cai-nuoc.xlsx"
    sheet = load_workbook(io.BytesIO(form))["Hướng dẫn"]
    cells = {row[0]: row[1] for row in sheet.iter_rows(values_only=True, max_col=2)}
    assert "Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn" in cells
    assert cells["Đơn vị báo cáo"] == "UBND huyện Cái Nước"
    assert cells["Hạn nộp"].startswith("Trước ngày 25/5")
    assert "còn" not in cells["Hạn nộp"]
    assert cells["Địa bàn chuyển hóa"] == "thị trấn Cái Nước, xã Tân Hưng"


@pytest.mark.parametrize("buttons", [True, False])
def test_a_filled_form_is_taken_whole(chat_of: ChatOf, ca_mau: Province, tx: Connection, buttons: bool) -> None:
    chat = chat_of(ca_mau.officer, buttons=buttons)
    form = form_of(chat)
    chat.send_file("x.xlsx", filled(form, {"E4": "12 vụ", "F4": "k", "E5": "kps", "E6": 7, "E20": "Không"}))
    assert chat.text.startswith("✓ Đã ghi nhận 5 câu từ tệp.\n\nXem lại")
    a, b = ca_mau.tt_cai_nuoc.id, ca_mau.tan_hung.id
    assert stored(tx, ca_mau.officer) == {
        f"c01@{a}": Answer.given(12),
        f"c01@{b}": Answer.given(0),
        f"c02@{a}": NIL,
        f"c03@{a}": Answer.given(7),
        f"c14@{a}": Answer.given(False),
    }
    assert owed(tx, ca_mau.officer).state == ReportState.DRAFTING
    (entry,) = audit.of_report(tx, owed(tx, ca_mau.officer).id)
    assert (entry.action, entry.detail) == ("report.sheet_taken", {"answers": 5})


def test_with_an_error_nothing_is_taken_and_every_cell_is_named(
    chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    chat = chat_of(ca_mau.officer)
    form = form_of(chat)
    chat.send_file("x.xlsx", filled(form, {"E4": 12, "F10": "1.5", "E5": "=1+2", "E6": "80%", "F6": 2.5}))
    assert chat.text.split("\n")[:3] == [
        "Tệp có 4 ô cần sửa:",
        "• Ô E5 (câu 2, thị trấn Cái Nước): Có công thức “=1+2” chưa được tính. Đề nghị thay công thức bằng giá trị.",
        "• Ô E6 (câu 3, thị trấn Cái Nước): Câu này cần số lượng, không phải tỷ lệ; tỷ lệ do hệ thống tính. Ví dụ: 25",
    ]
    assert "• Ô F10 (câu 6, xã Tân Hưng): “1.5” chưa rõ (có phải 15?). Đề nghị ghi lại cho rõ." in chat.text
    assert not stored(tx, ca_mau.officer)
    chat.send_file("x.xlsx", filled(form, {f"{letter}{row}": "x" for letter in "EF" for row in range(4, 11)}))
    assert chat.text.count("• Ô") == 10
    assert "\nvà 2 lỗi khác.\n" in chat.text
    assert not stored(tx, ca_mau.officer)


def test_a_hidden_question_is_not_answered(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    form = form_of(chat)
    sheet = load_workbook(io.BytesIO(form))["Số liệu"]
    row = next(row for row in range(1, 60) if sheet.cell(row, 1).value == "c16n")
    chat.send_file("x.xlsx", filled(form, {f"E{row}": "Hoạt động tốt"}))
    assert f"Ô E{row} (câu 17, thị trấn Cái Nước): Câu 17 không phải trả lời ở đây." in chat.text
    assert not stored(tx, ca_mau.officer)
    chat.send_file("x.xlsx", filled(form, {f"E{row}": "Hoạt động tốt", f"E{row - 1}": "Có"}))
    assert len(stored(tx, ca_mau.officer)) == 2


@pytest.mark.parametrize("buttons", [True, False])
def test_what_a_colleague_wrote_is_shown_before_it_is_replaced(
    chat_of: ChatOf, ca_mau: Province, tx: Connection, buttons: bool
) -> None:
    chat, other = chat_of(ca_mau.officer, buttons=buttons), chat_of(ca_mau.colleague)
    form = form_of(chat)
    other.send_file("x.xlsx", filled(form, {"E4": 12}))
    before = stored(tx, ca_mau.officer)
    sent = filled(form, {"E4": 13, "F4": 7})
    chat.send_file("x.xlsx", sent)
    assert "• Câu 1, thị trấn Cái Nước. Xảy ra: đang có 12 (Cán bộ mẫu Hai), tệp ghi 13" in chat.text
    assert chat.choices == [ALL, NEW, NONE]
    chat.say("gì cơ")
    assert chat.choices == [ALL, NEW, NONE]
    assert stored(tx, ca_mau.officer) == before
    chat.tap(NONE)
    assert stored(tx, ca_mau.officer) == before
    chat.send_file("x.xlsx", sent)
    chat.tap(NEW)
    assert stored(tx, ca_mau.officer) == before | {f"c01@{ca_mau.tan_hung.id}": Answer.given(7)}
    chat.send_file("x.xlsx", sent)
    chat.tap(ALL)
    assert "✓ Đã ghi nhận 1 câu từ tệp, trong đó 1 câu thay câu trả lời trước." in chat.text
    assert stored(tx, ca_mau.officer)[f"c01@{ca_mau.tt_cai_nuoc.id}"] == Answer.given(13)


def test_what_changed_between_the_question_and_the_yes_is_asked_again(
    chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    chat, other = chat_of(ca_mau.officer), chat_of(ca_mau.colleague)
    form = form_of(chat)
    other.send_file("x.xlsx", filled(form, {"E4": 12}))
    chat.send_file("x.xlsx", filled(form, {"E4": 13, "F4": 7}))
    other.send_file("x.xlsx", filled(form, {"F4": 8}))
    chat.tap(ALL)
    assert "đang có 8 (Cán bộ mẫu Hai), tệp ghi 7" in chat.text
    assert stored(tx, ca_mau.officer)[f"c01@{ca_mau.tan_hung.id}"] == Answer.given(8)
    chat.tap(ALL)
    assert stored(tx, ca_mau.officer)[f"c01@{ca_mau.tan_hung.id}"] == Answer.given(7)


def test_an_untouched_cell_overrides_nothing_and_an_empty_one_erases_nothing(
    chat_of: ChatOf, ca_mau: Province, tx: Connection
) -> None:
    chat, other = chat_of(ca_mau.officer), chat_of(ca_mau.colleague)
    chat.send_file("x.xlsx", filled(form_of(chat), {"E4": 12, "E5": 10}))
    form = form_of(chat)
    other.send_file("x.xlsx", filled(form, {"E4": 14}))
    other.tap(ALL)
    chat.send_file("x.xlsx", filled(form, {"E5": None, "E6": 9}))
    assert chat.text.startswith("✓ Đã ghi nhận 1 câu từ tệp.")
    a = ca_mau.tt_cai_nuoc.id
    assert [stored(tx, ca_mau.officer)[f"c0{n}@{a}"].value for n in (1, 2, 3)] == [14, 10, 9]
    chat.send_file("x.xlsx", form)
    assert chat.text == "Tệp không có gì khác so với các câu trả lời đã ghi."


def test_an_empty_form_says_so(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    chat.send_file("x.xlsx", form_of(chat))
    assert chat.text.startswith("Tệp chưa có câu trả lời nào.")
    assert owed(tx, ca_mau.officer).state == ReportState.NOT_BEGUN


def test_a_secrecy_marking_refuses_the_whole_file(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    sent = filled(filled(form_of(chat), {"E4": "1.5"}), {"E4": "TỐI MẬT: chuyên án"}, "Nội dung")
    chat.send_file("x.xlsx", sent)
    assert "TỐI MẬT" in chat.text
    assert "chuyên án" not in chat.text
    assert not stored(tx, ca_mau.officer)


def test_what_looks_personal_is_asked_about(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    sent = filled(filled(form_of(chat), {"E4": 12}), {"E4": "Bà Trần Thị Mẫu chủ trì"}, "Nội dung")
    chat.send_file("x.xlsx", sent)
    assert "(họ tên) ở ô: E4" in chat.text
    chat.tap(NEW)
    assert list(stored(tx, ca_mau.officer).values()) == [Answer.given(12)]


def test_a_form_of_somebody_else(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    sent = filled(form_of(chat_of(ca_mau.officer)), {"E4": 12})
    other = chat_of(ca_mau.nam_can_officer)
    other.send_file("x.xlsx", sent)
    assert "của đơn vị khác (mã MAU-05)" in other.text
    above = chat_of(ca_mau.coordinator)
    above.send_file("x.xlsx", sent)
    assert "vai trò hiện tại không gửi được" in above.text
    assert not stored(tx, ca_mau.officer)


def test_a_stranger_is_told_who_is_served(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    sent = filled(form_of(chat), {"E4": 12})
    stranger = Chat(tx, chat.services, chat.now, "nobody")
    stranger.say("/start")
    reply = stranger.text
    assert stranger.send_file("x.xlsx", sent) == reply


@pytest.mark.parametrize(
    ("state", "says"), [(ReportState.ACCEPTED, "đã được duyệt"), (ReportState.EXCUSED, "được miễn nộp")]
)
def test_a_closed_report_says_why(
    chat_of: ChatOf, ca_mau: Province, tx: Connection, state: ReportState, says: str
) -> None:
    chat = chat_of(ca_mau.officer)
    sent = filled(form_of(chat), {"E4": 12})
    obligations.set_state(tx, owed(tx, ca_mau.officer).id, state)
    chat.send_file("x.xlsx", sent)
    assert says in chat.text
    assert "đầu mối tổng hợp" in chat.text
    assert not stored(tx, ca_mau.officer)


def test_a_closed_plan_says_so(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    sent = filled(form_of(chat), {"E4": 12})
    closing.close(tx, ca_mau.plan.id, "Kế hoạch kết thúc", chat.now, None)
    chat.send_file("x.xlsx", sent)
    assert "Kế hoạch Chuyển hóa địa bàn đã kết thúc ngày 19/5/2026 nên" in chat.text
    assert not stored(tx, ca_mau.officer)


def test_a_commune_selected_no_longer_is_named(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    sent = filled(form_of(chat), {"E4": 12, "F4": 7})
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tt_cai_nuoc.id], chat.now)
    chat.send_file("x.xlsx", sent)
    assert "Ô F4 (không rõ câu): Câu hoặc địa bàn này không có trong báo cáo." in chat.text
    assert not stored(tx, ca_mau.officer)


def test_other_files_do_not_end_what_is_open(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Bắt đầu")
    for content, says in (
        (b"MZ\x90\x00", "Chưa nhận được tệp loại này."),
        (b"PK\x03\x04", "Tệp bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Tệp ở dạng .xls cũ"),
    ):
        chat.send_file("x.xlsx" if content[:2] != b"MZ" else "x.exe", content)
        assert chat.text.startswith(says)
    chat.say("12")
    assert "✓ Đã ghi nhận" in chat.text


def test_from_within_the_interview(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    chat.say("/baocao")
    chat.tap("Bắt đầu")
    chat.tap("Đến phần…")
    chat.tap(GIVE)
    assert chat.files
    chat.say("12")  # the question is still open
    assert "✓ Đã ghi nhận" in chat.text


def test_in_english(chat_of: ChatOf, ca_mau: Province, tx: Connection) -> None:
    chat = chat_of(ca_mau.officer)
    chat.say("/ngonngu")
    chat.tap("English")
    chat.say("/baocao")
    chat.tap("Get the .xlsx form")
    (file,) = chat.files
    chat.send_file("x.xlsx", filled(file.content, {"E4": "12", "E20": "No"}, "Figures"))
    assert chat.text.startswith("✓ 2 answers taken from the file.")

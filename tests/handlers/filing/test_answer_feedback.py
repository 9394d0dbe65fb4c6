"""What is said about the answers of a message: stored, rejected and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from reporting.form_entry.answer_input import Answer
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import begun, kept, with_last_year
from tests.province import Province


def test_a_wrong_answer_is_explained_and_the_one_before_stays(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("12")
    officer.tap("Quay lại")

    assert "không phải tỷ lệ" in officer.say("80%")
    assert "Câu 1/26" in officer.text
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)


def test_as_above_names_the_figure_to_type(tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime) -> None:
    with_last_year(tx, ca_mau, now)
    chat = begun(chat_of(ca_mau.officer))

    assert "Cùng kỳ năm trước là 14; nếu kỳ này cũng vậy, nhập 14" in chat.say("như trên")
    assert kept(tx, ca_mau.officer, "c01") is None


def test_what_is_recorded_names_its_commune_where_there_are_several(officer: Chat, commune: Chat) -> None:
    assert "\n✓ Đã ghi nhận nhóm Hình sự tại thị trấn Cái Nước:" in officer.say("12 10 9 2 2")
    assert "\n✓ Đã ghi nhận tại thị trấn Cái Nước: 6. Tiếp nhận: 25" in officer.say("25")
    assert "\n✓ Đã ghi nhận: 1. Xảy ra: 12" in commune.say("12")


def test_several_doubts_are_announced_by_their_numbers(officer: Chat) -> None:
    assert "Cần xác nhận lần lượt các câu: 6, 7." in officer.say("18: 4\n7: 1 200\n6: 1,200")


def test_a_jump_against_last_year_is_a_warning(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    with_last_year(tx, ca_mau, now)
    chat = begun(chat_of(ca_mau.officer))

    assert "⚠ Câu 1. Xảy ra · thị trấn Cái Nước: tăng từ 14 lên 40" in chat.say("40")

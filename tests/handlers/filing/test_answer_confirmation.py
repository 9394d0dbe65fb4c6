"""Answers that wait for a decision: ambiguous, of a colleague, personal data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from reporting.form_entry.answer_input import Answer
from storage.units import selected_zones
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import SHEET, begun, kept
from tests.province import Province


def test_doubts_are_settled_one_after_another_and_the_rest_is_kept(
    tx: Connection, officer: Chat, ca_mau: Province
) -> None:
    officer.say("12 1.5 9 2.5 2")
    assert officer.choices == ["15", "Nhập lại"]
    officer.say("đúng")
    assert officer.choices == ["25", "Nhập lại"]
    officer.say("2")

    assert "\n✓ Đã ghi nhận tại thị trấn Cái Nước: 4." in officer.text
    assert [kept(tx, ca_mau.officer, field) for field in ("c01", "c02", "c03", "c04", "c05")] == [
        Answer.given(number) for number in (12, 15, 9, 2, 2)
    ]


def test_a_doubt_says_which_question_of_which_commune_it_is_about(officer: Chat) -> None:
    assert officer.say("1.5").startswith("Câu 1/26 · thị trấn Cái Nước (địa bàn 1/2): Xảy ra? (vụ)\n“1.5” chưa rõ")


def test_two_readings_of_a_whole_text_are_both_offered(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("1 234")
    officer.tap("1; 234")

    assert kept(tx, ca_mau.officer, "c02") == Answer.given(234)


def test_a_doubt_about_a_commune_no_longer_selected_is_over(
    tx: Connection, officer: Chat, ca_mau: Province, now: datetime
) -> None:
    officer.say("1.5")
    selected_zones.select(tx, ca_mau.plan.id, 2026, [ca_mau.tan_hung.id], now)

    assert officer.tap("15").startswith("Câu 1/26 · xã Tân Hưng")
    assert kept(tx, ca_mau.officer, "c01") is None


def test_what_a_colleague_wrote_meanwhile_is_shown_before_it_is_overwritten(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    colleague = begun(chat_of(ca_mau.colleague))
    officer.say("12 10")
    assert "Cán bộ mẫu Một ghi 12" in colleague.say("14 10")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)

    colleague.tap("Ghi nội dung vừa nhập")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(14)
    assert "\n✓ Đã ghi nhận tại thị trấn Cái Nước: 1. Xảy ra: 14" in colleague.text


def test_what_a_colleague_wrote_and_one_has_seen_may_be_changed_at_once(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    officer.say("12")
    colleague = chat_of(ca_mau.colleague)
    colleague.say("/baocao")
    colleague.tap("Làm tiếp")
    colleague.tap("Quay lại")
    colleague.say("13")

    assert kept(tx, ca_mau.officer, "c01") == Answer.given(13)


def test_skipping_does_not_take_away_what_a_colleague_wrote_meanwhile(
    tx: Connection, chat_of: ChatOf, ca_mau: Province
) -> None:
    chat, colleague = begun(chat_of(ca_mau.officer)), begun(chat_of(ca_mau.colleague))
    chat.told(*SHEET[:4])
    colleague.say("17: Đoàn kết")
    chat.say("bỏ qua")

    assert "Cán bộ mẫu Hai ghi “Đoàn kết”" in chat.text
    assert kept(tx, ca_mau.officer, "c16n") == Answer.given("Đoàn kết")


def test_personal_data_is_warned_about_once(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.nam_can_officer))
    chat.say("Liên hệ 0912 345 678 để biết thêm")
    assert "số điện thoại" in chat.text
    assert kept(tx, ca_mau.nam_can_officer, "situation") is None

    chat.tap("Vẫn ghi nhận")
    assert kept(tx, ca_mau.nam_can_officer, "situation") == Answer.given("Liên hệ 0912 345 678 để biết thêm")


def test_a_text_typed_again_replaces_the_one_that_was_held(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.nam_can_officer))
    chat.told("ông Nguyễn Văn Mẫu, sinh năm 1980", "Tình hình ổn định")

    assert kept(tx, ca_mau.nam_can_officer, "situation") == Answer.given("Tình hình ổn định")
    assert "Nguyễn Văn Mẫu" not in str(tx.execute(text("SELECT state FROM conversation")).scalars().all())


def test_an_ambiguous_text_takes_the_place_of_the_answer_that_was_held(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    colleague = begun(chat_of(ca_mau.colleague))
    officer.say("12")
    assert "Cán bộ mẫu Một ghi 12" in colleague.say("14")

    assert colleague.say("1.5").startswith("Câu 1/26 · thị trấn Cái Nước (địa bàn 1/2): Xảy ra?")
    assert colleague.choices == ["15", "Nhập lại"]
    colleague.tap("15")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(15)


def test_what_a_colleague_wrote_stays_where_it_is_not_to_be_replaced(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province
) -> None:
    colleague = begun(chat_of(ca_mau.colleague))
    officer.say("12")
    colleague.say("14 10")
    colleague.tap(colleague.choices[1])

    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)
    assert kept(tx, ca_mau.officer, "c02") == Answer.given(10)
    assert colleague.text.startswith("Câu 3/26")


def test_a_changed_text_with_personal_data_is_asked_about_twice(
    tx: Connection, chat_of: ChatOf, ca_mau: Province
) -> None:
    officer, colleague = begun(chat_of(ca_mau.officer)), begun(chat_of(ca_mau.colleague))
    officer.told(*SHEET[:4])
    colleague.say("17: Đoàn kết")
    assert "Cán bộ mẫu Hai ghi “Đoàn kết”" in officer.say("Gọi 0912 345 678")

    assert "số điện thoại" in officer.tap("Ghi nội dung vừa nhập")
    assert kept(tx, ca_mau.officer, "c16n") == Answer.given("Đoàn kết")
    officer.tap("Vẫn ghi nhận")
    assert kept(tx, ca_mau.officer, "c16n") == Answer.given("Gọi 0912 345 678")
    assert colleague.text


def test_typed_again_instead_of_a_reading(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("1.5")
    assert officer.tap("Nhập lại").startswith("Câu 1/26")
    officer.say("5")

    assert kept(tx, ca_mau.officer, "c01") == Answer.given(5)

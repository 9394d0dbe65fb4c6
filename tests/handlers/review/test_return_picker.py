"""Choosing the questions that are to be checked again."""

import pytest

from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import begun
from tests.province import Province


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("99", "Không có câu 99"),
        ("bao nhiêu?", "Chưa hiểu nội dung vừa gửi."),
        ("7-11", "Chưa hiểu nội dung vừa gửi."),
        ("Câu 19", "Câu 19. Tình hình: chưa có"),
        ("câu 19, 20", "Câu 19. Tình hình: chưa có"),
        ("19: MẬT", "Nội dung có dấu chỉ độ mật"),
        ("19: của ông Nguyễn Văn A, số CCCD 012345678901", "Câu 19. Tình hình: chưa có"),
    ],
)
def test_numbers_as_they_are_typed(ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str, says: str) -> None:
    assert says in begun(chat_of(ca_mau.coordinator)).say(typed)


def test_by_commune_and_section(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.tap("Chọn theo phần…")
    chat.tap("xã Tân Hưng")
    chat.tap("Tin báo, tố giác (câu 6–8)")

    assert "Câu 8. Đã giải quyết · xã Tân Hưng: 4" in chat.tap("Câu 8. Đã giải quyết · xã Tân Hưng")
    assert "8. Đã giải quyết · xã Tân Hưng: 4 — “Đề nghị kiểm tra lại”" in chat.tap("Đề nghị kiểm tra lại")


@pytest.mark.parametrize("typed", ["Tân Hưng", "xa tan hung", "MAU-0502"])
def test_a_commune_by_its_name(ca_mau: Province, chat_of: ChatOf, sent: Obligation, typed: str) -> None:
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("7")
    assert "của địa bàn nào?" in chat.say("ở đâu đó")

    assert "Câu 7. Đã xử lý · xã Tân Hưng: 5" in chat.say(typed)

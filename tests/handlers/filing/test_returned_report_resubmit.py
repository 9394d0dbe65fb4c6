"""Answering the remarks on a returned report."""

from sqlalchemy import Connection

from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import answering
from tests.province import Province


def test_only_what_was_asked_is_answered_then_the_review(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation
) -> None:
    chat = answering(chat_of(ca_mau.officer))
    assert "Đầu mối đề nghị: “Còn thiếu 1 tin?”" in chat.text
    assert "Câu 11/26" in chat.say("6")
    assert "Xem lại" in chat.say("8")
    assert "Đã trả lời đủ 2 nội dung được đề nghị." in chat.text


def test_the_same_figure_again_wants_a_reason(ca_mau: Province, chat_of: ChatOf, returned: Obligation) -> None:
    chat = answering(chat_of(ca_mau.officer))

    assert "Nhập lý do giữ nguyên" in chat.say("5")
    assert "Câu 7/26" in chat.tap("Sửa câu trả lời")
    assert "Câu 11/26" in chat.say("6")


def test_what_is_not_answered_is_not_sent_again(ca_mau: Province, chat_of: ChatOf, returned: Obligation) -> None:
    chat = answering(chat_of(ca_mau.officer))
    chat.tap("Lưu và thoát")
    chat.tap("Làm tiếp")

    assert "Còn 2 nội dung được đề nghị chưa trả lời:" in chat.text
    assert "Nộp báo cáo" not in chat.choices
    assert "Câu 7/26" in chat.tap("Trả lời 2 nội dung này")

"""What officers are told about a decision."""

from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.messaging import conversations
from storage.reports.obligations import Obligation
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import begun, state
from tests.province import Province


def test_an_officer_nobody_can_reach_is_said(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    for person in (ca_mau.officer, ca_mau.colleague):
        conversations.block(tx, person.conversation(tx, now).id, now)
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: đề nghị nêu tình hình")

    assert "đề nghị liên hệ trực tiếp" in chat.tap("Gửi trả lại 1 nội dung")
    assert state(tx, sent) == ReportState.RETURNED


def test_the_button_still_works_when_the_talk_has_gone_on(
    ca_mau: Province, chat_of: ChatOf, sent: Obligation, tx: Connection
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Nộp bản điều chỉnh", "sửa câu 1", "1")
    chat = begun(chat_of(ca_mau.coordinator))
    chat.say("19: đề nghị nêu tình hình")
    chat.tap("Gửi trả lại 1 nội dung")
    officer.receive()
    answer = officer.answer
    officer.told("5", "/start", "/tinhtrang")
    officer.answer = answer

    assert "Câu 19/26" in super(Chat, officer).tap("Trả lời 1 nội dung này")

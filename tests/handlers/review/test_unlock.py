"""Unlocking an accepted report."""

from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import opened, second_coordinator, state
from tests.province import Province


def test_an_accepted_report_is_unlocked_with_a_reason(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    chat.tap("Duyệt")
    chat.press("review.open", obligation=sent.id)
    chat.tap("Mở khóa")
    assert "Cần ghi vài chữ." in chat.say("12")
    assert "Đã mở khóa" in chat.say("Số liệu câu 7 còn thiếu")

    assert state(tx, sent) == ReportState.FILED
    done = audit.of_report(tx, sent.id)[-1]
    assert (done.action, done.detail["reason"]) == ("report.unlocked", "Số liệu câu 7 còn thiếu")
    officer = chat_of(ca_mau.officer)
    assert "Lý do: “Số liệu câu 7 còn thiếu”" in officer.receive()
    officer.tap("Nộp bản điều chỉnh")
    assert officer.choices[0] == "Nộp bản điều chỉnh"


def test_why_is_asked_again_after_a_look_elsewhere_and_may_be_left(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    chat.tap("Duyệt")
    chat.press("review.open", obligation=sent.id)
    why = chat.tap("Mở khóa")
    assert chat.say("MẬT").endswith(why)

    chat.tap("Thôi, để nguyên")
    assert "Mở khóa" in chat.choices
    assert state(tx, sent) == ReportState.ACCEPTED


def test_a_dialog_about_a_report_that_a_colleague_unlocked(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    chat, other = opened(chat_of(ca_mau.coordinator)), chat_of(second_coordinator(tx, ca_mau, now))
    chat.tap("Duyệt")
    for other_chat in (chat, other):
        other_chat.press("review.open", obligation=sent.id)
        other_chat.tap("Mở khóa")
    other.say("Số liệu câu 7 còn thiếu")

    assert chat.say("Thiếu 1 tin").startswith("Đầu mối mẫu Hai đã mở lại báo cáo này")
    assert [entry.action for entry in audit.of_report(tx, sent.id)].count("report.unlocked") == 1

"""Unlocking an accepted report."""

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import opened, state
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

"""An officer asks to unlock an accepted report."""

from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.messaging import conversations
from storage.reports import reviews
from storage.reports.obligations import Obligation
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import opened, second_coordinator
from tests.province import Province


def test_a_request_that_another_coordinator_has_granted(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    second = second_coordinator(tx, ca_mau, now)
    first = opened(chat_of(ca_mau.coordinator))
    first.tap("Duyệt")
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Đề nghị mở khóa", "Câu 7 thiếu 1 tin")
    first.receive()
    other = chat_of(second)
    other.receive()

    assert "Đã mở khóa" in first.tap("Mở khóa")
    assert other.tap("Mở khóa").startswith("Đầu mối mẫu đã mở lại báo cáo này lúc 09:42")


def test_it_may_be_left_and_needs_a_reason(tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> None:
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")
    officer = chat_of(ca_mau.officer)
    asked = officer.told("/baocao", "Đề nghị mở khóa")
    assert officer.say("12").endswith(asked)

    officer.tap("Thôi, để nguyên")

    assert "Đề nghị mở khóa" in officer.choices
    assert [entry.action for entry in audit.of_report(tx, sent.id)][-1] == "report.accepted"


def test_unlocked_meanwhile_it_can_be_corrected_at_once(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Đề nghị mở khóa")
    reviews.record_review(tx, sent.id, ReportState.FILED, ca_mau.coordinator.id, now)

    officer.say("Câu 7 thiếu 1 tin")

    assert "Nộp bản điều chỉnh" in officer.choices
    assert "report.unlock_asked" not in [entry.action for entry in audit.of_report(tx, sent.id)]


def test_where_nobody_can_be_reached_the_officer_is_told_whom_to_call(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")
    officer = chat_of(ca_mau.officer)
    sent_to = officer.told("/baocao", "Đề nghị mở khóa", "Câu 7 thiếu 1 tin")
    conversations.block(tx, ca_mau.coordinator.conversation(tx, now).id, now)
    officer.later(minutes=1)
    unsent = officer.told("/baocao", "Đề nghị mở khóa", "Câu 7 thiếu 1 tin")

    assert sent_to != unsent
    assert all("Đầu mối mẫu (tỉnh Cà Mau)" in reply for reply in (sent_to, unsent))

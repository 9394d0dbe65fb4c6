"""A submitted report as its reviewer sees it."""

from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.people import people
from storage.reports import submissions
from storage.reports.obligations import Obligation
from tests.chat import FIGURES, file_report
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import answering, opened, state
from tests.province import Province


def test_a_version_sent_meanwhile_is_shown_before_anything_is_accepted(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    chat = opened(chat_of(ca_mau.coordinator))
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(FIGURES) | {"c01": 3}, now)

    reply = chat.tap("Duyệt")

    assert reply.startswith("Đơn vị vừa nộp phiên bản 2 lúc 09:42 ngày 19/5/2026")
    assert "Hình sự (1–5): 3 · 2 · 2 · 2 · 2" in reply
    assert state(tx, sent) == ReportState.FILED
    chat.tap("Duyệt")
    assert state(tx, sent) == ReportState.ACCEPTED


def test_the_working_copy_is_not_what_is_shown(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    submissions.put(tx, sent.id, f"c01@{ca_mau.tt_cai_nuoc.id}", Answer.given(777), ca_mau.officer.id, now)

    text = opened(chat_of(ca_mau.coordinator)).text

    assert "777" not in text
    assert "Đơn vị đang soạn bản điều chỉnh, chưa nộp" in text


def test_a_report_opened_in_another_hat_leaves_no_question_behind(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, returned: Obligation, now: datetime
) -> None:
    """The coordinator reports for Năm Căn too, and is in the middle of that when Cái Nước sends again."""
    people.grant(tx, ca_mau.coordinator.id, ca_mau.nam_can.id, Role.REPORTER, None, now)
    chat = chat_of(ca_mau.coordinator)
    chat.say("/toi")
    chat.tap(next(choice for choice in chat.choices if "Năm Căn" in choice))
    chat.told("/baocao", "bat dau")
    answering(chat_of(ca_mau.officer)).told("6", "8", "Nộp báo cáo")
    chat.receive()
    chat.tap("Mở báo cáo")

    assert "Đã duyệt" in chat.say("duyệt")
    assert chat.say("12").startswith("Chưa rõ nội dung vừa gửi")

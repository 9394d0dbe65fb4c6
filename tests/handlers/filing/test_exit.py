"""Leaving a report, and erasing its working answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.messaging import conversations
from storage.reports import submissions
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import fix, kept, receipt_in
from tests.province import CHANNEL, Province


def test_left_and_resumed_on_another_channel_where_it_stopped(
    tx: Connection, officer: Chat, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    officer.told("12 10 9 2 2", "25")
    assert "Đã trả lời 6/42 câu" in officer.tap("Lưu và thoát")
    web = conversations.lock_conversation(tx, CHANNEL, "web", now)
    web.person_id, web.membership_id = ca_mau.officer.id, ca_mau.officer.membership_id
    conversations.save(tx, web, now)
    other = Chat(tx, officer.services, now, "web")
    other.say("/baocao")

    assert "đã trả lời 6/42 câu" in other.text
    assert "Câu 7/26" in other.say("làm tiếp")


def test_cancelling_asks_and_a_no_keeps_everything(tx: Connection, officer: Chat, ca_mau: Province) -> None:
    officer.say("12")
    officer.say("/huy")
    officer.tap("Không, làm tiếp")
    assert kept(tx, ca_mau.officer, "c01") == Answer.given(12)

    officer.say("/huy")
    officer.tap("Đúng, xóa")
    assert kept(tx, ca_mau.officer, "c01") is None
    assert owed(tx, ca_mau.officer).state == ReportState.NOT_BEGUN


def test_cancelling_a_correction_brings_back_what_was_sent(tx: Connection, reviewed: Chat, ca_mau: Province) -> None:
    reviewed.tap("Nộp báo cáo")
    before = submissions.answers(tx, owed(tx, ca_mau.commune_officer).id)
    reviewed.say("/baocao")
    reviewed.tap("Nộp bản điều chỉnh")
    fix(reviewed, 7, "25")
    assert "Có thay đổi chưa nộp" in reviewed.say("/baocao")
    reviewed.tap("Nộp bản điều chỉnh")
    reviewed.say("/huy")
    reviewed.tap("Đúng, xóa")
    assert "Có thay đổi chưa nộp" not in reviewed.say("/baocao")

    after = submissions.answers(tx, owed(tx, ca_mau.commune_officer).id)
    assert {key: written_answer.answer for key, written_answer in after.items()} == {
        key: written_answer.answer for key, written_answer in before.items()
    }
    assert owed(tx, ca_mau.commune_officer).state == ReportState.FILED


def test_a_cancelled_correction_keeps_the_reasons_that_were_sent(
    tx: Connection, reviewed: Chat, ca_mau: Province
) -> None:
    fix(reviewed, 3, "11")
    reviewed.say("Có 1 vụ của năm 2025")
    first = receipt_in(reviewed.tap("Nộp báo cáo"))
    reviewed.say("/baocao")
    reviewed.tap("Nộp bản điều chỉnh")
    fix(reviewed, 7, "25")
    reviewed.say("/huy")
    reviewed.tap("Đúng, xóa")
    reviewed.tap("Nộp bản điều chỉnh")

    assert "Cần kiểm tra" not in reviewed.text
    assert receipt_in(reviewed.tap("Nộp báo cáo")) == first

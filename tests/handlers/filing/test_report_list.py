"""The list of reports (/baocao) and the screen of one report."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.messaging import conversations
from storage.plans import plans
from storage.reports import obligation_sync, submissions
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import SHEET, begun
from tests.province import CALENDAR, Province

NOVEMBER = datetime(2026, 11, 10, 2, tzinfo=UTC)


def test_several_open_reports_are_listed_by_deadline_and_chosen_by_number(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    other = ca_mau.plan.model_copy(update={"id": "ca-mau-khac", "short_title": "Kế hoạch khác"})
    plans.activate(tx, other, now)
    obligation_sync.ensure(tx, other, CALENDAR, now)
    chat = chat_of(ca_mau.officer)
    chat.say("nộp báo cáo")

    assert "Đơn vị có 2 báo cáo" in chat.text
    assert sorted(chat.choices) == ["6 tháng năm 2026 · Chuyển hóa địa bàn", "6 tháng năm 2026 · Kế hoạch khác"]
    assert chat.choices[1].split(" · ")[1] in chat.say("2")
    assert chat.choices[0] == "Bắt đầu"


def test_a_late_report_says_by_how_much(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.officer)
    chat.later(days=10)
    chat.say("/baocao")

    assert "chưa bắt đầu, đã quá hạn" in chat.text
    assert "trễ hạn 5 ngày" in chat.text


def test_with_nothing_at_hand_the_next_one_is_named(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.officer)
    chat.later(days=-60)

    assert "Hiện không có báo cáo nào đến kỳ" in chat.say("/baocao")
    assert "Kỳ tiếp theo: Báo cáo 6 tháng năm 2026" in chat.text


def test_a_unit_without_a_commune_is_shown_only_what_it_is_asked(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.nam_can_officer)
    chat.say("/baocao")

    assert chat.tap("Xem trước các câu hỏi").startswith("Báo cáo gồm 8 câu")


def test_who_only_reads_does_not_file(chat_of: ChatOf, ca_mau: Province) -> None:
    assert "không dành cho vai trò" in chat_of(ca_mau.leader).say("/baocao")


def test_unsent_changes_are_at_hand_after_the_deadline_too(chat_of: ChatOf, ca_mau: Province) -> None:
    chat = begun(chat_of(ca_mau.commune_officer))
    chat.told(*SHEET, "nộp báo cáo", "/baocao")
    chat.tap("Nộp bản điều chỉnh")
    chat.told("sửa câu 18", "4")
    chat.tap("Lưu và thoát")
    chat.later(days=10)

    assert "Có thay đổi chưa nộp" in chat.say("/baocao")
    assert "Nộp bản điều chỉnh" in chat.choices


def test_a_report_is_resumed_at_its_first_open_question(officer: Chat) -> None:
    officer.told("12 10", "18: 4", "/baocao")

    assert officer.tap("Làm tiếp").startswith("Câu 3/26 · thị trấn Cái Nước")


def test_both_are_listed_by_name_and_the_late_one_stays_the_six_month_one(
    tx: Connection, ca_mau: Province, chat_of: ChatOf
) -> None:
    officer = chat_of(ca_mau.nam_can_officer)
    officer.now = NOVEMBER

    listed = officer.say("/baocao")
    assert officer.choices == ["6 tháng năm 2026 · Chuyển hóa địa bàn", "Năm 2026 · Chuyển hóa địa bàn"]
    assert "trễ hạn 170 ngày" in listed
    officer.tap("6 tháng năm 2026 · Chuyển hóa địa bàn")
    officer.tap("Bắt đầu")
    officer.tap("Bỏ qua cả phần")
    sent = officer.tap("Nộp báo cáo")

    assert "CM26-6T-" in sent
    late, current = owed(tx, ca_mau.nam_can_officer), owed(tx, ca_mau.nam_can_officer, "year")
    assert (late.state, late.period, late.version) == (ReportState.FILED, "2026-H1", 1)
    assert (current.state, current.period, current.version) == (ReportState.NOT_BEGUN, "2026-Y", 0)
    assert submissions.newest(tx, current.id) is None


@pytest.mark.parametrize("action", ["filing.open", "filing.begin", "filing.ask_nil", "filing.show_review"])
def test_a_button_of_a_report_does_nothing_for_another_role(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, action: str
) -> None:
    chat = chat_of(ca_mau.coordinator)
    conversation = conversations.lock_conversation(tx, chat.channel, chat.address, chat.now)
    args = {"obligation": owed(tx, ca_mau.officer).id}
    conversation.set_buttons([{"label": "thử", "action": action, "args": args, "says": []}], numbered=True)
    conversations.save(tx, conversation, chat.now)

    assert chat.say("thử").startswith("Lệnh này không dành cho vai trò hiện tại.")


def test_an_officer_of_another_unit_does_not_open_a_report(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    chat = chat_of(ca_mau.nam_can_officer)
    conversation = conversations.lock_conversation(tx, chat.channel, chat.address, chat.now)
    args = {"obligation": owed(tx, ca_mau.officer).id}
    conversation.set_buttons([{"label": "thử", "action": "filing.begin", "args": args, "says": []}], numbered=True)
    conversations.save(tx, conversation, chat.now)

    assert "Câu 1" not in chat.say("thử")
    assert owed(tx, ca_mau.officer).state == ReportState.NOT_BEGUN

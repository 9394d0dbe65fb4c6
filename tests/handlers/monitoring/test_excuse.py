"""Miễn."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import outbox
from storage.people import people
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from tests.chat import Chat, file_report, report_returned
from tests.handlers.conftest import ChatOf
from tests.province import Province

REASON = "Đơn vị mới thành lập, chưa có số liệu"


@pytest.fixture
def chat(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """A coordinator who is about to excuse thị trấn Cái Nước."""
    chat = chat_of(ca_mau.coordinator)
    chat.say("/theodoi")
    chat.tap("6 tháng năm 2026 · Chuyển hóa địa bàn")
    chat.say("tt cai nuoc")
    chat.tap("Miễn báo cáo này")
    return chat


def report(chat: Chat, ca_mau: Province) -> Obligation:
    return obligations.of_unit(chat.tx, ca_mau.tt_cai_nuoc.id)[0]


def test_excused_with_a_reason_and_a_trail(chat: Chat, ca_mau: Province) -> None:
    chat.say(REASON)

    obligation = report(chat, ca_mau)
    assert (obligation.state, obligation.excused_why) == (ReportState.EXCUSED, REASON)
    (entry,) = audit.of_report(chat.tx, obligation.id)
    assert (entry.action, entry.detail) == ("report.excused", {"reason": REASON})
    assert "Được miễn: 1" in chat.tap("Về bảng theo dõi")


@pytest.mark.parametrize("typed", ["", "12", "ok", "TỐI MẬT", "ông Trần Văn Mẫu, sinh năm 1980", "x" * 600])
def test_what_is_no_reason_is_asked_for_again(chat: Chat, ca_mau: Province, typed: str) -> None:
    chat.say(typed or "?")

    assert report(chat, ca_mau).state == ReportState.NOT_BEGUN
    chat.say(REASON)
    assert report(chat, ca_mau).state == ReportState.EXCUSED


def test_taken_back_it_stands_where_it_stood(chat: Chat, ca_mau: Province) -> None:
    given = Answer.given(12)
    submissions.put(chat.tx, report(chat, ca_mau).id, "c01", given, ca_mau.commune_officer.id, chat.now)
    chat.say(REASON)
    chat.tap("Bỏ miễn")

    assert report(chat, ca_mau).state == ReportState.DRAFTING
    assert "Bỏ miễn" not in chat.choices


def test_what_was_filed_meanwhile_is_not_excused(chat: Chat, ca_mau: Province) -> None:
    file_report(chat.tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, {}, chat.now)

    assert "Không miễn được lúc này" in chat.say(REASON)
    assert report(chat, ca_mau).state == ReportState.FILED


def test_the_officers_see_it_on_their_status(chat: Chat, ca_mau: Province, chat_of: ChatOf) -> None:
    chat.say(REASON)

    assert f"được miễn (“{REASON}”)" in chat_of(ca_mau.commune_officer).say("/tinhtrang")


def test_a_command_leaves_it_undone(chat: Chat, ca_mau: Province) -> None:
    assert chat.say("trợ giúp").startswith("Các lệnh dùng được")
    assert report(chat, ca_mau).state == ReportState.NOT_BEGUN


def test_a_returned_report_is_not_excused(chat: Chat, ca_mau: Province) -> None:
    report_returned(chat.tx, ca_mau, ca_mau.commune_officer, chat.now, chat.now)

    assert "Không miễn được lúc này" in chat.say(REASON)
    assert report(chat, ca_mau).state == ReportState.RETURNED


def test_the_officers_of_the_unit_are_told_but_not_whoever_decided(chat: Chat, ca_mau: Province) -> None:
    people.grant(chat.tx, ca_mau.coordinator.id, ca_mau.tt_cai_nuoc.id, Role.REPORTER, None, chat.now)

    chat.say(REASON)
    chat.tap("Bỏ miễn")

    rows = chat.tx.execute(select(outbox.c.address, outbox.c.key).where(outbox.c.key.startswith("monitoring.excuse.")))
    assert [(address, key.split(":")[0]) for address, key in rows] == [
        ("commune", "monitoring.excuse.told"),
        ("commune", "monitoring.excuse.told_taken_back"),
    ]


def test_what_is_not_excused_cannot_be_taken_back(chat: Chat, ca_mau: Province) -> None:
    chat.say(REASON)
    chat.tap("Bỏ miễn")

    reply = chat.press("monitoring.undo_excuse", obligation=report(chat, ca_mau).id)

    assert reply.startswith("Báo cáo này hiện không được miễn.")
    assert report(chat, ca_mau).state == ReportState.NOT_BEGUN

"""The officer answers the remarks on a returned report. How it is returned: ``tests.handlers.review``."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.reports import obligations, remarks
from storage.reports.obligations import Obligation
from tests.chat import Chat, file_report, owed
from tests.handlers.conftest import ChatOf
from tests.province import Province


@pytest.fixture
def returned(tx: Connection, ca_mau: Province, now: datetime) -> Obligation:
    """The commune's report, with remarks on questions 6 and 11."""
    fields = [f"c{n:02}" for n in range(1, 14)]
    file_report(tx, ca_mau, ca_mau.commune_officer, "six-months", 2026, dict.fromkeys(fields, 5), now)
    report, place = owed(tx, ca_mau.commune_officer), ca_mau.commune_officer.unit.id
    reasons = {f"c11@{place}": "Kiểm tra lại", f"c06@{place}": "Còn thiếu 1 tin?"}
    remarks.add(tx, report.id, 1, reasons, ca_mau.coordinator.id, now)
    obligations.set_state(tx, report.id, ReportState.RETURNED)
    return owed(tx, ca_mau.commune_officer)


def answering(chat: Chat) -> Chat:
    chat.say("/baocao")
    chat.tap("Trả lời 2 nội dung này")
    return chat


def replies(tx: Connection, report: Obligation) -> dict[str, str | None]:
    return {remark.key.split("@")[0]: remark.reply for remark in remarks.of_report(tx, report.id)}


def test_remarks_are_answered_in_the_order_of_the_form(chat_of: ChatOf, ca_mau: Province, returned: Obligation) -> None:
    chat = answering(chat_of(ca_mau.commune_officer))

    assert chat.text.startswith("Câu 6/18")
    assert "Đầu mối đề nghị: “Còn thiếu 1 tin?”" in chat.text
    assert "Câu 11/18" in chat.say("6")


def test_an_answer_may_stay_with_a_reason(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, returned: Obligation
) -> None:
    chat = answering(chat_of(ca_mau.commune_officer))
    assert "Nhập lý do giữ nguyên" in chat.say("5")

    assert "Câu 11/18" in chat.say("Đã đối chiếu sổ, đủ 5 tin")
    assert replies(tx, returned) == {"c06": "Đã đối chiếu sổ, đủ 5 tin", "c11": None}


@pytest.mark.parametrize("typed", ["5", "MẬT: chuyên án", "hỏi 0912 345 678"])
def test_what_is_no_reason_is_not_stored(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, returned: Obligation, typed: str
) -> None:
    chat = answering(chat_of(ca_mau.commune_officer))
    chat.say("5")

    assert "Nhập lý do giữ nguyên" in chat.say(typed)
    assert replies(tx, returned) == {"c06": None, "c11": None}


def test_a_command_is_no_reason(tx: Connection, chat_of: ChatOf, ca_mau: Province, returned: Obligation) -> None:
    chat = answering(chat_of(ca_mau.commune_officer))
    chat.say("5")

    assert chat.say("tình trạng").startswith("Báo cáo của đơn vị")
    assert replies(tx, returned) == {"c06": None, "c11": None}


def test_the_answer_can_be_changed_after_all(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, returned: Obligation
) -> None:
    chat = answering(chat_of(ca_mau.commune_officer))
    chat.say("5")
    assert chat.tap("Sửa câu trả lời").startswith("Câu 6/18")

    assert "Câu 11/18" in chat.say("6")
    assert replies(tx, returned) == {"c06": None, "c11": None}

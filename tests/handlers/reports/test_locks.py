"""Why a report cannot be changed."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.form_entry.answer_input import Answer
from storage.plans import plans
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from tests.chat import owed
from tests.handlers.conftest import ChatOf
from tests.handlers.review.helpers import opened
from tests.province import Province


@pytest.mark.parametrize("answer", ["12", "Không phát sinh"])
def test_an_officer_in_the_middle_of_a_question_is_told_why_it_is_locked(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, answer: str
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.told("/baocao", "Nộp bản điều chỉnh", "sửa câu 1", "1")
    opened(chat_of(ca_mau.coordinator)).tap("Duyệt")

    reply = officer.say(answer)

    assert "đã được duyệt (Đầu mối mẫu, 09:42 ngày 19/5/2026)" in reply
    assert "đề nghị đầu mối tổng hợp mở khóa: Đầu mối mẫu (tỉnh Cà Mau)" in reply
    assert submissions.answers(tx, sent.id)[f"c01@{ca_mau.tt_cai_nuoc.id}"].answer == Answer.given(2)


def test_why_nothing_can_be_entered_for_an_excused_unit(tx: Connection, ca_mau: Province, chat_of: ChatOf) -> None:
    officer = chat_of(ca_mau.officer)
    officer.say("/baocao")
    obligations.excuse(tx, owed(tx, ca_mau.officer).id, "Không có địa bàn")

    reply = officer.tap("Bắt đầu")

    assert "miễn nộp (Không có địa bàn)" in reply
    assert "Đầu mối mẫu (tỉnh Cà Mau)" in reply
    assert officer.choices == ["Báo cáo của đơn vị"]


def test_why_a_report_of_an_ended_plan_cannot_be_corrected(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, sent: Obligation, now: datetime
) -> None:
    officer = chat_of(ca_mau.officer)
    officer.say("/baocao")
    plans.close(tx, ca_mau.plan.id, "Hết thời hạn", now)

    reply = officer.tap("Nộp bản điều chỉnh")

    assert "Đầu mối mẫu (tỉnh Cà Mau)" in reply
    assert officer.choices == ["Xem biên nhận", "Lịch sử", "Báo cáo của đơn vị"]

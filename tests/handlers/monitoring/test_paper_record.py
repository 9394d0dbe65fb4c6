"""Ghi nhận bản giấy, and its mistakes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.audit import audit
from storage.reports import obligations, paper_records, submissions
from storage.reports.obligations import Obligation
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.province import Province


@pytest.fixture
def chat(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """A coordinator at the page of Cái Nước's report."""
    chat = chat_of(ca_mau.coordinator)
    chat.say("/theodoi")
    chat.tap("6 tháng năm 2026 · Chuyển hóa địa bàn")
    chat.say("ubnd huyen cai nuoc")
    chat.tap("Báo cáo của chính đơn vị")
    return chat


def report(chat: Chat, ca_mau: Province) -> Obligation:
    return obligations.of_unit(chat.tx, ca_mau.cai_nuoc.id)[0]


@pytest.mark.parametrize(
    ("typed", "number", "day"),
    [
        (["05/BC-UBND 18/5/2026"], "05/BC-UBND", date(2026, 5, 18)),
        (["Số: 05 / BC-UBND, ngày 18 tháng 5 năm 2026"], "05/BC-UBND", date(2026, 5, 18)),
        (["05/BC-UBND", "hôm qua"], "05/BC-UBND", date(2026, 5, 18)),
        (["18/5", "05/BC-UBND"], "05/BC-UBND", date(2026, 5, 18)),
        (["tôi đã nhận rồi", "05/BC-UBND 30/5/2026", "19/5"], "05/BC-UBND", date(2026, 5, 19)),
        (["05/BC-UBND 19/5/2020", "19/5/2026"], "05/BC-UBND", date(2026, 5, 19)),
    ],
)
def test_number_and_day_in_whatever_order(
    chat: Chat, ca_mau: Province, typed: list[str], number: str, day: date
) -> None:
    chat.tap("Ghi nhận bản giấy")
    chat.told(*typed)

    obligation = report(chat, ca_mau)
    record = paper_records.of_report(chat.tx, obligation.id)
    assert (obligation.state, obligation.on_paper, obligation.version) == (ReportState.FILED, True, 0)
    assert record is not None
    assert (record.number, record.received_on) == (number, day)
    assert [entry.action for entry in audit.of_report(chat.tx, obligation.id)] == ["report.received_on_paper"]
    assert "đúng hạn" in chat.text


def test_in_time_on_its_last_day_and_late_after_it(chat: Chat, ca_mau: Province) -> None:
    chat.now = datetime(2026, 5, 26, 2, tzinfo=UTC)
    chat.tap("Ghi nhận bản giấy")
    assert "nhận ngoài hệ thống ngày 24/5/2026, đúng hạn" in chat.say("05/BC-UBND 24/5")
    chat.tap("Hủy ghi nhận bản giấy")
    chat.tap("Ghi nhận bản giấy")
    assert "nhận ngoài hệ thống ngày 25/5/2026, trễ hạn 1 ngày" in chat.say("05/BC-UBND 25/5")


def test_a_mistake_is_taken_back_with_the_answers_kept(chat: Chat, ca_mau: Province) -> None:
    obligation = report(chat, ca_mau)
    submissions.put(chat.tx, obligation.id, f"c01@{ca_mau.tan_hung.id}", Answer.given(12), ca_mau.officer.id, chat.now)
    obligations.set_state(chat.tx, obligation.id, ReportState.DRAFTING)
    chat.tap("Ghi nhận bản giấy")
    chat.say("05/BC-UBND 18/5")

    assert "đang soạn, đã trả lời 1/42 câu" in chat.tap("Hủy ghi nhận bản giấy")
    obligation = report(chat, ca_mau)
    assert (obligation.state, obligation.on_paper, obligation.filed_at) == (ReportState.DRAFTING, False, None)
    assert paper_records.of_report(chat.tx, obligation.id) is None


def test_the_figures_may_follow_even_after_the_last_day(chat: Chat, ca_mau: Province, chat_of: ChatOf) -> None:
    chat.tap("Ghi nhận bản giấy")
    chat.say("05/BC-UBND 18/5")
    officer = chat_of(ca_mau.officer)
    officer.now = datetime(2026, 6, 3, 2, tzinfo=UTC)

    assert "đã nhận bản giấy hoặc qua điện thoại ngày 18/5/2026, đúng hạn" in officer.say("/tinhtrang")
    officer.tap("Nhập số liệu 6 tháng năm 2026")
    officer.tap("Không phát sinh cả kỳ")
    officer.tap(officer.choices[0])
    obligation = report(chat, ca_mau)
    assert (obligation.version, obligation.on_paper) == (1, True)
    assert obligation.filed_at == datetime(2026, 5, 17, 17, tzinfo=UTC), "the day the paper came"

    assert "Không có gì để hủy" in chat.tap("Hủy ghi nhận bản giấy")
    assert report(chat, ca_mau).version == 1


def test_whoever_files_first_wins(chat: Chat, ca_mau: Province) -> None:
    chat.tap("Ghi nhận bản giấy")
    file_report(chat.tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, chat.now)

    text = chat.say("05/BC-UBND 18/5")

    assert "Không cần ghi nhận bản giấy" in text
    assert "Mã biên nhận" in text
    assert not report(chat, ca_mau).on_paper


def test_a_marked_number_is_not_kept(chat: Chat, ca_mau: Province) -> None:
    chat.tap("Ghi nhận bản giấy")

    assert "MẬT" in chat.say("05/BC-UBND 18/5 MẬT")
    assert report(chat, ca_mau).state == ReportState.NOT_BEGUN
    chat.say("05/BC-UBND 18/5")
    assert report(chat, ca_mau).state == ReportState.FILED


def test_by_telephone_without_a_number(chat: Chat, ca_mau: Province) -> None:
    chat.tap("Ghi nhận bản giấy")
    chat.say("18/5")
    assert report(chat, ca_mau).state == ReportState.NOT_BEGUN
    chat.say("dien thoai")

    record = paper_records.of_report(chat.tx, report(chat, ca_mau).id)
    assert record is not None
    assert (record.number, record.received_on) == (None, date(2026, 5, 18))

"""The requests sent: who has submitted, who has not, and how a request ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.reports import adhoc, obligations
from storage.reports.obligations import Obligation
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.province import Person, Province
from tests.rules.screens import Screens, moment, request_report, return_report, submit_requested

LATER = datetime(2026, 5, 20, 2, tzinfo=UTC)


def requested(tx: Connection, person: Person) -> Obligation:
    """The report of a request that the person's unit owes or has submitted."""
    return next(report for report in obligations.of_unit(tx, person.unit.id) if report.plan_id.startswith(adhoc.PREFIX))


@pytest.fixture
def coordinator(coordinator: Chat) -> Chat:
    """A report is requested of both districts, due at 16:00 on 22/5."""
    request_report(coordinator, "16h ngày 22/5")
    return coordinator


@pytest.fixture
def one_returned(ca_mau: Province, chat_of: ChatOf, coordinator: Chat) -> Chat:
    """Cái Nước has submitted it, and the coordinator has returned it."""
    submit_requested(chat_of(ca_mau.officer))
    return_report(coordinator, "UBND huyện Cái Nước", question=1)
    return coordinator


def open_request(chat: Chat) -> str:
    chat.say("/dotxuat")
    return chat.tap("Yêu cầu đang chờ nộp (1)")


def test_a_returned_report_stands_under_its_own_title(one_returned: Chat) -> None:
    text = open_request(one_returned)

    assert "Đã nộp 0/2 đơn vị; được trả lại 1." in text
    assert "Chưa nộp:\n• UBND huyện Năm Căn: chưa bắt đầu\n\nĐược trả lại, đang bổ sung, chỉnh sửa:" in text
    assert text.index("UBND huyện Cái Nước") > text.index("Được trả lại, đang")


def test_the_end_of_a_request_is_not_that_of_a_returned_report(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, one_returned: Chat
) -> None:
    open_request(one_returned)
    assert "Rút yêu cầu" not in one_returned.choices

    assert "1 đơn vị chưa nộp được miễn" in one_returned.tap("Kết thúc yêu cầu")
    assert "đã báo 1 đơn vị chưa nộp" in one_returned.tap("Đúng, kết thúc")

    returned, excused = requested(tx, ca_mau.officer), requested(tx, ca_mau.nam_can_officer)
    assert (returned.state, excused.state) == (ReportState.RETURNED, ReportState.EXCUSED)
    assert "report.excused" not in [entry.action for entry in audit.of_report(tx, returned.id)]
    officer = chat_of(ca_mau.officer)
    officer.receive()
    assert "đã kết thúc" not in officer.text


def test_with_only_returned_reports_left_there_is_nothing_to_end(
    tx: Connection, ca_mau: Province, chat_of: ChatOf, one_returned: Chat
) -> None:
    submit_requested(chat_of(ca_mau.nam_can_officer))

    text = open_request(one_returned)

    assert "Đã nộp 1/2 đơn vị; được trả lại 1." in text
    assert "Chưa nộp" not in text
    assert not {"Kết thúc yêu cầu", "Rút yêu cầu"} & set(one_returned.choices)


def test_an_excused_unit_has_not_filed(tx: Connection, ca_mau: Province, coordinator: Chat) -> None:
    obligations.excuse(tx, requested(tx, ca_mau.officer).id, "sáp nhập")

    assert "Đã nộp 0/1 đơn vị; được miễn 1." in open_request(coordinator)


def test_the_deadline_is_the_usual_one(tx: Connection, ca_mau: Province, coordinator: Chat) -> None:
    obligations.extend(tx, requested(tx, ca_mau.officer).id, date(2026, 5, 29))

    assert "Hạn cuối: 16:00 thứ Sáu 22/5" in open_request(coordinator)


def test_nobody_has_submitted_it(coordinator: Chat) -> None:
    text = open_request(coordinator)

    assert "Đã nộp 0/2 đơn vị.\n" in text
    assert "Được trả lại" not in text
    assert "Rút yêu cầu" in coordinator.choices


def test_once_its_time_is_over_those_who_filed_in_time_are_told_so(
    ca_mau: Province, chat_of: ChatOf, coordinator: Chat
) -> None:
    """At 18:00 the report is still listed, as its last day is not over; it was submitted before 16:00."""
    screens = Screens(chat_of, ca_mau, moment("22/5 15:00"))
    submit_requested(screens.chat(ca_mau.officer))

    text = screens.at("22/5 18:00").say(ca_mau.officer, "/baocao")

    assert "Hạn cuối: 16:00 thứ Sáu 22/5 · đúng hạn" in text
    assert "trễ hạn" not in text


def test_several_requests_are_counted_before_they_are_listed(coordinator: Chat) -> None:
    request_report(coordinator, "16h ngày 25/5")

    coordinator.say("/dotxuat")

    assert coordinator.tap("Yêu cầu đang chờ nộp (2)") == "2 yêu cầu đang chờ đơn vị nộp:"
    assert "Đột xuất năm 2026 · Cướp giật (dx-2026-0002)" in coordinator.choices

"""The line that says how one unit's report stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reporting.deadlines.obligation import ReportState
from storage.reports import reviews
from tests.chat import Chat, file_report, owed
from tests.handlers.monitoring.steps import open_own_report
from tests.province import Province


def test_a_report_that_is_owed_says_how_far_it_is_and_how_late(coordinator: Chat, ca_mau: Province) -> None:
    assert "Tình trạng: chưa bắt đầu\n" in open_own_report(coordinator, "ubnd huyen cai nuoc")

    coordinator.later(days=7)

    assert "chưa bắt đầu · trễ hạn 2 ngày" in open_own_report(coordinator, "ubnd huyen cai nuoc")


@pytest.mark.parametrize(("days", "when"), [(0, "đúng hạn"), (7, "trễ hạn 2 ngày")])
def test_a_submitted_report_says_when_and_whether_it_was_in_time(
    coordinator: Chat, ca_mau: Province, days: int, when: str
) -> None:
    filed_at = coordinator.now + timedelta(days=days)
    file_report(coordinator.tx, ca_mau, ca_mau.officer, "six-months", 2026, {}, filed_at)
    obligation = owed(coordinator.tx, ca_mau.officer)
    reviews.record_review(coordinator.tx, obligation.id, ReportState.ACCEPTED, ca_mau.coordinator.id, filed_at)
    coordinator.later(days=days, hours=1)

    text = open_own_report(coordinator, "ubnd huyen cai nuoc")

    assert f"nộp 09:42 ngày {19 + days}/5/2026, {when}" in text
    assert "đã duyệt" in text

"""A report names its period: one that is late never takes the place of the one now due."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from storage.reports import submissions
from tests.chat import owed
from tests.handlers.conftest import ChatOf
from tests.province import Province

NOVEMBER = datetime(2026, 11, 10, 2, tzinfo=UTC)


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

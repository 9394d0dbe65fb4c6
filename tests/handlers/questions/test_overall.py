"""A summary asked for about one unit: filing, then targets."""

from __future__ import annotations

from tests.chat import Chat
from tests.handlers.questions.conftest import lines


def test_filing_and_targets_of_a_unit(communes_leader: Chat) -> None:
    filing, targets, *_ = lines(communes_leader.say("tóm tắt xã Mẫu Hai"))

    assert filing == "xã Mẫu Hai: đã nộp lúc 09:42 ngày 19/5/2026, đúng hạn."
    assert targets == "Chỉ tiêu: chưa đạt 1 · đạt 1 · thiếu số liệu 8 · không phát sinh 1."
    assert communes_leader.tap("Xem bản tóm tắt").startswith("Tóm tắt · 6 tháng năm 2026 · Chuyển hóa địa bàn\nxã Mẫu")


def test_of_a_period_without_a_report(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("tóm tắt xã Mẫu Hai quý 2")) == [
        "Kế hoạch không có báo cáo của kỳ này. Các báo cáo: Báo cáo 6 tháng, Báo cáo 01 năm."
    ]
    assert communes_leader.choices == []

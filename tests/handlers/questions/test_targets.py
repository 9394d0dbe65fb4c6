"""Rates, and whether the targets of the plan are met."""

from __future__ import annotations

import pytest

from tests.chat import Chat
from tests.handlers.questions.conftest import lines

SOLVED = "Tỷ lệ điều tra, khám phá các loại tội phạm"
TIPS = "Tỷ lệ tin báo, tố giác, kiến nghị khởi tố được tiếp nhận, xử lý"


@pytest.mark.parametrize(
    ("unit", "figure", "verdict"),
    [
        ("phường Mẫu Một", "9/12 = 75,0%", "chưa đạt"),
        ("xã Mẫu Hai", "7/7 = 100,0%", "đạt"),
        ("xã Mẫu Ba", "10/20 = 50,0%", "chưa đạt"),
    ],
)
def test_a_rate_with_its_target(communes_leader: Chat, unit: str, figure: str, verdict: str) -> None:
    assert lines(communes_leader.say(f"tỷ lệ khám phá của {unit}")) == [
        f"{SOLVED}: {figure} (chỉ tiêu: từ 80% trở lên) · {verdict} · 1/1 đơn vị"
    ]


def test_a_rate_nobody_has_reported(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("tỷ lệ khám phá của đặc khu Mẫu Bốn")) == [
        f"{SOLVED}: thiếu số liệu (chỉ tiêu: từ 80% trở lên) · 0/1 đơn vị"
    ]


def test_one_target_unit_by_unit(communes_leader: Chat) -> None:
    answer = lines(communes_leader.say("tỷ lệ khám phá của từng xã"))

    assert answer[::2] == ["phường Mẫu Một", "xã Mẫu Hai", "xã Mẫu Ba", "đặc khu Mẫu Bốn"]
    assert [line.split(" · ")[1] for line in answer[1:7:2]] == ["chưa đạt", "đạt", "chưa đạt"]


def test_all_targets_those_not_met_first(communes_leader: Chat) -> None:
    counts, first, second, missing = lines(communes_leader.say("chỉ tiêu nào chưa đạt"))

    assert counts == "Chỉ tiêu: chưa đạt 2 · thiếu số liệu 8 · không phát sinh 1."
    assert first == f"• {SOLVED}: 26/39 = 66,7% (chỉ tiêu: từ 80% trở lên) · chưa đạt · 3/4 đơn vị"
    assert second == f"• {TIPS}: 4/6 = 66,7% (chỉ tiêu: 100%) · chưa đạt · 2/4 đơn vị"
    assert missing.startswith("Thiếu số liệu: tỷ lệ địa bàn chuyển hóa thành công trong năm; ")


def test_targets_that_are_met_are_only_counted(communes_leader: Chat) -> None:
    counts, *others = lines(communes_leader.say("chỉ tiêu của xã Mẫu Hai"))

    assert counts == "Chỉ tiêu: chưa đạt 1 · đạt 1 · thiếu số liệu 8 · không phát sinh 1."
    assert not any(line.startswith(f"• {SOLVED}") for line in others)


def test_more_units_than_fit_a_screen(leader: Chat) -> None:
    """Four communes and no more: the two districts and the department have levels of their own."""
    assert "đơn vị khác" not in leader.say("chỉ tiêu của từng xã")


def test_a_rate_without_a_target_is_a_share(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("tỷ lệ tin báo được giải quyết")) == [
        "tỉnh Hai Cấp (mẫu): 3/4 = 75,0% trên số tin báo, tố giác tội phạm, kiến nghị khởi tố đã phân loại, xử lý "
        "(2/4 đơn vị). Kế hoạch không đặt chỉ tiêu cho tỷ lệ này."
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "tỷ lệ tin báo được giải quyết của phường Mẫu Một",  # 0 of 0
            "Chưa có số liệu: 0/1 đơn vị đã gửi số liệu này trong báo cáo 6 tháng năm 2026.",
        ),
        ("tỷ lệ vụ ma túy", "Kế hoạch không đặt chỉ tiêu tỷ lệ về: số vụ phạm tội về ma túy."),
        ("chỉ tiêu quý 2", "Kế hoạch không có báo cáo của kỳ này. Các báo cáo: Báo cáo 6 tháng, Báo cáo 01 năm."),
    ],
)
def test_what_has_no_rate(communes_leader: Chat, question: str, expected: str) -> None:
    assert lines(communes_leader.say(question)) == [expected]

"""Two periods of the same units, and units beside each other."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from storage.figures import baselines
from storage.figures.baselines import BaselineFigure
from tests.chat import Chat
from tests.handlers.questions.conftest import lines
from tests.province import Province

SAME = "6 tháng năm 2025 của chính các đơn vị đó"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "số vụ phạm tội so với cùng kỳ",
            [f"2/4 đơn vị có số liệu cả hai kỳ: 19 vụ, so với 19 vụ {SAME}: không thay đổi."],
        ),
        ("số vụ phạm tội của phường Mẫu Một so với cùng kỳ", [f"12 vụ, so với 10 vụ {SAME}: tăng 2 vụ (+20,0%)."]),
        (
            "số vụ phạm tội của phường Mẫu Một và xã Mẫu Hai so với cùng kỳ",
            [
                f"phường Mẫu Một: 12 vụ, so với 10 vụ {SAME}: tăng 2 vụ (+20,0%).",
                f"xã Mẫu Hai: 7 vụ, so với 9 vụ {SAME}: giảm 2 vụ (−22,2%).",
            ],
        ),
        (
            "số vụ phạm tội của xã Mẫu Ba so với cùng kỳ",
            ["chưa có số liệu 6 tháng năm 2025 của các đơn vị đã nộp để so sánh."],
        ),
        (
            "số vụ phạm tội của đặc khu Mẫu Bốn so với cùng kỳ",
            ["Chưa có số liệu: 0/1 đơn vị đã gửi số liệu này trong báo cáo 6 tháng năm 2026."],
        ),
    ],
)
def test_two_periods(communes_leader: Chat, question: str, expected: list[str]) -> None:
    assert lines(communes_leader.say(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "so phường Mẫu Một với xã Mẫu Hai về số vụ phạm tội",
            ["• phường Mẫu Một: 12 vụ", "• xã Mẫu Hai: 7 vụ", "phường Mẫu Một nhiều hơn 5 vụ."],
        ),
        (
            "so xã Mẫu Hai với xã Mẫu Ba về số vụ phạm tội",
            ["• xã Mẫu Hai: 7 vụ", "• xã Mẫu Ba: 20 vụ", "xã Mẫu Ba nhiều hơn 13 vụ."],
        ),
        (
            "so phường Mẫu Một với xã Mẫu Hai về tỷ lệ khám phá",
            ["• phường Mẫu Một: 9/12 = 75,0%", "• xã Mẫu Hai: 7/7 = 100,0%"],
        ),
        (
            "so phường Mẫu Một với đặc khu Mẫu Bốn về số vụ phạm tội",
            ["• phường Mẫu Một: 12 vụ", "• đặc khu Mẫu Bốn: chưa có số liệu"],
        ),
    ],
)
def test_units_beside_each_other(communes_leader: Chat, question: str, expected: list[str]) -> None:
    assert lines(communes_leader.say(question)) == expected


def test_two_units_with_the_same_figure(leader: Chat) -> None:
    answer = lines(leader.say("so huyện Cái Nước với huyện Năm Căn về số tin báo 6 tháng 2025"))

    assert answer == ["• UBND huyện Cái Nước: 50 tin", "• UBND huyện Năm Căn: chưa có số liệu"]


def test_what_else_there_was_then(leader: Chat) -> None:
    """Both communes of Cái Nước have both years; Năm Căn has no commune under transformation."""
    assert lines(leader.say("ma túy tăng hay giảm so với cùng kỳ?")) == [
        f"1/1 đơn vị có số liệu cả hai kỳ: 6 vụ, so với 4 vụ {SAME}: tăng 2 vụ (+50,0%)."
    ]


def test_a_rate_of_two_periods(leader: Chat) -> None:
    assert lines(leader.say("tỷ lệ khám phá so với cùng kỳ")) == [
        "1/1 đơn vị có số liệu cả hai kỳ: 14/20 = 70,0%, 6 tháng năm 2025: 18/20 = 90,0%."
    ]


def test_a_baseline_year_is_an_indication(tx: Connection, two_years: Province, leader: Chat, now: datetime) -> None:
    units = (two_years.tt_cai_nuoc, two_years.tan_hung)
    baselines.put(tx, [BaselineFigure(unit.id, "c40", "2019-Y", 10) for unit in units], now)

    (answer,) = lines(leader.say("ma túy giảm bao nhiêu so với năm 2019"))

    assert "6 vụ, so với 20 vụ năm 2019" in answer
    assert "giảm 14 vụ (−70,0%) (tham khảo: số liệu cả năm)" in answer


def test_without_a_figure_some_are_offered(communes_leader: Chat) -> None:
    assert lines(communes_leader.say("so sánh các xã")) == [
        "So sánh, xếp hạng theo số liệu nào? Ví dụ: số vụ ma túy; tỷ lệ điều tra, khám phá."
    ]
    assert len(communes_leader.choices) == 6
    assert "Số vụ phạm tội về trật tự xã hội xảy ra" in communes_leader.choices
    communes_leader.tap("Tỷ lệ điều tra, khám phá các loại tội phạm")
    assert "so sánh: tỷ lệ điều tra" in communes_leader.text.splitlines()[0]

"""When a report is due: of the plan, of its levels, of a unit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from storage.reports import obligations
from tests.chat import Chat, owed
from tests.handlers.conftest import ChatOf
from tests.handlers.questions.conftest import lines
from tests.province import Province

LAST_DAY = "Trước ngày 25/5 (hạn cuối: hết Chủ nhật 24/5/2026; ngày làm việc cuối cùng: thứ Sáu 22/5)"


@pytest.fixture
def leader(chat_of: ChatOf, ca_mau: Province) -> Chat:
    return chat_of(ca_mau.leader)


def test_of_the_plan_then_of_the_levels_and_the_days_of_the_figures(leader: Chat) -> None:
    assert lines(leader.say("hạn báo cáo 6 tháng")) == [
        f"{LAST_DAY} · còn 5 ngày",
        "Cấp xã: Hạn cuối: hết thứ Tư 20/5/2026 · còn 1 ngày",
        "Số liệu từ 16/11/2025 đến 15/5/2026",
    ]


@pytest.mark.parametrize(
    ("days", "hours", "district", "commune"),
    [
        (1, 0, "còn 4 ngày", "hôm nay là ngày cuối"),
        (1, 15, "còn 3 ngày", "đã qua dưới 1 giờ"),
        (2, 0, "còn 3 ngày", "đã qua 9 giờ"),
        (3, 0, "còn 2 ngày", "đã qua 2 ngày"),
        (5, 0, "hôm nay là ngày cuối", "đã qua 4 ngày"),
    ],
)
def test_how_long_it_is_over(leader: Chat, days: int, hours: int, district: str, commune: str) -> None:
    leader.now += timedelta(days=days, hours=hours)

    first, second, _ = lines(leader.say("hạn báo cáo 6 tháng"))

    assert first == f"{LAST_DAY} · {district}"
    assert second.endswith(f"20/5/2026 · {commune}")


def test_of_one_unit_first_its_own(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    obligations.extend(tx, owed(tx, ca_mau.officer).id, date(2026, 5, 29))

    answer = lines(leader.say("hạn báo cáo 6 tháng của huyện Cái Nước"))

    assert answer[0].startswith("UBND huyện Cái Nước: chưa nộp (chưa bắt đầu). Gia hạn đến hết thứ Sáu 29/5")
    assert answer[1] == f"{LAST_DAY} · còn 5 ngày"


def test_an_excused_unit_owes_none(tx: Connection, leader: Chat, ca_mau: Province) -> None:
    obligations.excuse(tx, owed(tx, ca_mau.officer).id, "sáp nhập")

    assert "UBND huyện Cái Nước: không phải nộp báo cáo này." in leader.say("hạn báo cáo 6 tháng của huyện Cái Nước")


def test_a_period_without_a_report(leader: Chat) -> None:
    assert lines(leader.say("hạn báo cáo quý 2")) == [
        "Kế hoạch không có báo cáo của kỳ này. Các báo cáo: Báo cáo 6 tháng, Báo cáo 01 năm."
    ]

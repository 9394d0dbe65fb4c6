"""/hoi "xã nào cao nhất", "thấp nhất", "3 xã cao nhất": which unit comes first, and which share a place."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.roles import Role
from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf

ONE, TWO, THREE, FOUR = "phường Mẫu Một", "xã Mẫu Hai", "xã Mẫu Ba", "đặc khu Mẫu Bốn"
CASES = {ONE: 12, TWO: 7, THREE: 20, FOUR: 7}
"""c01, the offences of the six months of 2026; Mẫu Hai and Mẫu Bốn have the same number."""
BEFORE = {ONE: 10, TWO: 9, THREE: 25, FOUR: 4}
"""The same of 2025: Mẫu Bốn rose by 3, Mẫu Một by 2, Mẫu Hai fell by 2, Mẫu Ba by 5."""
SOLVED = {ONE: 9, TWO: 7, THREE: 10, FOUR: 7}
"""c03, of the cases opened (c02): 75 %, 100 %, 50 %, 100 %."""


@pytest.fixture
def leader(tx: Connection, now: datetime, chat_of: ChatOf) -> Chat:
    """The leader of a province whose four communes have filed both years."""
    place = province.build_two_level(tx, now, (2025, 2026))
    units = (place.phuong_mot, place.xa_hai, place.xa_ba, place.dac_khu)
    selected_zones.select(tx, place.plan.id, 2026, [unit.id for unit in units], now)
    for number, unit in enumerate(units):
        officer = province.enrol(tx, now, unit, Role.REPORTER, f"commune-{number}")
        before, count, solved = BEFORE[unit.name], CASES[unit.name], SOLVED[unit.name]
        file_report(tx, place, officer, "six-months", 2025, {"c01": before}, now - timedelta(days=365))
        file_report(tx, place, officer, "six-months", 2026, {"c01": count, "c02": count, "c03": solved}, now)
    return chat_of(place.leader)


def places(answer: str) -> list[tuple[int, str]]:
    """ "1. xã Mẫu Ba: 20 vụ" → (1, "xã Mẫu Ba"), line by line."""
    return [(int(place), unit) for place, unit in re.findall(r"^(\d+)\. (.+?):", answer, re.MULTILINE)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("xã nào cao nhất về số vụ phạm tội", [(1, THREE)]),
        ("xã nào nhiều án nhất", [(1, THREE)]),
        ("xã nào thấp nhất về số vụ phạm tội", [(1, TWO), (1, FOUR)]),
        ("xã nào ít án nhất", [(1, TWO), (1, FOUR)]),
        ("2 xã cao nhất về số vụ phạm tội", [(1, THREE), (2, ONE)]),
        ("3 xã cao nhất về số vụ phạm tội", [(1, THREE), (2, ONE), (3, TWO), (3, FOUR)]),
        ("3 xã thấp nhất về số vụ phạm tội", [(1, TWO), (1, FOUR), (3, ONE)]),
        ("xếp hạng các xã theo số vụ", [(1, THREE), (2, ONE), (3, TWO), (3, FOUR)]),
    ],
)
def test_the_order_of_a_count(leader: Chat, question: str, expected: list[tuple[int, str]]) -> None:
    assert places(leader.say(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("xã nào tỷ lệ khám phá cao nhất", [(1, TWO), (1, FOUR)]),
        ("xã nào tỷ lệ khám phá thấp nhất", [(1, THREE)]),
        ("3 xã có tỷ lệ khám phá thấp nhất", [(1, THREE), (2, ONE), (3, TWO), (3, FOUR)]),
    ],
)
def test_the_order_of_a_rate(leader: Chat, question: str, expected: list[tuple[int, str]]) -> None:
    assert places(leader.say(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("xã nào tăng số vụ nhiều nhất so với cùng kỳ", [(1, FOUR)]),
        ("xã nào giảm số vụ nhiều nhất so với cùng kỳ", [(1, THREE)]),
        ("2 xã tăng số vụ nhiều nhất so với cùng kỳ", [(1, FOUR), (2, ONE)]),
        ("2 xã giảm số vụ nhiều nhất so với cùng kỳ", [(1, THREE), (2, TWO)]),
    ],
)
def test_the_order_of_a_change(leader: Chat, question: str, expected: list[tuple[int, str]]) -> None:
    assert places(leader.say(question)) == expected


@pytest.mark.parametrize(
    ("question", "first", "following"),
    [
        ("xã nào nhiều án nhất", f"1. {THREE}: 20 vụ", f"{ONE} 12 vụ; {TWO} 7 vụ"),
        ("xã nào ít án nhất", f"1. {TWO}: 7 vụ", f"{ONE} 12 vụ; {THREE} 20 vụ"),
    ],
)
def test_the_units_that_follow_the_first_come_in_the_same_order(
    leader: Chat, question: str, first: str, following: str
) -> None:
    answer = leader.say(question)

    assert first in answer
    assert f"Tiếp theo: {following}." in answer

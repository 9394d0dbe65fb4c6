"""The cap on communes under transformation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.zone_cap import CapExcess, excesses, most_allowed
from reporting.plan.plan import Citation, ZoneCap

SOURCE = Citation(at="II.2.a")
PROVINCE = ZoneCap(percent=15, of="province", source=SOURCE)
DISTRICT = ZoneCap(percent=15, of="district", source=SOURCE)


def test_fifteen_percent_of_the_province_is_rounded_down() -> None:
    communes = [1] * 10 + [2] * 9  # 19 communes: 2.85

    assert excesses(PROVINCE, communes, [1, 1]) == []
    assert excesses(PROVINCE, communes, [1, 1, 2]) == [CapExcess(None, chosen=3, allowed=2, communes=19)]


def test_exactly_fifteen_percent_is_allowed() -> None:
    assert excesses(PROVINCE, [1] * 20, [1, 1, 1]) == []


def test_per_district_each_is_judged_by_its_own_communes() -> None:
    communes = [1] * 14 + [2] * 6

    assert excesses(DISTRICT, communes, [1, 1]) == []
    assert excesses(DISTRICT, communes, [1, 2]) == [CapExcess(2, chosen=1, allowed=0, communes=6)]


def test_nothing_chosen_is_never_too_much() -> None:
    assert excesses(DISTRICT, [1, 2], []) == []


@pytest.mark.parametrize(
    ("communes", "allowed"),
    [(1, 0), (6, 0), (7, 1), (13, 1), (14, 2), (19, 2), (20, 3), (26, 3), (27, 4), (33, 4), (34, 5)],
)
def test_the_floor_of_fifteen_percent(communes: int, allowed: int) -> None:
    assert most_allowed(DISTRICT, communes) == allowed
    assert excesses(DISTRICT, [1] * communes, [1] * allowed) == []
    over = excesses(DISTRICT, [1] * communes, [1] * (allowed + 1))
    assert over == [CapExcess(1, chosen=allowed + 1, allowed=allowed, communes=communes)]


@given(st.integers(0, 5000))
def test_the_cap_is_never_more_than_fifteen_percent_and_never_one_too_few(communes: int) -> None:
    assert most_allowed(PROVINCE, communes) * 100 <= 15 * communes < (most_allowed(PROVINCE, communes) + 1) * 100

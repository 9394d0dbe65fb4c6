"""What today's units counted earlier, through mergers and splits."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.lineage import EarlierPeriod, Territory
from reporting.plan.plan import UnitKind

END, START = date(2025, 6, 30), date(2025, 7, 1)


def commune(
    territory_id: int, *predecessors: int, new: bool = False, ended: bool = False, parent: int | None = 1
) -> Territory:
    return Territory(
        territory_id, parent, UnitKind.COMMUNE, START if new else None, END if ended else None, predecessors
    )


def then(known: dict[int, int], *units: Territory, period: str = "2023-Y") -> EarlierPeriod:
    return EarlierPeriod(
        period, {unit.id: unit for unit in units}, {("c01", unit): value for unit, value in known.items()}
    )


def test_a_unit_nothing_happened_to_counted_what_it_counted() -> None:
    earlier_period = then({10: 120}, commune(10), commune(11))
    assert (earlier_period.of(10, "c01"), earlier_period.of(11, "c01"), earlier_period.of(10, "c02")) == (
        120,
        None,
        None,
    )


def test_a_new_unit_counted_what_went_into_it_whole() -> None:
    units = commune(10, ended=True), commune(11, ended=True), commune(20, 10, 11, new=True)
    assert then({10: 7, 11: 5}, *units).of(20, "c01") == 12
    assert then({10: 7}, *units).of(20, "c01") is None  # 11 is not known: 7 would be too little
    assert then({10: 7, 11: 5, 20: 13}, *units).of(20, "c01") == 13  # as the office counted it anew


def test_to_a_unit_that_stood_then_others_are_added() -> None:
    units = commune(10, 11), commune(11, ended=True)
    assert then({10: 7, 11: 5}, *units).of(10, "c01") == 12
    assert then({10: 7}, *units).of(10, "c01") is None
    assert then({11: 5}, *units).of(10, "c01") is None


def test_what_merged_before_is_in_the_figure_already() -> None:
    units = commune(10, 11), commune(11, ended=True)
    assert then({10: 7, 11: 5}, *units, period="2025-Y").of(10, "c01") == 7


def test_of_a_unit_split_among_several_nothing_is_guessed() -> None:
    units = commune(10, ended=True), commune(11, ended=True), commune(20, 10, 11, new=True), commune(21, 11, new=True)
    earlier_period = then({10: 7, 11: 5}, *units)
    assert (earlier_period.of(20, "c01"), earlier_period.of(21, "c01")) == (None, None)
    assert (earlier_period.split(20), earlier_period.split(21), earlier_period.successors(11)) == (
        (11,),
        (11,),
        {20, 21},
    )


def test_of_a_unit_that_gave_a_part_away_nothing_is_guessed() -> None:
    earlier_period = then({10: 7, 20: 1}, commune(10), commune(20, 10))
    assert earlier_period.of(20, "c01") is None
    assert earlier_period.of(10, "c01") == 7


def test_mergers_of_mergers_are_followed_and_circles_end() -> None:
    units = (
        commune(10, ended=True),
        Territory(20, 1, UnitKind.COMMUNE, date(2024, 1, 1), END, (10,)),
        commune(30, 20, new=True),
    )
    assert then({10: 7}, *units).of(30, "c01") == 7
    circle = commune(40, 41, ended=True), commune(41, 40, ended=True)
    assert then({40: 1, 41: 1}, *circle).of(40, "c01") is None


def test_a_whole_is_made_of_the_districts_there_were() -> None:
    province = Territory(1, None, UnitKind.PROVINCE, None, None)
    districts = [Territory(territory_id, 1, UnitKind.DISTRICT, None, END) for territory_id in (2, 3)]
    department = Territory(4, 1, UnitKind.DEPARTMENT, None, None)
    units = province, *districts, department, commune(20, new=True)
    assert then({2: 70, 3: 50}, *units).whole(1, "c01") == 120
    assert then({2: 70}, *units).whole(1, "c01") is None
    assert then({1: 125, 2: 70, 3: 50}, *units).whole(1, "c01") == 125


def test_communes_moved_from_under_their_district_are_not_counted_twice() -> None:
    units = (
        Territory(1, None, UnitKind.PROVINCE, None, None),
        Territory(2, 1, UnitKind.DISTRICT, None, END),
        commune(10),
    )
    assert then({2: 70, 10: 70}, *units).whole(1, "c01") is None


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_a_merger_is_the_sum_of_its_parts(counts: list[int]) -> None:
    parts = [commune(10 + at, ended=True) for at in range(len(counts))]
    whole = commune(99, *(part.id for part in parts), new=True)
    earlier_period = then({part.id: count for part, count in zip(parts, counts, strict=True)}, *parts, whole)
    assert earlier_period.of(99, "c01") == sum(counts)

"""Figures and rates beside those of an earlier period, over the same units on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reporting.deadlines.calendar import parse_period
from reporting.figures.figure_sources import Baseline, ReportFigures, TargetResult, results
from reporting.figures.figures import Values, number
from reporting.figures.lineage import EarlierPeriod
from reporting.figures.rollup import PlaceId
from reporting.figures.target_evaluation import is_known
from reporting.plan.target import Target


@dataclass(frozen=True)
class FigureChange:
    """One figure now and in an earlier period, added up over the ``places`` that have both."""

    field: str
    now: int
    before: int
    against: str
    """The earlier period: "2025-H1"."""
    places: tuple[PlaceId, ...]
    left_out: tuple[PlaceId, ...]
    """Asked it, and missing now or then."""
    indicative: bool = False
    """A whole year's beside an interim report."""

    @property
    def rise(self) -> int:
        return self.now - self.before


def changes(facts: ReportFigures, earlier: EarlierPeriod, fields: Iterable[str]) -> list[FigureChange]:
    """What moved in each field that can be compared, in the order of ``fields``."""
    places = facts.places("all")
    figure_changes = (_change(facts, places, earlier, name) for name in fields)
    return [change for change in figure_changes if change is not None]


def _change(
    facts: ReportFigures, places: Mapping[PlaceId, Values], earlier: EarlierPeriod, name: str
) -> FigureChange | None:
    asked = {place: values[name] for place, values in places.items() if name in values}
    then = {place: earlier.of(place, name) for place, value in asked.items() if value is not None}
    both = tuple(place for place, value in then.items() if value is not None)
    indicative = is_indicative(facts.period, earlier.period)
    whole = earlier.whole(facts.within, name) if then and len(both) < len(then) == len(asked) else None
    if whole is not None:
        now = sum(number(value) for value in asked.values())
        return FigureChange(name, now, whole, earlier.period, tuple(asked), (), indicative)
    if not both:
        return None
    now, before = sum(number(asked[place]) for place in both), sum(then[place] or 0 for place in both)
    return FigureChange(name, now, before, earlier.period, both, tuple(asked.keys() - set(both)), indicative)


def is_indicative(period: str, against: str) -> bool:
    """Whether a period stands beside one of another length: 6 tháng beside a whole year."""
    return parse_period(period).kind != parse_period(against).kind


def baseline(facts: ReportFigures, target: Target, earlier: EarlierPeriod) -> Baseline:
    """What the target's places counted then."""
    wanted = facts.places(target.scope)
    return Baseline(
        earlier.period,
        {place: {one: earlier.of(place, one) for one in target.reads} for place in wanted},
        {one: earlier.whole(facts.within, one) for one in target.reads},
        is_indicative(facts.period, earlier.period),
    )


def covered_places(facts: ReportFigures, target: Target, matching_baseline: Baseline) -> int:
    """How many of the places that have the target's figures now can be compared with a baseline.

    One that is known in all only compares all of them, or none while some have no figure now.
    """
    requested_values = {
        place: values for place, values in facts.places(target.scope).items() if set(target.reads) & values.keys()
    }
    now = [place for place, values in requested_values.items() if is_known(target, values)]
    if None not in matching_baseline.whole.values() and len(now) == len(requested_values):
        return len(now)
    return sum(None not in matching_baseline.places[place].values() for place in now)


@dataclass(frozen=True)
class RateChange:
    """A target now and in the previous report of the same kind, over the same units."""

    now: TargetResult
    before: TargetResult
    left_out: tuple[str, ...]
    """Names of units whose figures count on one side only."""

    @property
    def points(self) -> tuple[int, int]:
        """By how much the rate moved, as an exact fraction: (1, 20) is five points."""
        now, before = self.now, self.before
        assert now.num is not None
        assert before.num is not None
        assert now.den
        assert before.den
        return now.num * before.den - before.num * now.den, now.den * before.den


def compare_rates(now: ReportFigures, before: ReportFigures) -> list[RateChange]:
    """The rates that can be compared, in the plan's order."""
    here, facts = comparable(now, before)
    names = {source.child.unit_id for source in here.sources}
    left_out = {
        source.child.name
        for side in (now, before)
        for source in side.sources
        if source.counts and source.child.unit_id not in names
    }
    then = {result.id: result for result in results(facts)}
    pairs = ((result, then.get(result.id)) for result in results(here) if result.target.test == "ratio")
    return [RateChange(result, two, tuple(sorted(left_out))) for result, two in pairs if two and result.den and two.den]


def comparable(now: ReportFigures, before: ReportFigures) -> tuple[ReportFigures, ReportFigures]:
    """Both, left with the units that count on both sides and the communes that were under transformation in both."""
    counting = [{source.child.unit_id for source in side.sources if source.counts} for side in (now, before)]
    units, selected = counting[0] & counting[1], now.selected & before.selected
    return _only(now, units, selected), _only(before, units, selected)


def _only(facts: ReportFigures, units: set[int], selected: frozenset[PlaceId]) -> ReportFigures:
    sources = tuple(source for source in facts.sources if source.child.unit_id in units)
    return replace(facts, sources=sources, selected=selected)

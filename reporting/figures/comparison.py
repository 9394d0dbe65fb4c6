"""Comparison of figures and rates with those of an earlier period, over the same units in both periods."""

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
    """The sum of one figure now and in an earlier period, over the ``places`` where both are known."""

    field: str
    now: int
    before: int
    against: str
    """The earlier period: "2025-H1"."""
    places: tuple[PlaceId, ...]
    left_out: tuple[PlaceId, ...]
    """The places that are asked for the figure, but where it is missing now or in the earlier period."""
    indicative: bool = False
    """Whether the two periods differ in length: an interim report is compared with a whole year."""

    @property
    def rise(self) -> int:
        return self.now - self.before


def changes(facts: ReportFigures, earlier: EarlierPeriod, fields: Iterable[str]) -> list[FigureChange]:
    """The change of each field that can be compared with ``earlier``, in the order of ``fields``."""
    places = facts.places("all")
    figure_changes = (_change(facts, places, earlier, name) for name in fields)
    return [change for change in figure_changes if change is not None]


def _change(
    facts: ReportFigures, places: Mapping[PlaceId, Values], earlier: EarlierPeriod, name: str
) -> FigureChange | None:
    values_by_place = {place: values[name] for place, values in places.items() if name in values}
    then = {place: earlier.of(place, name) for place, value in values_by_place.items() if value is not None}
    both = tuple(place for place, value in then.items() if value is not None)
    indicative = is_indicative(facts.period, earlier.period)
    whole = earlier.whole(facts.within, name) if then and len(both) < len(then) == len(values_by_place) else None
    if whole is not None:
        now = sum(number(value) for value in values_by_place.values())
        return FigureChange(name, now, whole, earlier.period, tuple(values_by_place), (), indicative)
    if not both:
        return None
    now, before = sum(number(values_by_place[place]) for place in both), sum(then[place] or 0 for place in both)
    return FigureChange(name, now, before, earlier.period, both, tuple(values_by_place.keys() - set(both)), indicative)


def is_indicative(period: str, against: str) -> bool:
    """Whether a period is compared with one of another length: 6 tháng with a whole year."""
    return parse_period(period).kind != parse_period(against).kind


def baseline(facts: ReportFigures, target: Target, earlier: EarlierPeriod) -> Baseline:
    """What the places of the target counted in the earlier period."""
    places = facts.places(target.scope)
    return Baseline(
        earlier.period,
        {place: {field: earlier.of(place, field) for field in target.reads} for place in places},
        {field: earlier.whole(facts.within, field) for field in target.reads},
        is_indicative(facts.period, earlier.period),
    )


def covered_places(facts: ReportFigures, target: Target, period_baseline: Baseline) -> int:
    """How many of the places that have the target's figures now can be compared with a baseline.

    A baseline that is known only as one total can be compared with all places together: the result is then the number
    of all places, or 0 while one of them has no figure now.
    """
    asked_values = {
        place: values for place, values in facts.places(target.scope).items() if set(target.reads) & values.keys()
    }
    now = [place for place, values in asked_values.items() if is_known(target, values)]
    if None not in period_baseline.whole.values() and len(now) == len(asked_values):
        return len(now)
    return sum(None not in period_baseline.places[place].values() for place in now)


@dataclass(frozen=True)
class RateChange:
    """A target now and in the previous report of the same kind, over the same units."""

    now: TargetResult
    before: TargetResult
    left_out: tuple[str, ...]
    """Names of units whose figures count on one side only."""

    @property
    def points(self) -> tuple[int, int]:
        """The change of the rate as an exact fraction: (1, 20) is five percentage points."""
        now, before = self.now, self.before
        assert now.num is not None
        assert before.num is not None
        assert now.den
        assert before.den
        return now.num * before.den - before.num * now.den, now.den * before.den


def compare_rates(now: ReportFigures, before: ReportFigures) -> list[RateChange]:
    """The rates that can be compared, in the order of the plan."""
    comparable_now, comparable_before = comparable(now, before)
    unit_ids = {source.child.unit_id for source in comparable_now.sources}
    left_out = {
        source.child.name
        for facts in (now, before)
        for source in facts.sources
        if source.counts and source.child.unit_id not in unit_ids
    }
    earlier = {result.id: result for result in results(comparable_before)}
    pairs = ((result, earlier.get(result.id)) for result in results(comparable_now) if result.target.test == "ratio")
    return [
        RateChange(result, previous, tuple(sorted(left_out)))
        for result, previous in pairs
        if previous and result.den and previous.den
    ]


def comparable(now: ReportFigures, before: ReportFigures) -> tuple[ReportFigures, ReportFigures]:
    """Both, reduced to the units whose figures count in both, and the communes under transformation in both."""
    counting = [{source.child.unit_id for source in facts.sources if source.counts} for facts in (now, before)]
    units, selected = counting[0] & counting[1], now.selected & before.selected
    return _only(now, units, selected), _only(before, units, selected)


def _only(facts: ReportFigures, units: set[int], selected: frozenset[PlaceId]) -> ReportFigures:
    sources = tuple(source for source in facts.sources if source.child.unit_id in units)
    return replace(facts, sources=sources, selected=selected)

"""The figures of one report of one period within a unit, and the plan's targets judged from them.

A figure is that of the nearest level that reports (see ``figures.rollup``), so that nothing counts twice. A target of
the communes under transformation reads only these; where a plan keeps a register of them, a01–a04 come from there.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from reporting.figures.figures import NOT_ARISEN, FigureValue, Values, number
from reporting.figures.rollup import ChildReport, FigureSum, PlaceId, questions_of, total
from reporting.figures.target_evaluation import TargetEvaluation, evaluate, is_known, verdict_of
from reporting.form_entry.answer_input import Answer
from reporting.plan.plan import Plan
from reporting.plan.target import Scope, Target

REGISTERED: Final = ("a01", "a02", "a03", "a04")
"""Selected, transformed this year, transformed so far, transformed and not relapsed."""


@dataclass(frozen=True)
class FigureSource:
    """One unit's report, with the receipt of the version its figures are of; without one it has sent nothing."""

    child: ChildReport
    receipt: str | None
    filed_at: datetime | None

    @property
    def counts(self) -> bool:
        """Whether its figures count: sent, and not returned."""
        return self.child.has_reported

    @cached_property
    def places(self) -> Mapping[PlaceId, Values]:
        """What it says of each commune it is asked about, or of itself; ``None``: asked and not (yet) said."""
        values: dict[PlaceId, dict[str, FigureValue]] = {}
        kinds: dict[str, str] = {}
        for section in self.child.form.sections if self.child.form else ():
            for question in section.questions:
                kinds[question.id] = question.kind
                if not (question.is_figure or question.kind == "yes_no") or question.not_through_chat:
                    continue
                if question.visible_if is None:
                    for place in self.child.zones if section.repeat else (self.child.unit_id,):
                        values.setdefault(place, {})[question.id] = None
        for (name, place), answer in self.child.figures.items() if self.counts else ():
            values.setdefault(place, {})[name] = _value(answer, kinds.get(name))
        return values

    def asked(self, fields: Collection[str], places: Container[PlaceId] | None = None) -> bool:
        """Whether it is asked one of the fields, of one of ``places`` where they are given."""
        said = (values for place, values in self.places.items() if places is None or place in places)
        return any(name in values for values in said for name in fields)


def _value(answer: Answer, kind: str | None) -> FigureValue:
    if kind == "yes_no":
        return bool(answer.value) if answer.state == "given" else NOT_ARISEN
    return answer.figure


@dataclass(frozen=True)
class ZoneRegister:
    """The communes under transformation counted: those of the year, and all recognised up to then."""

    selected: int
    recognised: int
    undecided: int
    """Of the year's, those whose outcome nobody has decided yet."""
    transformed: int
    lasting: int

    @property
    def values(self) -> Mapping[str, int]:
        """By field: ``{"a01": 5, "a02": 3, "a03": 9, "a04": 8}``."""
        return dict(zip(REGISTERED, (self.selected, self.recognised, self.transformed, self.lasting), strict=True))


@dataclass(frozen=True)
class ReportFigures:
    """Everything that counts of one report of one period within the unit ``within``."""

    plan: Plan
    report_id: str
    period: str
    within: int
    """The unit's id."""
    sources: tuple[FigureSource, ...]
    """The reports of the nearest level, sent or not, by name; excused ones are none."""
    selected: frozenset[PlaceId]
    """The communes under transformation in that year."""
    register: ZoneRegister | None
    """``None`` where the plan keeps none: then a01–a04 are asked like other figures."""

    @property
    def counted(self) -> int:
        """How many units' figures count, of ``len(sources)``."""
        return sum(source.counts for source in self.sources)

    def places(self, scope: Scope) -> Mapping[PlaceId, Values]:
        """The figures by commune or unit; of ``selected_zones`` those of the communes under transformation."""
        return self._everywhere if scope == "all" else self._in_selected

    @cached_property
    def _everywhere(self) -> dict[PlaceId, Values]:
        matching_values: dict[PlaceId, Values] = {}
        for source in self.sources:
            for place, values in source.places.items():
                matching_values[place] = {**matching_values.get(place, {}), **values}
        return matching_values

    @cached_property
    def _in_selected(self) -> dict[PlaceId, Values]:
        return {place: values for place, values in self._everywhere.items() if place in self.selected}

    def total(self, name: str) -> FigureSum | None:
        """The sum of one field over everything reported; ``None`` where nobody is asked it."""
        if self.register is not None and name in REGISTERED:
            return FigureSum(Answer.given(self.register.values[name]), counted=0, asked=0, accepted=0)
        children = [source.child for source in self.sources]
        question = next(
            (each_question for _, each_question in questions_of(children) if each_question.id == name), None
        )
        return total(question, children, {child.id for child in children if child.has_reported}) if question else None


@dataclass(frozen=True)
class TargetResult(TargetEvaluation):
    """A target judged, with the reports it was asked of.

    ``indicative``: an interim figure beside a whole year's. ``used``: the reports whose figures it is made of; the
    rest of ``sources`` have sent nothing, or have nothing on the other side of a comparison.
    """

    sources: tuple[FigureSource, ...] = ()
    used: tuple[FigureSource, ...] = ()
    indicative: bool = False
    against: str | None = None
    """The period it is compared with: "2023-H1", "2023-Y"."""

    @property
    def units(self) -> tuple[int, int]:
        """How many units' reports it is made from, and how many were asked."""
        return len(self.used), len(self.sources)

    @property
    def versions(self) -> dict[int, int]:
        """Obligation id → the version whose figures it is made of."""
        return {source.child.id: source.child.version for source in self.used}


@dataclass(frozen=True)
class Baseline:
    """What was counted in an earlier period: by ``places``, or only in all (``whole``)."""

    period: str
    places: Mapping[PlaceId, Values] = field(default_factory=dict)
    whole: Values = field(default_factory=dict)
    indicative: bool = False
    """A whole year's beside an interim report."""


Baselines = Mapping[str, Baseline]
"""By the target's id."""


def results(facts: ReportFigures, baselines: Baselines | None = None) -> list[TargetResult]:
    """Every target of the plan, in its order.

    Against a baseline the same places stand on both sides: those that have a figure now and had one then. Where the
    earlier figure is known in all only, every place has to have one now.
    """
    return [_judge(facts, target, (baselines or {}).get(target.id)) for target in facts.plan.targets]


def _judge(facts: ReportFigures, target: Target, baseline: Baseline | None) -> TargetResult:
    if facts.register is not None and target.ratio is not None and set(target.reads) <= set(REGISTERED):
        return _registered(target, facts.register)
    places = facts.places(target.scope)
    if not places and (target.scope == "all" or facts.selected):  # nobody is asked; without communes nothing arose
        return TargetResult(target, None, None, "missing", 0, 0)
    sources = tuple(source for source in facts.sources if source.asked(target.reads, places))
    compared, before = _alike(target, places, baseline)
    [result] = evaluate([target], list(compared.values()), {str(target.baseline): before})
    known = {place for place, values in compared.items() if is_known(target, values)}
    used = (
        tuple(source for source in sources if source.counts and not known.isdisjoint(source.places))
        if result.num is not None
        else ()
    )
    compares = baseline is not None and target.baseline is not None
    return TargetResult(
        **vars(result),
        sources=sources,
        used=used,
        indicative=bool(compares and baseline and baseline.indicative),
        against=baseline.period if baseline and compares else None,
    )


def _alike(
    target: Target, places: Mapping[PlaceId, Values], baseline: Baseline | None
) -> tuple[Mapping[PlaceId, Values], Values]:
    """The places that stand on both sides, and what they counted then."""
    if baseline is None or target.baseline is None:
        return places, {}
    then = {place: values for place, values in baseline.places.items() if _says_all(values, target)}
    asked = [place for place, values in places.items() if any(one in values for one in target.reads)]
    known = [place for place in asked if is_known(target, places[place])]
    both = {place: places[place] for place in known if place in then}
    in_all = baseline.whole if _says_all(baseline.whole, target) else {}
    if not both or (in_all and len(both) < len(known) == len(asked)):
        return places, in_all
    return both, {one: sum(number(then[place][one]) for place in both) for one in target.reads}


def _says_all(values: Values, target: Target) -> bool:
    return all(values.get(one) is not None for one in target.reads)


def _registered(target: Target, register: ZoneRegister) -> TargetResult:
    """A programme's target: decided once the communes still to be decided could not turn it."""
    assert target.ratio is not None
    num, den = register.values[target.ratio.of], register.values[target.ratio.to]
    undecided = register.undecided if target.ratio.of == "a02" else 0
    verdicts = {verdict_of(target, num, den), verdict_of(target, num + undecided, den)}
    return TargetResult(target, num, den, verdicts.pop() if len(verdicts) == 1 else "missing", den - undecided, den)

"""The figures of one report of one period within a unit, and the plan's targets judged from them.

Figures are taken from the nearest level that reports (see ``figures.rollup``), so that no case is counted twice. A
target whose scope is the communes under transformation reads only their figures. If the plan keeps a register of these
communes, the fields a01–a04 come from the register.
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
"""Number of communes: selected; transformed this year; transformed so far; transformed and not relapsed."""


@dataclass(frozen=True)
class FigureSource:
    """One unit's report. ``receipt``: receipt code of the version its figures come from; ``None`` if not sent yet."""

    child: ChildReport
    receipt: str | None
    filed_at: datetime | None

    @property
    def counts(self) -> bool:
        """Whether its figures count: sent, and not returned."""
        return self.child.has_reported

    @cached_property
    def places(self) -> Mapping[PlaceId, Values]:
        """Place → field → value: for each commune of the report, or for the unit itself.

        A value is ``None`` if it was asked for and is missing.
        """
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
        """Whether the report asks for one of ``fields`` in one of ``places`` (``None``: in any place)."""
        values_of_places = (values for place, values in self.places.items() if places is None or place in places)
        return any(name in values for values in values_of_places for name in fields)


def _value(answer: Answer, kind: str | None) -> FigureValue:
    if kind == "yes_no":
        return bool(answer.value) if answer.state == "given" else NOT_ARISEN
    return answer.figure


@dataclass(frozen=True)
class ZoneRegister:
    """Numbers of communes under transformation in one year."""

    selected: int
    """Selected for the year."""
    recognised: int
    """Recognised as transformed, of those of the year."""
    undecided: int
    """Those of the year whose outcome is not decided yet."""
    transformed: int
    """All that were recognised up to the end of the year."""
    lasting: int
    """Of ``transformed``, those that did not relapse."""

    @property
    def values(self) -> Mapping[str, int]:
        """By field: ``{"a01": 5, "a02": 3, "a03": 9, "a04": 8}``."""
        return dict(zip(REGISTERED, (self.selected, self.recognised, self.transformed, self.lasting), strict=True))


@dataclass(frozen=True)
class ReportFigures:
    """The figures of one report of one period within the unit ``within``."""

    plan: Plan
    report_id: str
    period: str
    within: int
    """The unit's id."""
    sources: tuple[FigureSource, ...]
    """The reports of the nearest level, sent or not, ordered by name of unit; excused ones are left out."""
    selected: frozenset[PlaceId]
    """The communes under transformation in that year."""
    register: ZoneRegister | None
    """``None`` if the plan keeps no register: then a01–a04 are asked like other figures."""

    @property
    def counted(self) -> int:
        """The number of units whose figures count, out of ``len(sources)``."""
        return sum(source.counts for source in self.sources)

    def places(self, scope: Scope) -> Mapping[PlaceId, Values]:
        """The figures by commune or unit; for the scope ``selected_zones`` only the communes under transformation."""
        return self._everywhere if scope == "all" else self._in_selected

    @cached_property
    def _everywhere(self) -> dict[PlaceId, Values]:
        place_values: dict[PlaceId, Values] = {}
        for source in self.sources:
            for place, values in source.places.items():
                place_values[place] = {**place_values.get(place, {}), **values}
        return place_values

    @cached_property
    def _in_selected(self) -> dict[PlaceId, Values]:
        return {place: values for place, values in self._everywhere.items() if place in self.selected}

    def total(self, name: str) -> FigureSum | None:
        """The sum of one field over all reports; ``None`` if no report asks for it."""
        if self.register is not None and name in REGISTERED:
            return FigureSum(Answer.given(self.register.values[name]), counted=0, asked=0, accepted=0)
        children = [source.child for source in self.sources]
        questions = {question.id: question for _, question in questions_of(children)}
        if name not in questions:
            return None
        return total(questions[name], children, {child.id for child in children if child.has_reported})


@dataclass(frozen=True)
class TargetResult(TargetEvaluation):
    """The result of a target, with the reports that ask for its figures.

    ``sources``: all these reports. ``used``: those whose figures are in the result; the others are not sent, or have no
    figure in the period compared with. ``indicative``: an interim report is compared with a whole year.
    """

    sources: tuple[FigureSource, ...] = ()
    used: tuple[FigureSource, ...] = ()
    indicative: bool = False
    against: str | None = None
    """The period it is compared with, "2023-H1" or "2023-Y"; ``None`` without a comparison."""

    @property
    def units(self) -> tuple[int, int]:
        """The number of reports used, and the number of reports that ask for the figures."""
        return len(self.used), len(self.sources)

    @property
    def versions(self) -> dict[int, int]:
        """Obligation id → the version whose figures were used."""
        return {source.child.id: source.child.version for source in self.used}


@dataclass(frozen=True)
class Baseline:
    """The figures of an earlier period: by place (``places``), or only as totals (``whole``)."""

    period: str
    places: Mapping[PlaceId, Values] = field(default_factory=dict)
    whole: Values = field(default_factory=dict)
    indicative: bool = False
    """Whether the baseline is a whole year and the report is an interim one."""


Baselines = Mapping[str, Baseline]
"""Target id → its baseline."""


def results(facts: ReportFigures, baselines: Baselines | None = None) -> list[TargetResult]:
    """The result of every target of the plan, in the order of the plan.

    A comparison with a baseline uses the same places for both periods: those that have a figure now and had one in the
    earlier period. If the baseline is known only as a total, every place needs a figure now.
    """
    return [_judge(facts, target, (baselines or {}).get(target.id)) for target in facts.plan.targets]


def _judge(facts: ReportFigures, target: Target, baseline: Baseline | None) -> TargetResult:
    if facts.register is not None and target.ratio is not None and set(target.reads) <= set(REGISTERED):
        return _registered(target, facts.register)
    places = facts.places(target.scope)
    if not places and (target.scope == "all" or facts.selected):  # no report asks for it (no communes: "not_arisen")
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
    """The places to compare with their figures now, and the sums of the same places in the baseline, by field."""
    if baseline is None or target.baseline is None:
        return places, {}
    earlier = {place: values for place, values in baseline.places.items() if _says_all(values, target)}
    asked_places = [place for place, values in places.items() if any(field in values for field in target.reads)]
    known = [place for place in asked_places if is_known(target, places[place])]
    both = {place: places[place] for place in known if place in earlier}
    totals = baseline.whole if _says_all(baseline.whole, target) else {}
    if not both or (totals and len(both) < len(known) == len(asked_places)):
        return places, totals
    return both, {field: sum(number(earlier[place][field]) for place in both) for field in target.reads}


def _says_all(values: Values, target: Target) -> bool:
    return all(values.get(field) is not None for field in target.reads)


def _registered(target: Target, register: ZoneRegister) -> TargetResult:
    """A target judged from the register: "missing" while the communes not decided yet could change the verdict."""
    assert target.ratio is not None
    num, den = register.values[target.ratio.of], register.values[target.ratio.to]
    undecided = register.undecided if target.ratio.of == "a02" else 0
    verdicts = {verdict_of(target, num, den), verdict_of(target, num + undecided, den)}
    return TargetResult(target, num, den, verdicts.pop() if len(verdicts) == 1 else "missing", den - undecided, den)

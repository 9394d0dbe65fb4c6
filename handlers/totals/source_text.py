"""A figure or a target, and what each unit contributes to it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from handlers.text.targets import figure_words, rate_words, value_words, verdict_words
from locales import Words
from reporting.deadlines.calendar import parse_period
from reporting.figures.figure_sources import REGISTERED, Baselines, FigureSource, ReportFigures, TargetResult, results
from reporting.figures.figures import Values, number
from reporting.figures.rollup import FigureSum, PlaceId, questions_of
from reporting.figures.target_evaluation import evaluate, is_known
from reporting.plan.form import Question
from storage.plans.files import load_fields
from storage.units.units import Unit


@dataclass(frozen=True)
class FigureSubject:
    """What is asked about: a target (``result``) or a figure (``question``)."""

    title: str
    args: Mapping[str, Any]
    result: TargetResult | None = None
    question: Question | None = None
    registered: bool = False
    """Counted from the register of communes, not from reports."""

    @property
    def reads(self) -> tuple[str, ...]:
        if self.result is not None:
            return self.result.target.reads
        return (self.question.id,) if self.question else ()


@dataclass(frozen=True)
class FigureView:
    """One report of one period within a unit, its targets judged."""

    facts: ReportFigures
    within: Unit
    baselines: Baselines

    @property
    def year(self) -> int:
        return parse_period(self.facts.period).year

    @cached_property
    def subjects(self) -> list[FigureSubject]:
        """The targets in the plan's order, then the figures in the forms'."""
        register = self.facts.register is not None
        targets = [
            FigureSubject(
                result.target.title,
                {"target": result.id},
                result,
                registered=register and set(result.target.reads) <= set(REGISTERED),
            )
            for result in results(self.facts, self.baselines)
        ]
        questions = [question for _, question in questions_of([source.child for source in self.facts.sources])]
        figures = [FigureSubject(question.label, {"field": question.id}, question=question) for question in questions]
        return targets + figures + (_registered() if register else [])

    def subject(self, target: str | None, field: str | None) -> FigureSubject | None:
        wanted = {"target": target} if target else {"field": field}
        return next((subject for subject in self.subjects if subject.args == wanted), None)

    def places(self, source: FigureSource, subject: FigureSubject) -> Mapping[PlaceId, Values]:
        """What a unit says of the places the subject is about."""
        scope = subject.result.target.scope if subject.result else "all"
        counted = self.facts.places(scope)
        return {place: values for place, values in source.places.items() if place in counted}

    def sources_of(self, subject: FigureSubject) -> list[FigureSource]:
        """The units asked, those that decide first: the lowest rates, the largest figures; the missing last."""
        sources = [source for source in self.facts.sources if source.asked(subject.reads, self.places(source, subject))]
        return sorted(sources, key=lambda source: (not source.counts, self._weight(source, subject), source.child.name))

    def _weight(self, source: FigureSource, subject: FigureSubject) -> Fraction:
        sums = self.sums(source, subject)
        counts = [value for value in sums.values() if value is not None]
        if subject.result is not None and subject.result.target.ratio is not None and len(counts) == 2:
            return Fraction(counts[0], counts[1]) if counts[1] else Fraction(10**9)
        return Fraction(-sum(counts))

    def sums(self, source: FigureSource, subject: FigureSubject) -> dict[str, int | None]:
        """What a unit counted of each field it is asked; ``None`` where it has not said it."""
        totals: dict[str, int | None] = {}
        for name in subject.reads:
            given_values = [values[name] for values in self.places(source, subject).values() if name in values]
            known = [number(value) for value in given_values if value is not None]
            if given_values:
                totals[name] = sum(known) if known else None
        return totals


def _registered() -> list[FigureSubject]:
    fields = load_fields()
    return [
        FigureSubject(
            fields[name].label,
            {"field": name},
            question=Question(id=name, kind="count", label=fields[name].label, unit=fields[name].unit),
            registered=True,
        )
        for name in REGISTERED
    ]


def subject_line(words: Words, view: FigureView, subject: FigureSubject, *, titled: bool = True) -> str:
    """ "Tỷ lệ điều tra, khám phá: 18/20 = 90,0% · đạt (1/2 đơn vị)"."""
    if subject.result is not None:
        result = subject.result
        parts = [value_words(words, result), verdict_words(words, result)]
        counted, asked = result.units
    else:
        total = view.facts.total(subject.reads[0])
        parts = [_total_words(words, subject, total)]
        counted, asked = (total.counted, total.asked) if total else (0, 0)
    value = " · ".join(part for part in parts if part)
    if asked:
        value = words("totals.sources.of_units", value=value, counted=counted, asked=asked)
    return words("totals.sources.line", title=subject.title, value=value) if titled else value


def _total_words(words: Words, subject: FigureSubject, total: FigureSum | None) -> str:
    if total is None or total.answer is None:
        return words("totals.sources.missing")
    if total.answer.state == "nil":
        return words("text.answer.nil")
    count = words.number(int(total.answer.value or 0))
    if subject.question is not None and subject.question.kind == "yes_no":
        return words("totals.sources.yes", yes=count, places=total.places)
    return f"{count} {subject.question.unit}".strip() if subject.question else count


def unit_value(words: Words, view: FigureView, subject: FigureSubject, source: FigureSource) -> str:
    """What one unit contributes: "18/20 = 90,0%", "12 vụ", "95 (kỳ gốc 100)"; empty where it has sent nothing."""
    sums = view.sums(source, subject)
    if not source.counts or not sums:
        return ""
    if None in sums.values():
        return words("totals.sources.missing")
    if subject.result is None:
        return _figure(words, view, subject, source, sums)
    target = subject.result.target
    if target.test in ("ratio", "increase"):
        if len(sums) == 2 and sums[target.reads[1]]:
            return rate_words(words, *(number(sums[name]) for name in target.reads))
        return ", ".join(f"{name} {words.number(number(value))}" for name, value in _named(sums))
    if target.test == "reduction":
        return _fall(words, view, subject, source, sums)
    [result] = evaluate([target], list(view.places(source, subject).values()))
    return figure_words(words, result) or words("text.answer.nil")


def _figure(
    words: Words, view: FigureView, subject: FigureSubject, source: FigureSource, sums: Mapping[str, int | None]
) -> str:
    question = subject.question
    assert question is not None
    count = words.number(number(sums[question.id]))
    if question.kind == "yes_no":
        place_values = [
            values for values in view.places(source, subject).values() if values.get(question.id) is not None
        ]
        return words("totals.sources.yes", yes=count, places=len(place_values))
    return f"{count} {question.unit}".strip()


def _fall(
    words: Words, view: FigureView, subject: FigureSubject, source: FigureSource, sums: Mapping[str, int | None]
) -> str:
    """A unit's figure beside what it counted in the baseline period."""
    assert subject.result is not None
    target = subject.result.target
    now = words.number(sum(number(value) for value in sums.values()))
    baseline = view.baselines.get(target.id)
    places = view.places(source, subject)
    known = [place for place, values in places.items() if is_known(target, values)]
    then = [baseline.places.get(place, {}).get(name) for place in known for name in target.reads] if baseline else []
    if not then or None in then:
        return words("totals.sources.no_baseline", now=now)
    return words("totals.sources.with_baseline", now=now, then=words.number(sum(number(value) for value in then)))


def _named(sums: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    fields = load_fields()
    return [(fields[name].short if name in fields else name, value) for name, value in sums.items()]

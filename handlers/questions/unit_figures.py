"""The figures of one unit, with how many of its reports they are made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from handlers.questions.context import QuestionContext
from handlers.text.targets import percent_words, value_words
from locales import Words
from reporting.figures.figure_sources import REGISTERED, FigureSource, ReportFigures
from reporting.figures.figures import Values, figure
from reporting.figures.rollup import PlaceId
from reporting.figures.target_evaluation import TargetEvaluation, evaluate, is_known
from reporting.plan.target import Target
from storage.units.units import Unit


@dataclass(frozen=True)
class UnitFigures:
    """``places``: what is known of each place of the unit; ``used`` of ``asked`` reports say something of it."""

    unit: Unit
    facts: ReportFigures
    places: Mapping[PlaceId, Values]
    used: int
    asked: int

    def total(self, field: str) -> int | None:
        if self.facts.register is not None and field in REGISTERED:
            figure_sum = self.facts.total(field)
            return figure_sum.answer.figure if figure_sum and figure_sum.answer else None
        return figure(field, list(self.places.values())).total

    def result(self, target: Target) -> TargetEvaluation:
        return evaluate([target], list(self.places.values()))[0]


def figures_of_unit(
    case: QuestionContext, facts: ReportFigures, unit: Unit, reads: Collection[str], target: Target | None = None
) -> UnitFigures:
    """A unit's share of ``facts``: of a target of the communes under transformation only these."""
    places = case.inside(facts.places(target.scope if target else "all"), unit)
    requested_values = {
        unit_id: values for unit_id, values in places.items() if any(field in values for field in reads)
    }
    concerned = [source for source in facts.sources if source.asked(reads, requested_values)]
    used = [source for source in concerned if source.counts and _says(source, reads, requested_values)]
    return UnitFigures(unit, facts, requested_values, len(used), len(concerned))


def own_figures(
    case: QuestionContext, unit: Unit, period: str, reads: Collection[str], target: Target | None = None
) -> UnitFigures | None:
    """By the unit's own reports; a commune without any by what its district says of it."""
    own = case.facts_of(unit, period)
    figures = figures_of_unit(case, own, unit, reads, target) if own else None
    if figures and (figures.used or figures.asked):
        return figures
    whole = case.facts(period)
    return figures_of_unit(case, whole, unit, reads, target) if whole else None


def _says(source: FigureSource, reads: Collection[str], places: Collection[PlaceId]) -> bool:
    said = (values for unit_id, values in source.places.items() if unit_id in places)
    return any(values.get(field) is not None for values in said for field in reads)


def comparable_places(
    now: UnitFigures, then: UnitFigures, reads: Collection[str], target: Target | None
) -> tuple[dict[PlaceId, Values], dict[PlaceId, Values]]:
    """The places known now and then: like is compared with like."""

    def known(values: Values) -> bool:
        if target is not None:
            return is_known(target, values)
        return all(values.get(field) is not None for field in reads)

    alike = [unit_id for unit_id, values in now.places.items() if known(values) and known(then.places.get(unit_id, {}))]
    return {unit_id: now.places[unit_id] for unit_id in alike}, {unit_id: then.places[unit_id] for unit_id in alike}


def amount(words: Words, case: QuestionContext, value: int) -> str:
    """ "18 vụ", "1.250.000 đồng", "3 địa bàn" of a yes/no question."""
    known = case.fields.get(case.query.subject or "")
    unit = (known.unit if known and known.kind != "yes_no" else words("questions.areas")) if known else ""
    return f"{words.number(value)} {unit}".strip()


def share_words(words: Words, result: TargetEvaluation) -> str:
    """ "45/50 = 90,0%"."""
    return value_words(words, result) or words("text.target.verdict.missing")


def relation(case: QuestionContext) -> tuple[str, str] | None:
    """The count a rate without a target is a share of, by the relations of the plan: c08 of c07."""
    return next(
        (
            (each_relation.part, each_relation.whole)
            for each_relation in case.plan.relations
            if each_relation.part == case.query.subject
        ),
        None,
    )


def ratio(result: TargetEvaluation) -> Fraction | None:
    return Fraction(result.num, result.den) if result.num is not None and result.den else None


def rate_of(words: Words, num: int, den: int) -> str:
    return f"{words.number(num)}/{words.number(den)} = {percent_words(words, num, den)}"

"""The figures of one unit, with how many of its reports they are made from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from handlers.questions.context import QuestionContext
from handlers.text.targets import value_words
from locales import Words
from reporting.figures.figure_sources import REGISTERED, FigureSource, ReportFigures
from reporting.figures.figures import Values, figure
from reporting.figures.rollup import PlaceId
from reporting.figures.target_evaluation import TargetEvaluation, evaluate, is_known
from reporting.plan.target import Target
from storage.units.units import Unit


@dataclass(frozen=True)
class UnitFigures:
    """``places``: the values of each place of the unit; ``used`` of the ``asked`` reports have such a value."""

    unit: Unit
    figures: ReportFigures
    places: Mapping[PlaceId, Values]
    used: int
    asked: int

    def total(self, field: str) -> int | None:
        """The sum of a figure over the places; ``None`` where no place has it."""
        if self.figures.register is not None and field in REGISTERED:
            registered = self.figures.total(field)
            return registered.answer.figure if registered and registered.answer else None
        return figure(field, list(self.places.values())).total

    def result(self, target: Target) -> TargetEvaluation:
        return evaluate([target], list(self.places.values()))[0]


def figures_of_unit(
    context: QuestionContext, figures: ReportFigures, unit: Unit, reads: Collection[str] | None = None
) -> UnitFigures:
    """A unit's share of ``figures``; of a target of the communes under transformation only these.

    ``reads``: the ids of the figures it is about, where they are not those of the question.
    """
    scope = context.target.scope if context.target and reads is None else "all"
    reads = context.reads if reads is None else reads
    places = {
        place: values
        for place, values in context.inside(figures.places(scope), unit).items()
        if any(field in values for field in reads)
    }
    sources = [source for source in figures.sources if source.asked(reads, places)]
    used = [source for source in sources if source.counts and _has_value(source, reads, places)]
    return UnitFigures(unit, figures, places, len(used), len(sources))


def own_figures(
    context: QuestionContext, unit: Unit, period: str, reads: Collection[str] | None = None
) -> UnitFigures | None:
    """From the unit's own reports and those below it; of a commune without any from what its district reported."""
    for figures in (context.figures_of(unit, period), context.figures(period)):
        of_unit = figures_of_unit(context, figures, unit, reads) if figures else None
        if of_unit and (of_unit.used or of_unit.asked):
            break
    return of_unit


def _has_value(source: FigureSource, reads: Collection[str], places: Collection[PlaceId]) -> bool:
    of_places = (values for place, values in source.places.items() if place in places)
    return any(values.get(field) is not None for values in of_places for field in reads)


def comparable_places(
    now: UnitFigures, then: UnitFigures, reads: Collection[str], target: Target | None
) -> tuple[dict[PlaceId, Values], dict[PlaceId, Values]]:
    """The values now and then of the places that have both."""

    def known(values: Values) -> bool:
        if target is not None:
            return is_known(target, values)
        return all(values.get(field) is not None for field in reads)

    both = [place for place, values in now.places.items() if known(values) and known(then.places.get(place, {}))]
    return {place: now.places[place] for place in both}, {place: then.places[place] for place in both}


def amount(context: QuestionContext, value: int) -> str:
    """ "18 vụ", "1.250.000 đồng", "3 địa bàn có" of a yes/no question."""
    field = context.fields.get(context.query.subject or "")
    if field is None:
        return context.words.number(value)
    unit = context.words("questions.areas") if field.kind == "yes_no" else field.unit
    return f"{context.words.number(value)} {unit}".strip()


def units_words(words: Words, figures: UnitFigures) -> str:
    """ " (7/9 đơn vị)"; empty where a single report is asked."""
    return words("questions.of_units", n=figures.used, all=figures.asked) if figures.asked > 1 else ""


def share_words(words: Words, result: TargetEvaluation) -> str:
    """ "45/50 = 90,0%"."""
    return value_words(words, result) or words("text.target.verdict.missing")


def relation(context: QuestionContext) -> tuple[str, str] | None:
    """The count a rate without a target is a share of, by the relations of the plan: c08 of c07."""
    subject = context.query.subject
    return next(((pair.part, pair.whole) for pair in context.plan.relations if pair.part == subject), None)


def ratio(result: TargetEvaluation) -> Fraction | None:
    """``None`` where the denominator is 0 or nothing is known."""
    return Fraction(result.num, result.den) if result.num is not None and result.den else None

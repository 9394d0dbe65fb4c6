"""Units in an order: by a count, by a rate, or by how a count changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from handlers.questions.compare import ask_subject, rise_words
from handlers.questions.context import QuestionAnswer, QuestionContext
from handlers.questions.count import LISTED, unknown_units, without_figures
from handlers.questions.unit_figures import UnitFigures, amount, comparable_places, figures_of_unit, ratio, share_words
from reporting.figures.figure_sources import ReportFigures
from reporting.figures.figures import figure

Values = Mapping[int, Fraction]
"""What the units are ranked by: unit id → the count, the rate, or by how much the count rose."""


def rank(context: QuestionContext) -> QuestionAnswer:
    """ "1. UBND huyện Năm Căn: 7 vụ"; units with the same value share a place, and are shown together."""
    answer, query = QuestionAnswer(), context.query
    if query.subject is None:
        return ask_subject(context)
    now = context.figures(query.period) if query.period else None
    then = context.figures(query.against) if query.against else None
    if now is None or (query.against and then is None):
        return without_figures(context, answer)
    units = _units(context, now)
    values = {figures.unit.id: value for figures in units if (value := _value(context, figures, then)) is not None}
    if not values:
        return without_figures(context, answer, units)
    _add_ranking(context, answer, units, values)
    return answer


def _units(context: QuestionContext, figures: ReportFigures) -> list[UnitFigures]:
    """The units of the level asked for, else those whose reports count, as far as they are asked for the figure."""
    ids = (source.child.unit_id for source in figures.sources)
    reporting = [context.by_id[unit_id] for unit_id in ids if unit_id in context.by_id]
    units = context.scope_of_level() if context.query.level else filter(context.asks_about, reporting)
    return [of_unit for unit in units if (of_unit := figures_of_unit(context, figures, unit)).places]


def _value(context: QuestionContext, figures: UnitFigures, then: ReportFigures | None) -> Fraction | None:
    """What the unit is ranked by; ``None`` where that is not known."""
    subject = context.query.subject or ""
    if then is not None:
        before = figures_of_unit(context, then, figures.unit)
        values_now, values_then = comparable_places(figures, before, context.reads, context.target)
        if not values_now or context.target:
            return None
        total, earlier = (figure(subject, list(side.values())).total or 0 for side in (values_now, values_then))
        return Fraction(total - earlier)
    if context.target:
        return ratio(figures.result(context.target))
    count = figures.total(subject)
    return None if count is None else Fraction(count)


def _add_ranking(
    context: QuestionContext, answer: QuestionAnswer, units: Sequence[UnitFigures], values: Values
) -> None:
    """The first units, what follows them, and the units without a figure."""
    words, top, least = context.words, context.query.top, context.query.order == "least"
    known = [figures for figures in units if figures.unit.id in values]
    sign = 1 if least else -1
    ordered = sorted(known, key=lambda figures: (sign * values[figures.unit.id], figures.unit.name))
    shown = _first(ordered, values, top)
    changed = not context.query.against or any(sign * value < 0 for value in values.values())
    key = "questions.ranked_units" if changed else "questions.none_fell" if least else "questions.none_rose"
    answer.add(words(key, n=len(known), all=len(units)))
    shown_values = [values[figures.unit.id] for figures in shown]
    answer.add(
        *(
            words("questions.rank_line", place=place, unit=figures.unit.name, value=_shown(context, figures, values))
            for place, figures in zip((shown_values.index(value) + 1 for value in shown_values), shown, strict=True)
        )
    )
    rest = ordered[len(shown) :]
    if top == 1 and rest:
        names = "; ".join(f"{figures.unit.name} {_shown(context, figures, values)}" for figures in rest[:2])
        answer.add(words("questions.next", names=names))
    elif top is None and rest:
        answer.add(words("questions.and_more_units", n=len(rest)))
    answer.add(unknown_units(context, [figures.unit for figures in units if figures.unit.id not in values]))


def _first(ordered: Sequence[UnitFigures], values: Values, top: int | None) -> Sequence[UnitFigures]:
    """The first ``top`` units and those with the same value as the last of them; without ``top`` a screen of them."""
    if top is None or top >= len(ordered):
        return ordered[: top or LISTED]
    last = values[ordered[top - 1].unit.id]
    as_good = sum(values[figures.unit.id] == last for figures in ordered[top:])
    return ordered[: min(top + as_good, LISTED)]


def _shown(context: QuestionContext, figures: UnitFigures, values: Values) -> str:
    """ "20 vụ", "45/50 = 90,0%", "tăng 5 vụ"."""
    if context.query.against:
        return rise_words(context, int(values[figures.unit.id]))
    if context.target:
        return share_words(context.words, figures.result(context.target))
    return amount(context, figures.total(context.query.subject or "") or 0)

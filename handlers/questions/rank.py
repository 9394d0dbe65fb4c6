"""Units in an order: by a count, by a rate, by how it moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from handlers.questions.context import QuestionAnswer, QuestionContext, subject_buttons
from handlers.questions.count import LISTED, unknown_units, without_figures
from handlers.questions.unit_figures import UnitFigures, amount, comparable_places, figures_of_unit, ratio, share_words
from reporting.figures.figure_sources import ReportFigures
from reporting.figures.figures import figure


def rank(case: QuestionContext) -> QuestionAnswer:
    """ "1. UBND huyện Năm Căn: 7 vụ"; units that are level stand together, however many were asked for."""
    reply, query = QuestionAnswer(), case.query
    if query.subject is None:
        reply.add(case.words("questions.which_subject"))
        reply.buttons, reply.is_empty = subject_buttons(case), True
        return reply
    now = case.facts(query.period) if query.period else None
    then = case.facts(query.against) if query.against else None
    if now is None or (query.against and then is None):
        return without_figures(case, reply)
    parts = _parts(case, now)
    ranks = {figures.unit.id: value for figures in parts if (value := _value(case, figures, then)) is not None}
    if not ranks:
        return without_figures(case, reply, parts)
    _tell(case, reply, parts, ranks, then)
    return reply


def _reads(case: QuestionContext) -> tuple[str, ...]:
    return case.target.reads if case.target else (case.query.subject or "",)


def _parts(case: QuestionContext, facts: ReportFigures) -> list[UnitFigures]:
    """The units that are asked: of the level asked for, else those whose reports count."""
    reporting = [case.by_id[source.child.unit_id] for source in facts.sources if source.child.unit_id in case.by_id]
    chosen = case.of_level(case.scope) if case.query.level else reporting
    within = [unit for unit in chosen if any(other_unit.covers(unit) for other_unit in case.scope)]
    figures = [figures_of_unit(case, facts, unit, _reads(case), case.target) for unit in within]
    return [unit_figures for unit_figures in figures if unit_figures.places]


def _value(case: QuestionContext, figures: UnitFigures, then: ReportFigures | None) -> Fraction | None:
    if then is not None:
        before = figures_of_unit(case, then, figures.unit, _reads(case), case.target)
        here, values = comparable_places(figures, before, _reads(case), case.target)
        field = case.query.subject or ""
        if not here or case.target:
            return None
        return Fraction(
            (figure(field, list(here.values())).total or 0) - (figure(field, list(values.values())).total or 0)
        )
    if case.target:
        return ratio(figures.result(case.target))
    total = figures.total(case.query.subject or "")
    return None if total is None else Fraction(total)


def _tell(
    case: QuestionContext,
    reply: QuestionAnswer,
    parts: Sequence[UnitFigures],
    ranks: Mapping[int, Fraction],
    then: ReportFigures | None,
) -> None:
    words = case.words
    least = case.query.order == "least"
    known = [figures for figures in parts if figures.unit.id in ranks]
    ordered = sorted(
        known, key=lambda figures: (ranks[figures.unit.id] if least else -ranks[figures.unit.id], figures.unit.name)
    )
    shown = _cut(ordered, ranks, case.query.top)
    moved = then is None or any(value < 0 if least else value > 0 for value in ranks.values())
    key = "questions.ranked_units" if moved else "questions.none_fell" if least else "questions.none_rose"
    reply.add(words(key, n=len(known), all=len(parts)))
    places = _places(shown, ranks)
    reply.add(
        *(
            words("questions.rank_line", place=place, unit=figures.unit.name, value=_said(case, figures, ranks, then))
            for place, figures in places
        )
    )
    if case.query.top == 1 and len(ordered) > len(shown):
        following = ordered[len(shown) : len(shown) + 2]
        listed = "; ".join(f"{figures.unit.name} {_said(case, figures, ranks, then)}" for figures in following)
        reply.add(words("questions.next", names=listed))
    elif len(ordered) > len(shown) and case.query.top is None:
        reply.add(words("questions.and_more_units", n=len(ordered) - len(shown)))
    reply.add(unknown_units(case, [figures.unit for figures in parts if figures.unit.id not in ranks]))


def _cut(ordered: Sequence[UnitFigures], ranks: Mapping[int, Fraction], top: int | None) -> list[UnitFigures]:
    """The first so many, and those level with the last of them."""
    if top is None or top >= len(ordered):
        return list(ordered[: top or LISTED])
    last = ranks[ordered[top - 1].unit.id]
    level = [figures for figures in ordered[top:] if ranks[figures.unit.id] == last]
    return [*ordered[:top], *level][:LISTED]


def _places(shown: Sequence[UnitFigures], ranks: Mapping[int, Fraction]) -> list[tuple[int, UnitFigures]]:
    """1, 2, 2, 4: those that are level share a place."""
    values = [ranks[figures.unit.id] for figures in shown]
    return [(values.index(value) + 1, figures) for value, figures in zip(values, shown, strict=True)]


def _said(
    case: QuestionContext, figures: UnitFigures, ranks: Mapping[int, Fraction], then: ReportFigures | None
) -> str:
    if then is not None:
        moved = int(ranks[figures.unit.id])
        key = "questions.unchanged" if moved == 0 else "questions.rose" if moved > 0 else "questions.fell"
        return case.words(key, amount=amount(case.words, case, abs(moved)))
    if case.target:
        return share_words(case.words, figures.result(case.target))
    return amount(case.words, case, figures.total(case.query.subject or "") or 0)

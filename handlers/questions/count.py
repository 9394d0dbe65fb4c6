"""How many: the sum over the units asked about; one by one where several are named, or all of a level."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.questions.context import NAMES, QuestionAnswer, QuestionContext
from handlers.questions.unit_figures import UnitFigures, amount, figures_of_unit, own_figures, units_words
from handlers.text.lists import join_names
from storage.units.units import Unit

LISTED = 15
"""Units on one screen."""


def count(context: QuestionContext) -> QuestionAnswer:
    """ "7/9 đơn vị đã có số liệu: 18 vụ."."""
    answer, query, words = QuestionAnswer(), context.query, context.words
    if query.subject is None or query.subject not in context.fields or query.period is None:
        answer.add(words("questions.no_subject_here"))
        return without_figures(context, answer)
    if query.level:
        return _by_level(context, query.subject)
    counted = [figures for unit in context.scope if (figures := own_figures(context, unit, query.period))]
    totals = {figures.unit.id: figures.total(query.subject) for figures in counted}
    known = [total for total in totals.values() if total is not None]
    if not known:
        return without_figures(context, answer, counted)
    answer.add(*(_line(context, figures, several=len(counted) > 1) for figures in counted))
    if len(known) > 1:
        key = "questions.together" if len(known) == len(context.scope) else "questions.together_known"
        answer.add(words(key, amount=amount(context, sum(known)), n=len(known), all=len(context.scope)))
    return answer


def _by_level(context: QuestionContext, subject: str) -> QuestionAnswer:
    """The sum over the units of the level asked for, then these, the largest first, and those without a figure."""
    answer, words = QuestionAnswer(), context.words
    whole = context.figures(context.query.period or "")
    units = context.scope_of_level() if whole else []
    counted = [
        figures_of_units
        for unit in units
        if whole and (figures_of_units := figures_of_unit(context, whole, unit)).asked
    ]
    totals = {figures.unit: total for figures in counted if (total := figures.total(subject)) is not None}
    if not totals:
        return without_figures(context, answer, counted)
    value = amount(context, sum(totals.values()))
    answer.add(words("questions.known_units", n=len(totals), all=len(counted), amount=value))
    ordered = sorted(totals, key=lambda unit: (-totals[unit], unit.name))
    lines = [words("questions.unit_line", unit=unit.name, value=amount(context, totals[unit])) for unit in ordered]
    more = [words("questions.and_more_units", n=len(lines) - LISTED)] if len(lines) > LISTED else []
    answer.add(*lines[:LISTED], *more)
    answer.add(unknown_units(context, [figures.unit for figures in counted if figures.unit not in totals]))
    return answer


def unknown_units(context: QuestionContext, units: Sequence[Unit]) -> str:
    """ "Chưa có số liệu: Năm Căn, Ngọc Hiển."; empty without any."""
    names = join_names(context.words, [unit.name for unit in units], NAMES)
    return context.words("questions.without", names=names) if units else ""


def _line(context: QuestionContext, figures: UnitFigures, *, several: bool) -> str:
    """One unit's figure: "• UBND huyện Năm Căn: 7 vụ (2/3 đơn vị)", or alone "7/9 đơn vị đã có số liệu: 18 vụ."."""
    words, total = context.words, figures.total(context.query.subject or "")
    if total is None:
        return words("questions.unit_line", unit=figures.unit.name, value=words("questions.no_figure"))
    value = amount(context, total)
    if several:
        return words("questions.unit_line", unit=figures.unit.name, value=value + units_words(words, figures))
    if figures.asked == 0:
        return words("questions.registered", amount=value)
    if figures.asked == 1 and figures.used == 1 and context.named:
        return words("questions.of_one", amount=value)
    return words("questions.known_units", n=figures.used, all=figures.asked, amount=value)


def without_figures(
    context: QuestionContext, answer: QuestionAnswer, figures_of_units: Sequence[UnitFigures] = ()
) -> QuestionAnswer:
    """Adds why there is no figure: no such report, no unit is asked for it, or none has submitted it."""
    words, period, reports = context.words, context.query.period, sum(figures.asked for figures in figures_of_units)
    answer.is_empty = True
    if period is None or context.report_id(period) is None:
        answer.add(context.no_report_words())
    elif reports:
        answer.add(words("questions.nobody_sent", n=reports, period=context.period_words(period)))
    else:
        answer.add(words("questions.nobody_asked", period=context.period_words(period)))
    return answer

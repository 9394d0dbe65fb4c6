"""How many: the sum over what is asked, unit by unit where several are named or a level is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.questions.context import QuestionAnswer, QuestionContext, names
from handlers.questions.unit_figures import UnitFigures, amount, figures_of_unit, own_figures
from storage.units.units import Unit

LISTED = 15
"""Units on one screen."""


def count(case: QuestionContext) -> QuestionAnswer:
    """ "7/9 đơn vị đã có số liệu: 18 vụ."."""
    reply, query = QuestionAnswer(), case.query
    if query.subject is None or query.subject not in case.fields or query.period is None:
        reply.add(case.words("questions.no_subject_here"))
        return without_figures(case, reply)
    if query.level:
        return _by_level(case, reply)
    parts = [figures for unit in case.scope if (figures := own_figures(case, unit, query.period, (query.subject,)))]
    known = [unit_figures for unit_figures in parts if unit_figures.total(query.subject) is not None]
    if not known:
        return without_figures(case, reply, parts)
    reply.add(*(_line(case, unit_figures, several=len(parts) > 1) for unit_figures in parts))
    if len(known) > 1 and len({known_figures.unit.id for known_figures in known}) == len(known):
        total = sum(known_figures.total(query.subject) or 0 for known_figures in known)
        key = "questions.together" if len(known) == len(case.scope) else "questions.together_known"
        reply.add(case.words(key, amount=amount(case.words, case, total), n=len(known), all=len(case.scope)))
    return reply


def _by_level(case: QuestionContext, reply: QuestionAnswer) -> QuestionAnswer:
    field = case.query.subject or ""
    facts = case.facts(case.query.period or "")
    figures = [figures_of_unit(case, facts, unit, (field,)) for unit in case.of_level(case.scope)] if facts else []
    unit_figures = [one for one in figures if one.asked]
    known = [one for one in unit_figures if one.total(field) is not None]
    if not known:
        return without_figures(case, reply, unit_figures)
    ordered = sorted(known, key=lambda one: (-(one.total(field) or 0), one.unit.name))
    total = sum(known_figures.total(field) or 0 for known_figures in known)
    reply.add(
        case.words("questions.known_units", n=len(known), all=len(unit_figures), amount=amount(case.words, case, total))
    )
    reply.add(*_list(case, ordered, field))
    reply.add(unknown_units(case, [one.unit for one in unit_figures if one not in known]))
    return reply


def _list(case: QuestionContext, parts: Sequence[UnitFigures], field: str) -> Iterator[str]:
    for figures in parts[:LISTED]:
        yield case.words(
            "questions.unit_line", unit=figures.unit.name, value=amount(case.words, case, figures.total(field) or 0)
        )
    if len(parts) > LISTED:
        yield case.words("questions.and_more_units", n=len(parts) - LISTED)


def unknown_units(case: QuestionContext, units: Sequence[Unit]) -> str:
    """ "Chưa có số liệu: Năm Căn, Ngọc Hiển"."""
    return case.words("questions.without", names=names(case.words, [unit.name for unit in units])) if units else ""


def _line(case: QuestionContext, figures: UnitFigures, *, several: bool) -> str:
    words, total = case.words, figures.total(case.query.subject or "")
    if total is None:
        return words("questions.unit_line", unit=figures.unit.name, value=words("questions.no_figure"))
    value = amount(words, case, total)
    if several:
        counted = words("questions.of_units", n=figures.used, all=figures.asked) if figures.asked > 1 else ""
        return words("questions.unit_line", unit=figures.unit.name, value=value + counted)
    if figures.asked == 0:
        return words("questions.registered", amount=value)
    if figures.asked == 1 and figures.used == 1 and case.named:
        return words("questions.of_one", amount=value)
    return words("questions.known_units", n=figures.used, all=figures.asked, amount=value)


def without_figures(case: QuestionContext, reply: QuestionAnswer, parts: Sequence[UnitFigures] = ()) -> QuestionAnswer:
    """Why there is no figure: no such report, nobody asked, nobody sent."""
    words, period = case.words, case.query.period
    reply.is_empty = True
    if period is None or case.report_id(period) is None:
        reports = ", ".join(report.title for report in case.plan.reports)
        reply.add(words("questions.no_report", reports=reports) if reports else words("questions.no_reports"))
    elif sum(figures.asked for figures in parts):
        reply.add(
            words("questions.nobody_sent", n=sum(figures.asked for figures in parts), period=case.period_words(period))
        )
    else:
        reply.add(words("questions.nobody_asked", period=case.period_words(period)))
    return reply

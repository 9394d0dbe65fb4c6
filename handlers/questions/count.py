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
    parts = [one for unit in case.scope if (one := own_figures(case, unit, query.period, (query.subject,)))]
    known = [one for one in parts if one.total(query.subject) is not None]
    if not known:
        return without_figures(case, reply, parts)
    reply.add(*(_line(case, one, several=len(parts) > 1) for one in parts))
    if len(known) > 1 and len({one.unit.id for one in known}) == len(known):
        total = sum(one.total(query.subject) or 0 for one in known)
        key = "questions.together" if len(known) == len(case.scope) else "questions.together_known"
        reply.add(case.words(key, amount=amount(case.words, case, total), n=len(known), all=len(case.scope)))
    return reply


def _by_level(case: QuestionContext, reply: QuestionAnswer) -> QuestionAnswer:
    field = case.query.subject or ""
    facts = case.facts(case.query.period or "")
    found = [figures_of_unit(case, facts, unit, (field,)) for unit in case.of_level(case.scope)] if facts else []
    asked = [one for one in found if one.asked]
    known = [one for one in asked if one.total(field) is not None]
    if not known:
        return without_figures(case, reply, asked)
    ordered = sorted(known, key=lambda one: (-(one.total(field) or 0), one.unit.name))
    total = sum(one.total(field) or 0 for one in known)
    reply.add(case.words("questions.known_units", n=len(known), all=len(asked), amount=amount(case.words, case, total)))
    reply.add(*_list(case, ordered, field))
    reply.add(unknown_units(case, [one.unit for one in asked if one not in known]))
    return reply


def _list(case: QuestionContext, parts: Sequence[UnitFigures], field: str) -> Iterator[str]:
    for one in parts[:LISTED]:
        yield case.words(
            "questions.unit_line", unit=one.unit.name, value=amount(case.words, case, one.total(field) or 0)
        )
    if len(parts) > LISTED:
        yield case.words("questions.and_more_units", n=len(parts) - LISTED)


def unknown_units(case: QuestionContext, units: Sequence[Unit]) -> str:
    """ "Chưa có số liệu: Năm Căn, Ngọc Hiển"."""
    return case.words("questions.without", names=names(case.words, [one.name for one in units])) if units else ""


def _line(case: QuestionContext, one: UnitFigures, *, several: bool) -> str:
    words, total = case.words, one.total(case.query.subject or "")
    if total is None:
        return words("questions.unit_line", unit=one.unit.name, value=words("questions.no_figure"))
    value = amount(words, case, total)
    if several:
        counted = words("questions.of_units", n=one.used, all=one.asked) if one.asked > 1 else ""
        return words("questions.unit_line", unit=one.unit.name, value=value + counted)
    if one.asked == 0:
        return words("questions.registered", amount=value)
    if one.asked == 1 and one.used == 1 and case.named:
        return words("questions.of_one", amount=value)
    return words("questions.known_units", n=one.used, all=one.asked, amount=value)


def without_figures(case: QuestionContext, reply: QuestionAnswer, parts: Sequence[UnitFigures] = ()) -> QuestionAnswer:
    """Why there is no figure: no such report, nobody asked, nobody sent."""
    words, period = case.words, case.query.period
    reply.is_empty = True
    if period is None or case.report_id(period) is None:
        reports = ", ".join(report.title for report in case.plan.reports)
        reply.add(words("questions.no_report", reports=reports) if reports else words("questions.no_reports"))
    elif sum(one.asked for one in parts):
        reply.add(words("questions.nobody_sent", n=sum(one.asked for one in parts), period=case.period_words(period)))
    else:
        reply.add(words("questions.nobody_asked", period=case.period_words(period)))
    return reply

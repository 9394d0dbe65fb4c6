"""Two periods, or several units, side by side: like with like, the same units on both sides."""

from __future__ import annotations

from collections.abc import Collection

from handlers.questions.context import QuestionAnswer, QuestionContext, subject_buttons
from handlers.questions.count import without_figures
from handlers.questions.unit_figures import UnitFigures, amount, comparable_places, own_figures, share_words
from reporting.deadlines.calendar import parse_period, period_key
from reporting.figures.figures import figure
from reporting.figures.target_evaluation import evaluate, format_rate
from storage.figures import target_results
from storage.units.units import Unit


def compare(case: QuestionContext) -> QuestionAnswer:
    query = case.query
    if query.subject is None:
        return _no_subject(case)
    if query.period is None:
        return without_figures(case, QuestionAnswer())
    return _periods(case, query.period, query.against) if query.against else _units(case, query.period)


def _no_subject(case: QuestionContext) -> QuestionAnswer:
    reply = QuestionAnswer(is_empty=True, buttons=subject_buttons(case))
    reply.add(case.words("questions.which_subject"))
    return reply


def _reads(case: QuestionContext) -> tuple[str, ...]:
    return case.target.reads if case.target else (case.query.subject or "",)


def _periods(case: QuestionContext, period: str, against: str) -> QuestionAnswer:
    """ "7/9 đơn vị có số liệu cả hai kỳ: 18 vụ, so với 19 vụ …: giảm 1 vụ (−5,3%). Toàn bộ …: 23 vụ."."""
    reply, reads = QuestionAnswer(), _reads(case)
    for unit in case.scope:
        now, then = (
            own_figures(case, unit, period, reads, case.target),
            own_figures(case, unit, against, reads, case.target),
        )
        if now is None or then is None or not now.used:
            continue
        name = f"{unit.name}: " if len(case.scope) > 1 else ""
        reply.add(
            name
            + (
                _change(case, now, then, against)
                or case.words("questions.nothing_alike", other=case.period_words(against))
            )
        )
    if reply.paragraphs:
        return reply
    parts = [figures for unit in case.scope if (figures := own_figures(case, unit, period, reads, case.target))]
    return without_figures(case, reply, parts)


def _change(case: QuestionContext, now: UnitFigures, then: UnitFigures, against: str) -> str:
    return _rates(case, now, then, against) if case.target else _counts(case, now, then, against)


def _rates(case: QuestionContext, now: UnitFigures, then: UnitFigures, against: str) -> str:
    assert case.target is not None
    words, (here, values) = case.words, comparable_places(now, then, _reads(case), case.target)
    if not here:
        return ""
    (result,), (other,) = (evaluate([case.target], list(side.values())) for side in (here, values))
    text = words(
        "questions.rates",
        now=share_words(words, result),
        then=share_words(words, other),
        other=case.period_words(against),
    )
    return _alike(case, now, here, text)


def _counts(case: QuestionContext, now: UnitFigures, then: UnitFigures, against: str) -> str:
    """By what was reported or imported of that period, a whole year's figure only as an indication."""
    field = case.query.subject or ""
    for period in dict.fromkeys((against, period_key(parse_period(against).year, "Y"))):
        (change,) = target_results.figure_changes(case.tx, now.facts, [field], period) or (None,)
        if change is not None and now.places.keys() >= set(change.places):
            text = _moved(case, change.now, change.before, period)
            note = case.words("questions.indicative") if change.indicative else ""
            return _alike(case, now, change.places, text + note) + _rest(case, then, len(change.places), against)
    here, values = comparable_places(now, then, (field,), None)
    if not here:
        return ""
    present, before = (figure(field, list(side.values())).total or 0 for side in (here, values))
    return _alike(case, now, here, _moved(case, present, before, against)) + _rest(case, then, len(values), against)


def _alike(case: QuestionContext, now: UnitFigures, places: Collection[int], text: str) -> str:
    """ "7/9 đơn vị có số liệu cả hai kỳ: …"; of a single unit only what is said."""
    sources = [source for source in now.facts.sources if source.counts and set(places) & source.places.keys()]
    if now.asked <= 1 and case.named:
        return f"{text}."
    return case.words("questions.alike", n=len(sources), all=max(now.asked, len(sources)), said=text)


def _moved(case: QuestionContext, now: int, then: int, against: str) -> str:
    words, rise = case.words, now - then
    percent = (
        f" ({'+' if rise > 0 else ''}{format_rate(rise, then, words('common.decimal_mark'))})" if then and rise else ""
    )
    key = "questions.unchanged" if rise == 0 else "questions.rose" if rise > 0 else "questions.fell"
    change = words(key, amount=amount(words, case, abs(rise))) + percent
    return words(
        "questions.moved",
        now=amount(words, case, now),
        then=amount(words, case, then),
        other=case.period_words(against),
        change=change,
    )


def _rest(case: QuestionContext, then: UnitFigures, alike: int, against: str) -> str:
    """What else there was then, beside the comparison."""
    known = sum(values.get(case.query.subject or "") is not None for values in then.places.values())
    total = then.total(case.query.subject or "")
    if known <= alike or total is None:
        return ""
    return " " + case.words(
        "questions.whole_then", other=case.period_words(against), amount=amount(case.words, case, total)
    )


def _units(case: QuestionContext, period: str) -> QuestionAnswer:
    """Units beside each other, each with how many of its reports are in."""
    reply, reads = QuestionAnswer(), _reads(case)
    units = case.of_level(case.scope)
    figures = [unit_figures for unit in units if (unit_figures := own_figures(case, unit, period, reads, case.target))]
    if not any(one.used for one in figures):
        return without_figures(case, reply, figures)
    reply.add(*(case.words("questions.unit_line", unit=one.unit.name, value=_value(case, one)) for one in figures))
    if len(figures) == 2 and case.target is None and all(one.used for one in figures):
        reply.add(_difference(case, figures[0], figures[1]))
    return reply


def _value(case: QuestionContext, figures: UnitFigures) -> str:
    words = case.words
    if not figures.used:
        return words("questions.no_figure")
    text = (
        share_words(words, figures.result(case.target))
        if case.target
        else amount(words, case, figures.total(case.query.subject or "") or 0)
    )
    return text + (words("questions.of_units", n=figures.used, all=figures.asked) if figures.asked > 1 else "")


def _difference(case: QuestionContext, figures: UnitFigures, other: UnitFigures) -> str:
    field = case.query.subject or ""
    more = (figures.total(field) or 0) - (other.total(field) or 0)
    if more == 0:
        return case.words("questions.same")
    high: Unit = figures.unit if more > 0 else other.unit
    return case.words("questions.more", unit=high.name, amount=amount(case.words, case, abs(more)))

"""Two periods, or several units, beside each other: of two periods only the places that have figures in both."""

from __future__ import annotations

from collections.abc import Collection

from handlers.questions.context import QuestionAnswer, QuestionContext, subject_buttons
from handlers.questions.count import without_figures
from handlers.questions.unit_figures import (
    UnitFigures,
    amount,
    comparable_places,
    own_figures,
    share_words,
    units_words,
)
from reporting.deadlines.calendar import parse_period, period_key
from reporting.figures.figures import figure
from reporting.figures.target_evaluation import evaluate, format_rate
from storage.figures import target_results


def compare(context: QuestionContext) -> QuestionAnswer:
    """Compares with the period ``query.against``; without one, the units named with each other."""
    query = context.query
    if query.subject is None:
        return ask_subject(context)
    if query.period is None:
        return without_figures(context, QuestionAnswer())
    return _periods(context, query.period, query.against) if query.against else _units(context, query.period)


def ask_subject(context: QuestionContext) -> QuestionAnswer:
    """A question that names no figure: some to choose from."""
    return QuestionAnswer([context.words("questions.which_subject")], subject_buttons(context), is_empty=True)


def _periods(context: QuestionContext, period: str, against: str) -> QuestionAnswer:
    """ "7/9 đơn vị có số liệu cả hai kỳ: 18 vụ, so với 19 vụ …: giảm 1 vụ (−5,3%). Toàn bộ …: 23 vụ."."""
    answer, unused = QuestionAnswer(), []
    for unit in context.scope:
        now, then = own_figures(context, unit, period), own_figures(context, unit, against)
        if now is None or then is None or not now.used:
            unused += [now] if now else []
            continue
        name = f"{unit.name}: " if len(context.scope) > 1 else ""
        change = (_rates if context.target else _counts)(context, now, then, against)
        answer.add(name + (change or context.words("questions.nothing_alike", other=context.period_words(against))))
    return answer if answer.paragraphs else without_figures(context, answer, unused)


def _rates(context: QuestionContext, now: UnitFigures, then: UnitFigures, against: str) -> str:
    """ "9/10 = 90,0%, 6 tháng năm 2025: 8/10 = 80,0%"; empty where no place is known in both periods."""
    assert context.target is not None
    values_now, values_then = comparable_places(now, then, context.reads, context.target)
    if not values_now:
        return ""
    (result,), (before,) = (evaluate([context.target], list(side.values())) for side in (values_now, values_then))
    shares = {"now": share_words(context.words, result), "then": share_words(context.words, before)}
    return _of_units(
        context, now, values_now, context.words("questions.rates", **shares, other=context.period_words(against))
    )


def _counts(context: QuestionContext, now: UnitFigures, then: UnitFigures, against: str) -> str:
    """By what was reported or imported for ``against``; a figure of that whole year only as an indication."""
    field = context.query.subject or ""
    for period in dict.fromkeys((against, period_key(parse_period(against).year, "Y"))):
        (change,) = target_results.figure_changes(context.tx, now.figures, [field], period) or (None,)
        if change is not None and now.places.keys() >= set(change.places):
            text = _change_words(context, change.now, change.before, period)
            note = context.words("questions.indicative") if change.indicative else ""
            return _of_units(context, now, change.places, text + note) + _rest(
                context, then, len(change.places), against
            )
    values_now, values_then = comparable_places(now, then, (field,), None)
    if not values_now:
        return ""
    total, before = (figure(field, list(side.values())).total or 0 for side in (values_now, values_then))
    text = _change_words(context, total, before, against)
    return _of_units(context, now, values_now, text) + _rest(context, then, len(values_then), against)


def _of_units(context: QuestionContext, now: UnitFigures, places: Collection[int], text: str) -> str:
    """ "7/9 đơn vị có số liệu cả hai kỳ: …"; of a single unit that was named only the text."""
    sources = [source for source in now.figures.sources if source.counts and set(places) & source.places.keys()]
    if now.asked <= 1 and context.named:
        return f"{text}."
    return context.words("questions.alike", n=len(sources), all=max(now.asked, len(sources)), said=text)


def _change_words(context: QuestionContext, now: int, then: int, against: str) -> str:
    """ "18 vụ, so với 19 vụ 6 tháng năm 2025 của chính các đơn vị đó: giảm 1 vụ (−5,3%)"."""
    words, rise = context.words, now - then
    percent = ""
    if then and rise:
        percent = f" ({'+' if rise > 0 else ''}{format_rate(rise, then, words('common.decimal_mark'))})"
    return words(
        "questions.moved",
        now=amount(context, now),
        then=amount(context, then),
        other=context.period_words(against),
        change=rise_words(context, rise) + percent,
    )


def rise_words(context: QuestionContext, rise: int) -> str:
    """ "tăng 5 vụ", "giảm 5 vụ", "không thay đổi"."""
    key = "questions.unchanged" if rise == 0 else "questions.rose" if rise > 0 else "questions.fell"
    return context.words(key, amount=amount(context, abs(rise)))


def _rest(context: QuestionContext, then: UnitFigures, compared: int, against: str) -> str:
    """ " Toàn bộ 6 tháng năm 2025: 23 vụ.", where more places had figures then than the ``compared`` ones."""
    subject = context.query.subject or ""
    known = sum(values.get(subject) is not None for values in then.places.values())
    total = then.total(subject)
    if known <= compared or total is None:
        return ""
    period = context.period_words(against)
    return " " + context.words("questions.whole_then", other=period, amount=amount(context, total))


def _units(context: QuestionContext, period: str) -> QuestionAnswer:
    """Units beside each other, each with how many of its reports are in."""
    answer = QuestionAnswer()
    compared = [
        figures_of_units
        for unit in context.scope_of_level()
        if (figures_of_units := own_figures(context, unit, period))
    ]
    if not any(figures.used for figures in compared):
        return without_figures(context, answer, compared)
    answer.add(
        *(
            context.words("questions.unit_line", unit=figures.unit.name, value=_value(context, figures))
            for figures in compared
        )
    )
    if len(compared) == 2 and context.target is None and all(figures.used for figures in compared):
        answer.add(_difference(context, *compared))
    return answer


def _value(context: QuestionContext, figures: UnitFigures) -> str:
    """ "18 vụ (7/9 đơn vị)", "45/50 = 90,0%", "chưa có số liệu"."""
    if not figures.used:
        return context.words("questions.no_figure")
    if context.target:
        text = share_words(context.words, figures.result(context.target))
    else:
        text = amount(context, figures.total(context.query.subject or "") or 0)
    return text + units_words(context.words, figures)


def _difference(context: QuestionContext, first: UnitFigures, second: UnitFigures) -> str:
    """ "UBND huyện Cái Nước nhiều hơn 5 vụ."."""
    field = context.query.subject or ""
    more = (first.total(field) or 0) - (second.total(field) or 0)
    if more == 0:
        return context.words("questions.same")
    unit = first.unit if more > 0 else second.unit
    return context.words("questions.more", unit=unit.name, amount=amount(context, abs(more)))

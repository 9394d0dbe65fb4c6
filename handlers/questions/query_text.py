"""How a question was read: "Hiểu là: đơn vị cấp huyện chưa nộp · Báo cáo 6 tháng năm 2026 · toàn tỉnh"."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionContext, level_words
from handlers.text.lists import upper_first
from reporting.plan.plan import UnitKind

_OF_REPORT = frozenset({"missing", "late", "filed", "deadline"})
_BY_UNIT = frozenset({"count", "rate", "target", "compare", "summary"})
_EVERYWHERE = frozenset({"help", "plan"})


def reading_words(context: QuestionContext) -> str:
    return context.words("questions.reading", reading=" · ".join(_parts(context)))


def _units(context: QuestionContext) -> str:
    """ "đơn vị", "đơn vị cấp huyện"."""
    words, level = context.words, context.query.level
    return words("questions.units_of", level=level_words(words, level)) if level else words("questions.units")


def _parts(context: QuestionContext) -> Iterator[str]:
    words, query = context.words, context.query
    yield _what(context)
    if query.period:
        span = upper_first(context.period_words(query.period))
        if query.intent in _OF_REPORT:
            span = words("text.deadline.report", report=context.period_words(query.period))
        if query.against:
            span = words("questions.against", period=span, other=context.period_words(query.against))
        yield span
    if query.level and query.intent in _BY_UNIT:
        yield words("questions.by_level", level=level_words(words, query.level))
    if query.intent not in _EVERYWHERE:
        yield _where(context)


def _what(context: QuestionContext) -> str:
    words, query = context.words, context.query
    if query.intent in ("missing", "late", "filed"):
        return words(f"questions.what.{query.intent}", units=_units(context))
    if query.intent == "rank":
        return _ranking(context)
    if query.subject:
        return words(f"questions.what.{query.intent}_of", subject=context.subject_name)
    return words(f"questions.what.{query.intent}")


def _ranking(context: QuestionContext) -> str:
    words, query = context.words, context.query
    key = "questions.what.rank_change" if query.against else "questions.what.rank"
    change = "change_" if query.against else ""
    order = words(f"questions.order.{change}{query.order or 'most'}")
    top = words("questions.top", n=query.top) if query.top and query.top > 1 else ""
    subject = context.subject_name if query.subject else words("questions.no_subject")
    return words(key, top=top, units=_units(context), order=order, subject=subject)


def _where(context: QuestionContext) -> str:
    if context.elsewhere:
        return f"“{context.elsewhere}”"
    if context.named:
        return ", ".join(unit.name for unit in context.named)
    whole = context.within.kind == UnitKind.PROVINCE
    return context.words("questions.everywhere") if whole else context.within.name

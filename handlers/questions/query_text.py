"""A query in words: "Hiểu là: đơn vị cấp huyện chưa nộp · Báo cáo 6 tháng năm 2026 · toàn tỉnh"."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.questions.context import QuestionContext, level_words, upper_first
from handlers.text.report_names import period_name
from reporting.plan.plan import UnitKind

_OF_REPORT = frozenset({"missing", "late", "filed", "deadline"})
_BY_UNIT = frozenset({"count", "rate", "target", "compare", "summary"})
_EVERYWHERE = frozenset({"help", "plan"})


def reading_words(case: QuestionContext) -> str:
    return case.words("questions.reading", reading=" · ".join(_parts(case)))


def _parts(case: QuestionContext) -> Iterator[str]:
    words, query = case.words, case.query
    yield _what(case)
    if query.period:
        name = upper_first(period_name(words, query.period))
        span = (
            words("text.deadline.report", report=case.period_words(query.period))
            if query.intent in _OF_REPORT
            else name
        )
        if query.against:
            span = words("questions.against", period=span, other=case.period_words(query.against))
        yield span
    if query.level and query.intent in _BY_UNIT:
        yield words("questions.by_level", level=level_words(words, query.level))
    if query.intent not in _EVERYWHERE:
        yield _where(case)


def _what(case: QuestionContext) -> str:
    words, query = case.words, case.query
    if query.intent in ("missing", "late", "filed"):
        units = (
            words("questions.units_of", level=level_words(words, query.level))
            if query.level
            else words("questions.units")
        )
        return words(f"questions.what.{query.intent}", units=units)
    if query.intent == "rank":
        return _ranking(case)
    if query.subject:
        return words(f"questions.what.{query.intent}_of", subject=case.subject_name)
    return words(f"questions.what.{query.intent}")


def _ranking(case: QuestionContext) -> str:
    words, query = case.words, case.query
    units = (
        words("questions.units_of", level=level_words(words, query.level)) if query.level else words("questions.units")
    )
    key = "questions.what.rank_change" if query.against else "questions.what.rank"
    change = "change_" if query.against else ""
    order = words(f"questions.order.{change}{query.order or 'most'}")
    top = words("questions.top", n=query.top) if query.top and query.top > 1 else ""
    subject = case.subject_name if query.subject else words("questions.no_subject")
    return words(key, top=top, units=units, order=order, subject=subject)


def _where(case: QuestionContext) -> str:
    if case.elsewhere:
        return f"“{case.elsewhere}”"
    if case.named:
        return ", ".join(unit.name for unit in case.named)
    whole = case.within.kind == UnitKind.PROVINCE
    return case.words("questions.everywhere") if whole else case.within.name

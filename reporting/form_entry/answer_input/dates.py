"""Dates as people type them: day before month, the year often left out."""

from __future__ import annotations

import re
from datetime import date, timedelta

from reporting.form_entry.answer_input.answer import (
    NIL,
    AmbiguousAnswer,
    Answer,
    AnswerReading,
    ClearAnswer,
    RejectedAnswer,
)
from reporting.form_entry.answer_input.phrases import NO_WORDS, is_as_above, is_nil, is_nothing, strip_courtesies
from reporting.text import fold

_AGO = {"hom nay": 0, "hnay": 0, "hom qua": 1, "hqua": 1, "hom kia": 2}
_DAY_FIRST = re.compile(r"(?:ngay )?([0-9]{1,2}) ?[/.-] ?([0-9]{1,2})(?: ?[/.-] ?([0-9]{4}|[0-9]{2}))?")
_IN_WORDS = re.compile(r"(?:ngay )?([0-9]{1,2})(?: ?/ ?| thang )([0-9]{1,2})(?:,? nam ([0-9]{4}|[0-9]{2}))?")
_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_LONG_AGO = timedelta(days=10 * 365)


def read_date(text: str, today: date) -> AnswerReading:
    """An ISO date. "12/5" is 12 May nearest to ``today`` in the past; ambiguous where the next one is nearer."""
    phrase = strip_courtesies(fold(text))
    if phrase in _AGO:
        return _dated(today - timedelta(days=_AGO[phrase]))
    if is_nil(phrase):
        return ClearAnswer(NIL)
    if is_as_above(phrase):
        return RejectedAnswer("as_above")
    if is_nothing(phrase) or re.fullmatch(NO_WORDS, phrase):
        return RejectedAnswer("empty")
    if not (date_parts := parts(phrase)):
        return RejectedAnswer("not_a_date")
    day, month, year = date_parts
    return _nearest(day, month, today) if year is None else _of_year(day, month, year, today)


def parts(text: str) -> tuple[int, int, int | None] | None:
    """Day, month and, where it is said, year of a folded text: "20/5", "20 thang 5 nam 26", "2026-05-20"."""
    if match := _ISO.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if not (match := _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text) or _TOGETHER.fullmatch(text)):
        return None
    day, month, year = match.groups()
    return int(day), int(month), int(year) + (2000 if len(year) == 2 else 0) if year else None


def _dated(day: date) -> ClearAnswer:
    return ClearAnswer(Answer.given(day.isoformat()))


def _of_year(day: int, month: int, year: int, today: date) -> AnswerReading:
    if (day_meant := day_of(day, month, year)) is None:
        return RejectedAnswer("no_such_date")
    if day_meant > today or today - day_meant > _LONG_AGO:
        return AmbiguousAnswer((Answer.given(day_meant.isoformat()),), "unlikely_date")
    return _dated(day_meant)


def _nearest(day: int, month: int, today: date) -> AnswerReading:
    years = range(today.year - 8, today.year + 9)  # 29/2 may be eight years away (1896, 1904)
    days = [such_day for year in years if 1 <= year <= 9999 and (such_day := day_of(day, month, year))]
    past = [such_day for such_day in days if such_day <= today]
    coming = [such_day for such_day in days if such_day > today]
    if not past:
        return RejectedAnswer("no_such_date")
    if coming and coming[0] - today < today - past[-1]:
        return AmbiguousAnswer((Answer.given(past[-1].isoformat()), Answer.given(coming[0].isoformat())), "which_year")
    return _dated(past[-1])


def day_of(day: int, month: int, year: int) -> date | None:
    """``None`` for 31/4."""
    try:
        return date(year, month, day)
    except ValueError:
        return None

"""A day still to come, or an hour of it, as people type them: "29/5", "30 tháng 5", "mai", "15h ngày 30/5"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from reporting.deadlines.calendar import DAY
from reporting.form_entry.answer_input.dates import day_of, parts
from reporting.text import fold

DateProblem = Literal["not_a_date", "no_such_date"]

_JUST_PAST = timedelta(days=60)
_AHEAD = {"hom nay": 0, "hnay": 0, "today": 0, "mai": 1, "tomorrow": 1, "mot": 2, "kia": 2}
_HOUR = re.compile(
    r"(?:\b(?:luc|truoc|den) )?\b([01]?[0-9]|2[0-4]) ?(?:h|g|gio|:)"
    r"(?: ?([0-5][0-9])(?! ?(?:[/.-]|thang\b))(?: ?(?:phut|p))?)?\b(?: (sang|trua|chieu|toi)\b)?"
)
_AROUND = re.compile(r"\b(?:het|den|luc|vao|ngay|nhe|nha|a)\b|[,;]")
_BEFORE = re.compile(r"\btruoc(?: ngay)? ")


@dataclass(frozen=True, slots=True)
class DateInput:
    """``DateInput(date(2026, 5, 30), time(15))``; without an hour the whole day counts."""

    day: date
    hour: time | None = None


def read_date_input(text: str, today: date) -> DateInput | DateProblem:
    """A day, with or without an hour; an hour alone is today's. Otherwise why the text is no day.

    A day without a year is the next such day, or the one of the last two months: the caller refuses a past day and says
    so. "trước ngày 30/5" is the day before, as in the plans; "24h" is the end of the day.

    >>> read_date_input("15h30 ngày 30/5", date(2026, 5, 19))
    DateInput(day=datetime.date(2026, 5, 30), hour=datetime.time(15, 30))
    """
    phrase, hour = fold(text), None
    if match := _HOUR.search(phrase):
        phrase, hour = phrase[: match.start()] + " " + phrase[match.end() :], _hour(match)
    before = hour is None and match is None and _BEFORE.search(phrase) is not None
    day = _day(" ".join(_AROUND.sub(" ", _BEFORE.sub("", phrase)).split()).rstrip(". "), today, match is not None)
    if not isinstance(day, date):
        return day
    return DateInput(day - DAY if before else day, hour)


def _hour(match: re.Match[str]) -> time | None:
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3] in ("chieu", "toi") and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 else None


def _day(text: str, today: date, timed: bool) -> date | DateProblem:
    if not text and timed:
        return today
    if text in _AHEAD:
        return today + timedelta(days=_AHEAD[text])
    if (date_parts := parts(text)) is None:
        return "not_a_date"
    day, month, year = date_parts
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    days = [such_day for other_year in years if (such_day := day_of(day, month, other_year))]
    return next((such_day for such_day in days if year or such_day >= today - _JUST_PAST), "no_such_date")

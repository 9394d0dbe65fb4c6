"""What one typed text means as the answer to one question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reporting.form_entry.answer_input.answer import (
    NIL,
    AmbiguousAnswer,
    Answer,
    AnswerReading,
    ClearAnswer,
    RejectedAnswer,
)
from reporting.form_entry.answer_input.choices import read_choice, read_yes_no
from reporting.form_entry.answer_input.counts import read_count
from reporting.form_entry.answer_input.dates import read_date
from reporting.form_entry.answer_input.money import read_money
from reporting.form_entry.answer_input.phrases import is_as_above, is_nil, is_nothing, strip_courtesies
from reporting.plan.form import Question
from reporting.secrecy import secrecy_marking
from reporting.text import clean, fold

MAX_TEXT = {"short_text": 300, "long_text": 4000}
"""Characters."""
_SHOWN = 40


def read(question: Question, text: str, today: date) -> AnswerReading:
    """An answer that is clear, ambiguous between candidates, or rejected with a code of ``REFUSALS``. Never raises.

    >>> read(Question(id="c01", kind="count", label="Xảy ra", unit="vụ"), "12 vu", date(2026, 5, 19))
    ClearAnswer(answer=Answer(state='given', value=12))
    """
    reading = _read(question, text, today)
    if isinstance(reading, AmbiguousAnswer):
        return replace(reading, params={"raw": _excerpt(text), "unit": question.unit})
    return reading


def _excerpt(text: str) -> str:
    shown = " ".join(clean(text).split())
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


def _read(question: Question, text: str, today: date) -> AnswerReading:
    match question.kind:
        case "count":
            return read_count(question, text)
        case "money":
            return read_money(question, text)
        case "yes_no":
            return read_yes_no(text)
        case "choice":
            return read_choice(question, text)
        case "date":
            return read_date(text, today)
        case "short_text" | "long_text":
            return _read_text(text, MAX_TEXT[question.kind])


def _read_text(text: str, most: int) -> AnswerReading:
    if (marking := secrecy_marking(text)) is not None:
        return RejectedAnswer("secret", {"marking": marking})
    body, phrase = clean(text).strip(), strip_courtesies(fold(text[:100]))
    if len(body) > most:
        return RejectedAnswer("too_long", {"max": most, "got": len(body)})
    if is_nothing(phrase):
        return RejectedAnswer("empty")
    if is_nil(phrase):
        return ClearAnswer(NIL)
    if is_as_above(phrase):
        return RejectedAnswer("as_above")
    return ClearAnswer(Answer.given(body))

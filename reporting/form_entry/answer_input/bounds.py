"""The range a figure must lie in."""

from __future__ import annotations

from collections.abc import Iterable

from reporting.form_entry.answer_input.answer import AmbiguousAnswer, Answer, AnswerReading, ClearAnswer, RejectedAnswer
from reporting.plan.form import Question

MAX_COUNT = 9_999_999
"""More than the people of any province: a typing mistake."""
MAX_MONEY = 10**15


def bounds(question: Question) -> tuple[int, int]:
    """The least and the most a figure may be; both included."""
    most = MAX_MONEY if question.kind == "money" else MAX_COUNT
    return question.min if question.min is not None else 0, question.max if question.max is not None else most


def range_error(question: Question, value: int) -> RejectedAnswer | None:
    least, most = bounds(question)
    if value > most:
        return RejectedAnswer("too_big", {"max": most})
    if value < least:
        return RejectedAnswer("too_small", {"min": least})
    return None


def clear_if_in_range(question: Question, value: int) -> AnswerReading:
    return range_error(question, value) or ClearAnswer(Answer.given(value))


def ambiguous_if_in_range(
    question: Question,
    values: Iterable[int],
    code: str,
    instead: str | None = None,
) -> AnswerReading:
    """Ambiguous between those of the values that are in range; rejected where none is."""
    values = tuple(values)
    possible = tuple(Answer.given(value) for value in values if range_error(question, value) is None)
    if possible:
        return AmbiguousAnswer(possible, code, alternative_text=instead)
    return range_error(question, values[0]) or RejectedAnswer("not_a_number")

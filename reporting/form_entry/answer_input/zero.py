"""Zero written without digits: "không phát sinh", "ko", "chưa có"."""

from __future__ import annotations

from reporting.form_entry.answer_input.answer import NIL, AnswerReading, ClearAnswer
from reporting.form_entry.answer_input.bounds import ambiguous_if_in_range, clear_if_in_range
from reporting.form_entry.answer_input.phrases import is_nil, is_not_yet, is_zero
from reporting.plan.form import Question


def read_zero(question: Question, text: str) -> AnswerReading | None:
    """ "kps" → không phát sinh · "ko" → 0 · "chưa có" → 0? · anything else → ``None``. ``text`` is folded and bare."""
    if is_nil(text):
        return ClearAnswer(NIL)
    if is_zero(text):
        return clear_if_in_range(question, 0)
    if is_not_yet(text):
        return ambiguous_if_in_range(question, (0,), "meant")
    return None

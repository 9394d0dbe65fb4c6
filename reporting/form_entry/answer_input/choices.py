"""Yes or no, and one of several options."""

from __future__ import annotations

import re

from reporting.form_entry.answer_input.answer import (
    NIL,
    AmbiguousAnswer,
    Answer,
    AnswerReading,
    ClearAnswer,
    RejectedAnswer,
)
from reporting.form_entry.answer_input.phrases import NO_WORDS, is_as_above, is_nil, is_nothing, strip_courtesies
from reporting.plan.form import Question
from reporting.text import fold

_YES = {"co", "c", "dung", "dung vay", "phai", "yes", "y", "roi", "da", "da co", "co roi", "da xay dung", "vang", "ok"}
_NO = {"khong", "ko", "k", "kg", "khg", "kh", "chua", "chua co", "no", "n", "sai"}
_NO_AT_ALL = re.compile(rf"(?:{NO_WORDS}) ?(?:co|phai)")
_MARKS = {"x": True, "v": True, "1": True, "+": True, "0": False, "✓": True, "✔": True}
_NOT_KNOWN = re.compile(rf"\b(?:{NO_WORDS}|chua) ?(?:ro|biet|chac|nam)\b")
_MAX_CANDIDATES = 5


def read_yes_no(text: str) -> AnswerReading:
    """ "có", "c", "rồi" → yes; "không", "ko", "chưa" → no; more words or a mark are to be confirmed."""
    phrase = strip_courtesies(fold(text)) or fold(text)
    if phrase in _YES or phrase in _NO or _NO_AT_ALL.fullmatch(phrase):
        return ClearAnswer(Answer.given(phrase in _YES))
    if phrase in _MARKS:
        return AmbiguousAnswer((Answer.given(_MARKS[phrase]),), "meant")
    if is_nil(phrase):
        return AmbiguousAnswer((Answer.given(False), NIL), "meant")
    if is_as_above(phrase):
        return RejectedAnswer("as_above")
    if is_nothing(phrase):
        return RejectedAnswer("empty")
    if _NOT_KNOWN.search(phrase):
        return RejectedAnswer("not_yes_no")
    first = phrase.split()[0].strip(",.;:")
    if first in _YES or first in _NO:
        return AmbiguousAnswer((Answer.given(first in _YES),), "extra_words")
    return RejectedAnswer("not_yes_no")


def read_choice(question: Question, text: str) -> AnswerReading:
    """One option by its id, its number from 1, or its label; a part of a label is to be confirmed."""
    phrase = strip_courtesies(fold(text))
    for number, option in enumerate(question.options, 1):
        if phrase in (str(number), fold(option.id), fold(option.label), strip_courtesies(fold(option.label))):
            return ClearAnswer(Answer.given(option.id))
    if is_nil(phrase):
        return ClearAnswer(NIL)
    if is_as_above(phrase):
        return RejectedAnswer("as_above")
    if is_nothing(phrase):
        return RejectedAnswer("empty")
    meant = tuple(Answer.given(option.id) for option in question.options if phrase in fold(option.label))
    if meant and len(phrase) > 1 and len(meant) <= _MAX_CANDIDATES:
        return AmbiguousAnswer(meant, "meant")
    return RejectedAnswer("not_an_option", {"max": len(question.options)})

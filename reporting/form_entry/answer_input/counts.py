"""Counts as people type them: "1.234", "12 vụ", "ko", "mười hai"."""

from __future__ import annotations

import re

from reporting.form_entry.answer_input.answer import AnswerReading, RejectedAnswer
from reporting.form_entry.answer_input.bounds import ambiguous_if_in_range, clear_if_in_range
from reporting.form_entry.answer_input.numerals import NUMERAL, Numeral, read_spoken, read_written
from reporting.form_entry.answer_input.phrases import (
    ALL_UNIT_FORMS,
    SCALES,
    addends,
    no_single_number,
    strip_courtesies,
    strip_lead_in,
    unit_forms,
)
from reporting.form_entry.answer_input.zero import read_zero
from reporting.plan.form import Question
from reporting.text import fold

_TOO_LONG = 120
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_SEVERAL = re.compile(rf"{NUMERAL}(?:[^0-9]*\s{NUMERAL})+[^0-9]*")


def read_count(question: Question, text: str) -> AnswerReading:
    """A whole number, "không phát sinh", or why it is neither.

    "12 vụ" → 12 · "k" → 0 · "1.5" → 15? · "12 người" where vụ is asked → 12? · "80%" → refused ``percent``
    """
    phrase = strip_courtesies(fold(text))
    if len(phrase) > _TOO_LONG:
        return RejectedAnswer("not_a_number")
    if (nothing := read_zero(question, phrase)) is not None:
        return nothing
    if refusal := no_single_number(phrase):
        return refusal
    if parts := addends(phrase):
        return ambiguous_if_in_range(question, (sum(parts),), "sum")
    phrase = strip_lead_in(phrase)
    return _in_digits(question, phrase) or _in_words(question, phrase) or RejectedAnswer("not_a_number")


def _in_digits(question: Question, text: str) -> AnswerReading | None:
    if _SPACED.fullmatch(text):
        return ambiguous_if_in_range(
            question, (int(text.replace(" ", "")),), "grouping", instead="; ".join(text.split())
        )
    if not (match := re.match(NUMERAL, text)):
        return None
    tail = text[match.end() :].strip(" .,;:")
    if tail and _SEVERAL.fullmatch(text):
        return RejectedAnswer("several_numbers")
    numeral = read_written(match[0])
    if numeral is None:
        return RejectedAnswer("unclear_list")
    if tail in SCALES:
        return _scaled(question, numeral, SCALES[tail])
    if numeral.fraction or not numeral.sure:
        return _grouped(question, numeral)
    return _with_tail(question, numeral.whole, tail)


def _grouped(question: Question, numeral: Numeral) -> AnswerReading:
    """ "1.5" is perhaps 15, "1,234" 1234, "12,0" 12; "0,5" and "1.234,5" are no counts."""
    if not numeral.fraction or not numeral.fraction.strip("0"):
        return ambiguous_if_in_range(question, (numeral.whole,), "grouping")
    if numeral.sure or numeral.whole == 0 or len(numeral.fraction) > 3:
        return RejectedAnswer("decimal")
    return ambiguous_if_in_range(question, (int(f"{numeral.whole}{numeral.fraction}"),), "grouping")


def _scaled(question: Question, numeral: Numeral, scale: int) -> AnswerReading:
    """ "5k" is perhaps 5.000, "1,2k" 1.200."""
    shifted = numeral.whole * 10 ** len(numeral.fraction) + int(numeral.fraction or 0)
    value, rest = divmod(shifted * scale, 10 ** len(numeral.fraction))
    return RejectedAnswer("decimal") if rest else ambiguous_if_in_range(question, (value,), "scale")


def _in_words(question: Question, text: str) -> AnswerReading | None:
    words = text.split()
    if not (spoken := read_spoken(words)):
        return None
    value, length = spoken
    return _with_tail(question, value, " ".join(words[length:]))


def _with_tail(question: Question, value: int, tail: str) -> AnswerReading | None:
    """What stands after the number: nothing or the unit asked for is clear, another unit or more words are not."""
    own = unit_forms(fold(question.unit))
    if not tail or tail in own or (not own and tail in ALL_UNIT_FORMS):
        return clear_if_in_range(question, value)
    if tail in ALL_UNIT_FORMS:
        return ambiguous_if_in_range(question, (value,), "other_unit")
    if any(tail.startswith(f"{form} ") for form in own):
        known = set(re.findall(r"\w+", f"{fold(question.label)} {fold(question.unit)}"))
        if set(tail.split()) <= known:
            return clear_if_in_range(question, value)
        return ambiguous_if_in_range(question, (value,), "extra_words")
    return None

"""Sums of money as people type them, in đồng: "350tr", "1,2 tỷ", "1tr5", "1 tỷ 200 triệu"."""

from __future__ import annotations

import re

from reporting.form_entry.answer_input.answer import AnswerReading, RejectedAnswer
from reporting.form_entry.answer_input.bounds import ambiguous_if_in_range, clear_if_in_range
from reporting.form_entry.answer_input.numerals import NUMERAL, Numeral, read_spoken, read_written
from reporting.form_entry.answer_input.phrases import SCALES, no_single_number, strip_courtesies, strip_lead_in
from reporting.form_entry.answer_input.zero import read_zero
from reporting.plan.form import Question
from reporting.text import fold

_TOO_LONG = 120
_SCALE = r"(?:ty|ti|trieu|tr|nghin|ngan|k)"
_DONG = re.compile(r"\s*(?:dong|vnd|d)$")
_ONE = re.compile(rf"({NUMERAL}) ?({_SCALE})")
_AND_A_BIT = re.compile(rf"([0-9]{{1,12}}) ?({_SCALE}) ?([0-9]{{1,3}}|ruoi)")
_STEPS = re.compile(rf"[0-9.]{{1,15}} ?{_SCALE}(?:[, ]*[0-9.]{{1,15}} ?{_SCALE})+")
_SMALL = 1_000
"""An amount below this, without a scale, was hardly meant in đồng."""


def read_money(question: Question, text: str) -> AnswerReading:
    """Integer đồng, "không phát sinh", or why it is neither.

    "5k" → 5.000 · "k" → 0 · "350" → 350 triệu, 350 nghìn, 350 đồng?
    """
    phrase = strip_courtesies(fold(text))
    if len(phrase) > _TOO_LONG:
        return RejectedAnswer("not_money")
    if (nothing := read_zero(question, phrase)) is not None:
        return nothing
    if not _AND_A_BIT.fullmatch(phrase) and (refusal := no_single_number(phrase)):
        return refusal
    return _amount(question, _DONG.sub("", strip_lead_in(phrase))) or RejectedAnswer("not_money")


def _amount(question: Question, text: str) -> AnswerReading | None:
    if re.fullmatch(NUMERAL, text):
        return _without_scale(question, text)
    if match := _ONE.fullmatch(text):
        return _with_scale(question, read_written(match[1]), SCALES[match[2]])
    if match := _AND_A_BIT.fullmatch(text):
        return _and_a_bit(question, int(match[1]), SCALES[match[2]], "5" if match[3] == "ruoi" else match[3])
    if _STEPS.fullmatch(text):
        return _in_steps(question, text)
    words = text.split()
    value = read_spoken(words)
    return clear_if_in_range(question, value[0]) if value and value[1] == len(words) else None


def _without_scale(question: Question, text: str) -> AnswerReading:
    numeral = read_written(text)
    if numeral is None:
        return RejectedAnswer("unclear_list")
    if numeral.fraction:
        if numeral.sure:
            return RejectedAnswer("decimal")
        return _choose_scale(question, numeral, (10**9, 10**6))
    if not numeral.sure:
        return ambiguous_if_in_range(question, (numeral.whole,), "amount")
    if 0 < numeral.whole < _SMALL:
        return _choose_scale(question, numeral, (10**6, 10**3, 1))
    return clear_if_in_range(question, numeral.whole)


def _choose_scale(question: Question, numeral: Numeral, scales: tuple[int, ...]) -> AnswerReading:
    values = [value for scale in scales if (value := _times(numeral, scale)) is not None]
    return ambiguous_if_in_range(question, values, "money_unit") if values else RejectedAnswer("decimal")


def _with_scale(question: Question, numeral: Numeral | None, scale: int) -> AnswerReading:
    """ "1,234 tỷ" may be 1,234 or 1.234 tỷ; every other fraction is one ("1,2 tỷ", "1.2 ty")."""
    if numeral is None:
        return RejectedAnswer("unclear_list")
    value = _times(numeral, scale)
    if value is None:
        return RejectedAnswer("decimal")
    if not numeral.sure and not numeral.fraction:
        thousandth = numeral.whole * scale // 1000
        return ambiguous_if_in_range(question, (thousandth, value), "amount")
    return clear_if_in_range(question, value)


def _and_a_bit(question: Question, whole: int, scale: int, part: str) -> AnswerReading:
    """ "1tr5" is 1,5 triệu, "12 tỷ 500" 12 tỷ 500 triệu either way; "1 tỷ 50" may be 1 tỷ 50 triệu or 1,50 tỷ."""
    values = (whole * scale + int(part) * scale // 1000, _times(Numeral(whole, part), scale))
    if len(part) == 1 or values[0] == values[1]:
        return clear_if_in_range(question, values[1]) if values[1] is not None else RejectedAnswer("decimal")
    return ambiguous_if_in_range(question, dict.fromkeys(value for value in values if value is not None), "amount")


def _in_steps(question: Question, text: str) -> AnswerReading:
    """ "1 tỷ 200 triệu": each scale smaller than the one before."""
    total, limit = 0, 10**12
    for numeral, scale in _ONE.findall(text):
        part, factor = read_written(numeral), SCALES[scale]
        if part is None or part.fraction or factor >= limit or part.whole * factor >= limit:
            return RejectedAnswer("not_money")
        total, limit = total + part.whole * factor, factor
    return clear_if_in_range(question, total)


def _times(numeral: Numeral, scale: int) -> int | None:
    """Exact, or ``None`` where a fraction of a đồng would be left."""
    shifted = int(f"{numeral.whole}{numeral.fraction}") * scale
    value, rest = divmod(shifted, 10 ** len(numeral.fraction))
    return None if rest else value

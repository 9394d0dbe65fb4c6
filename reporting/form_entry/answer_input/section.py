"""A whole section answered in one message: values in order, or "mã: giá trị" lines in any order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from reporting.form_entry.answer_input import value_list
from reporting.form_entry.answer_input.answer import AmbiguousAnswer, Answer, AnswerReading, ClearAnswer, RejectedAnswer
from reporting.form_entry.answer_input.keyed_lines import KeyedLine, keyed_lines
from reporting.form_entry.answer_input.reading import read
from reporting.plan.form import Question

_TEXTS = ("short_text", "long_text")


class AmbiguousLine(NamedTuple):
    """A text with more than one reading: as it was typed (``raw``), and without the key before it (``value``)."""

    question_id: str
    reading: AmbiguousAnswer
    raw: str
    value: str


class RejectedLine(NamedTuple):
    """A rejected answer: its line or position (from 1); the text; a code of ``REFUSALS``; its question."""

    line: int
    raw: str
    code: str
    params: Mapping[str, int | str]
    question_id: str | None = None


@dataclass(frozen=True)
class SectionReading:
    """The answers of one message. ``repeated``: questions with several lines that differ; the last one counts."""

    accepted: tuple[tuple[str, Answer], ...] = ()
    ambiguous: tuple[AmbiguousLine, ...] = ()
    rejected: tuple[RejectedLine, ...] = ()
    repeated: tuple[str, ...] = ()


def read_section(
    questions: Sequence[Question],
    text: str,
    today: date,
    numbers: Mapping[str, int],
    start: str | None = None,
    reach: Sequence[Question] | None = None,
) -> SectionReading:
    """Read a message as the answers of a section.

    ``questions`` are the section's, as asked now; values in order begin at ``start`` (default: the first). Lines may
    name any question in ``reach`` (default: ``questions``) by its number in ``numbers``, its id or its name. Where
    ``start`` is a text question the whole message is its answer; for a short text unless all of it is such lines. As
    many values as the section has questions answer it from its first question; too many values are rejected.

    "12 vụ, 10, 9" → c01, c02, c03 · "6: 25" / "7=24" / "9 abc" → c06, c07, and line 3 rejected.
    """
    order = list(questions)
    if start is not None:
        order = order[next((at for at, question in enumerate(order) if question.id == start), 0) :]
    if not order:
        return SectionReading()
    reach = questions if reach is None else reach
    if order[0].kind in _TEXTS and not _is_keyed(order[0], text, reach, numbers):
        return _collect([(1, order[0], text, text, read(order[0], text, today))])
    if lines := keyed_lines(text, reach, numbers):
        return _by_key(lines, {question.id: question for question in reach}, numbers, today)
    figure_questions = [question for question in questions if question.kind not in _TEXTS]
    return _in_order([question for question in order if question.kind not in _TEXTS], figure_questions, text, today)


def _is_keyed(question: Question, text: str, reach: Sequence[Question], numbers: Mapping[str, int]) -> bool:
    """Whether a message to a short text is lines for questions all the same: "18: 3" is no remark."""
    lines = keyed_lines(text, reach, numbers) if question.kind == "short_text" else ()
    return bool(lines) and all(line.is_known for line in lines)


_Read = tuple[int, Question, str, str, AnswerReading]
"""Line or position, question, the line, the line without its key, how that reads."""


def _collect(readings: Sequence[_Read], rejected: Sequence[RejectedLine] = ()) -> SectionReading:
    wrong = [
        RejectedLine(line, raw, reading.code, reading.params, question.id)
        for line, question, raw, _, reading in readings
        if isinstance(reading, RejectedAnswer)
    ]
    return SectionReading(
        tuple(
            (question.id, reading.answer) for _, question, _, _, reading in readings if isinstance(reading, ClearAnswer)
        ),
        tuple(
            AmbiguousLine(question.id, reading, raw, value)
            for _, question, raw, value, reading in readings
            if isinstance(reading, AmbiguousAnswer)
        ),
        tuple(sorted(chain(rejected, wrong), key=lambda line: line.line)),
    )


def _by_key(
    lines: Sequence[KeyedLine], reach: Mapping[str, Question], numbers: Mapping[str, int], today: date
) -> SectionReading:
    readings: dict[str, _Read] = {}
    rejected: list[RejectedLine] = []
    repeated: set[str] = set()
    for line in lines:
        question = reach.get(line.key)
        if question is None:
            rejected.append(_rejected_key(line, numbers))
            continue
        reading = read(question, line.value, today)
        before = readings.get(question.id)
        if isinstance(reading, RejectedAnswer) and before is not None:
            rejected.append(RejectedLine(line.number, line.raw, reading.code, reading.params, question.id))
            continue
        if before is not None and not isinstance(before[-1], RejectedAnswer) and before[-1] != reading:
            repeated.add(question.id)
        readings[question.id] = (line.number, question, line.raw, line.value, reading)
    in_form_order = [readings[question_id] for question_id in reach if question_id in readings]
    asked_twice = tuple(question_id for question_id in reach if question_id in repeated)
    return replace(_collect(in_form_order, rejected), repeated=asked_twice)


def _rejected_key(line: KeyedLine, numbers: Mapping[str, int]) -> RejectedLine:
    if line.is_known:
        return RejectedLine(line.number, line.raw, "not_asked", {"key": str(numbers[line.key])}, line.key)
    if line.key:
        return RejectedLine(line.number, line.raw, "unknown_number", {"key": line.key})
    return RejectedLine(line.number, line.raw, "no_key", {})


def _in_order(order: Sequence[Question], section: Sequence[Question], text: str, today: date) -> SectionReading:
    rows = value_list.rows(text)
    whole = read(order[0], text, today)
    if len(rows) > 1 and not _one_answer(rows, order, whole, text):
        return _fill([value for row in rows for value in _expand(row, order)], order, section, text, today)
    several = _several(rows[0], order, whole) if len(rows) == 1 else None
    if isinstance(several, list):
        return _fill(several, order, section, text, today)
    return _collect([(1, order[0], text.strip(), text.strip(), several or whole)])


def _one_answer(rows: Sequence[str], order: Sequence[Question], whole: AnswerReading, text: str) -> bool:
    """Whether what looks like a list answers one question: "có, đang hoạt động tốt"."""
    if isinstance(whole, RejectedAnswer) or "\n" in text.strip():
        return False
    return len(order) == 1 or any(row and value_list.values(row) is None for row in rows)


def _expand(row: str, order: Sequence[Question]) -> list[str]:
    """The values of one row of several: "12 10" is two, "1,5", "1 tỷ 200 triệu" and what is not understood is one."""
    if not row or value_list.maybe_one_number(row) or any(question.kind == "money" for question in order):
        return [row]
    return value_list.values(row) or [row]


def _several(row: str, order: Sequence[Question], whole: AnswerReading) -> list[str] | AnswerReading | None:
    """A row as a list of values; or the whole as one value, the list as its other reading; ``None``: no list."""
    values = value_list.values(row)
    if isinstance(whole, ClearAnswer) or values is None or len(values) < 2:
        return None
    if isinstance(whole, AmbiguousAnswer) and value_list.maybe_one_number(row):
        return replace(whole, alternative_text="; ".join(values) if len(values) <= len(order) else None)
    if value_list.maybe_no_or_two(row) and any(question.kind == "yes_no" for question in order[: len(values) + 1]):
        return RejectedAnswer("unclear_list")
    return values


def _fill(
    values: Sequence[str], order: Sequence[Question], section: Sequence[Question], text: str, today: date
) -> SectionReading:
    """The values to the questions from the open one on; as many as the whole section has answer it anew."""
    if len(values) == len(section):
        order = section
    if len(values) > len(order):
        params = {"asked": len(order), "got": len(values)}
        return SectionReading(rejected=(RejectedLine(1, text.strip(), "too_many", params),))
    pairs = zip(order, values, strict=False)
    return _collect(
        [(at, question, raw, raw, read(question, raw, today)) for at, (question, raw) in enumerate(pairs, 1)]
    )

"""One pasted narrative, split under the plan's headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from reporting.form_entry.answer_input.answer import Answer, ClearAnswer, RejectedAnswer
from reporting.form_entry.answer_input.reading import read
from reporting.form_entry.answer_input.section import RejectedLine
from reporting.plan.form import Question
from reporting.text import clean, fold

_NUMBERING = re.compile(r"^[#*\s]*(?:(?:mục|phần|câu)\s*)?([0-9]{1,2}|[ivxIVX]{1,4}|[a-zđA-ZĐ])\s*[.):/-]\s*")
_NO_LETTERS = re.compile(r"[\W_]+")
_SURE, _NUMBERED = 0.86, 0.7
"""How alike a line and a heading must be, from 0 to 1; less behind the plan's own number."""
_MARK = re.compile(r"[:.;–—-]+")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class HeadingsReading:
    """The answers of a narrative. ``unassigned_text`` stood before the first heading, or is all of it."""

    accepted: tuple[tuple[str, Answer], ...]
    unassigned_text: str
    rejected: tuple[RejectedLine, ...]


def read_headings(questions: Sequence[Question], text: str, today: date) -> HeadingsReading:
    """Split a pasted narrative at the lines that are headings, however numbered, with or without diacritics.

    "1. Cong tac lanh dao, chi dao: đã ban hành 3 văn bản" → n1: "đã ban hành 3 văn bản". A question's label is its
    heading's title, ``heading`` the plan's number.
    """
    bodies: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    unassigned: list[str] = []
    body_lines = unassigned
    for number, line in enumerate(clean(text).split("\n"), 1):
        question, rest = _heading(line, questions)
        if question is not None:
            body_lines = bodies.setdefault(question.id, [])
            places.setdefault(question.id, number)
        if rest or question is None:
            body_lines.append(rest)
    accepted, rejected = [], []
    for question in questions:
        body = "\n".join(bodies.get(question.id, ())).strip()
        reading = read(question, body, today) if body else None
        if isinstance(reading, ClearAnswer):
            accepted.append((question.id, reading.answer))
        elif isinstance(reading, RejectedAnswer):
            rejected.append(RejectedLine(places[question.id], body, reading.code, reading.params, question.id))
    return HeadingsReading(tuple(accepted), "\n".join(unassigned).strip(), tuple(rejected))


def _heading(line: str, questions: Sequence[Question]) -> tuple[Question | None, str]:
    """The question whose heading this line is, and what the line says after it; (``None``, the line) for body text."""
    numbering = _NUMBERING.match(line)
    number, title = (numbering[1], line[numbering.end() :]) if numbering else ("", line)
    best_question, alike, rest = None, 0.0, line
    for question in questions:
        needed = _NUMBERED if number and number == question.heading else _SURE
        label = _plain(question.label)
        for head, after in _heads(title, label, bool(numbering)):
            ratio = _likeness(_plain(head), label, max(needed, alike))
            if ratio > alike:
                best_question, alike, rest = question, ratio, after
    return best_question, rest


def _likeness(head: str, label: str, needed: float) -> float:
    """From 0 to 1; 0 where it is below ``needed``."""
    matcher = SequenceMatcher(None, head, label, autojunk=False)
    if matcher.real_quick_ratio() < needed or matcher.quick_ratio() < needed:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= needed else 0.0


def _heads(title: str, label: str, numbered: bool) -> list[tuple[str, str]]:
    """Where a heading may end in its line: at the end, at a mark, or — behind a number — after as many words."""
    cuts = [(len(title), len(title))]
    cuts += [(match.start(), match.end()) for match in _MARK.finditer(title, 0, 2 * len(label) + 20)]
    words, count = list(_WORD.finditer(title)), len(label.split())
    if numbered and len(words) > count:
        cuts.append((words[count - 1].end(), words[count - 1].end()))
    likely = range(len(label) // 2, 2 * len(label) + 1)
    return [(title[:end], title[begin:].strip()) for end, begin in cuts if end in likely]


def _plain(text: str) -> str:
    return _NO_LETTERS.sub(" ", fold(text)).strip()

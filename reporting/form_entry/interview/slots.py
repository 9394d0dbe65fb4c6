"""The questions one unit is asked, in order: the form's sections, those of the zone sheet once for every commune."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from reporting.form_entry.answer_input import Answer
from reporting.plan.form import Form, Question, Section


class Zone(Protocol):
    """A commune under transformation."""

    @property
    def id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class QuestionSlot:
    """One question, asked about one commune or none: ``c06@17`` is question 6 about the commune with id 17.

    ``number`` is fixed per form and shared by the zones; a hidden question leaves a gap.
    """

    key: str
    number: int
    question: Question
    section: Section
    zone: Zone | None = None
    zone_index: int = 0
    zone_count: int = 0

    @property
    def part(self) -> tuple[str, int]:
        """The id of its section and the number of its commune: questions alike in both are answered together."""
        return self.section.id, self.zone_index


Answers = Mapping[str, Answer]
"""The answers given so far, by key."""


def key_of(field: str, zone: Zone | None = None) -> str:
    """→ ``c01``, ``c01@17``."""
    return field if zone is None else f"{field}@{zone.id}"


def beside(key: str, field: str) -> str:
    """The key of another question about the same commune: ``c01@17``, ``c02`` → ``c02@17``."""
    _, at, zone_id = key.partition("@")
    return f"{field}{at}{zone_id}"


def slots(form: Form, zones: Sequence[Zone]) -> tuple[QuestionSlot, ...]:
    """Every question of the form, hidden ones too.

    Consecutive repeated sections are one sheet: all of it for the first commune, then for the next; left out where no
    commune is selected.
    """
    question_slots: list[QuestionSlot] = []
    for repeated, sections in groupby(form.sections, key=lambda section: section.repeat is not None):
        block = list(sections)
        if not repeated:
            question_slots += (_slot(form, section, question) for section in block for question in section.questions)
        for index, zone in enumerate(zones if repeated else (), 1):
            question_slots += (
                _slot(form, section, question, zone, index, len(zones))
                for section in block
                for question in section.questions
            )
    return tuple(question_slots)


def _slot(
    form: Form, section: Section, question: Question, zone: Zone | None = None, index: int = 0, of: int = 0
) -> QuestionSlot:
    key = key_of(question.id, zone)
    return QuestionSlot(key, form.numbers[question.id], question, section, zone, index, of)


def always_asked(form: Form, zones: Sequence[Zone]) -> frozenset[str]:
    """The keys of the questions asked whatever is answered: the N of "9/N câu" in lists is their number."""
    return frozenset(
        slot.key
        for slot in slots(form, zones)
        if slot.question.visible_if is None and not slot.question.not_through_chat
    )

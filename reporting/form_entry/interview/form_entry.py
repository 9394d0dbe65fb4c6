"""A report being filled in: which questions are asked, which are answered, which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import groupby

from reporting.form_entry.answer_input import OFF_CHANNEL, Answer
from reporting.form_entry.interview.slots import Answers, QuestionSlot, Zone, beside, slots
from reporting.plan.form import Form


class FormEntry:
    """The questions of one report with the answers given so far.

    >>> entry.next_open(at="c05@17").key  # c05 is answered
    'c06@17'
    """

    def __init__(self, form: Form, zones: Sequence[Zone], answers: Answers) -> None:
        self.form, self.zones, self.answers = form, tuple(zones), answers
        self.slots = slots(form, zones)
        self._places = {slot.key: place for place, slot in enumerate(self.slots)}
        self._sections = {part: tuple(group) for part, group in groupby(self.slots, key=lambda slot: slot.part)}

    def with_answers(self, answers: Answers) -> FormEntry:
        """The same questions with these answers instead."""
        other = copy(self)
        other.answers = answers
        return other

    @property
    def total(self) -> int:
        """The n of "Câu i/n": the questions of the form, whatever is asked of this unit."""
        return len(self.form.questions)

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __getitem__(self, key: str) -> QuestionSlot:
        return self.slots[self._places[key]]

    def place(self, key: str) -> int:
        return self._places[key]

    def answer(self, slot: QuestionSlot) -> Answer | None:
        """The answer given; "gửi bằng văn bản" for a question never asked in the chat; ``None`` where it is missing."""
        return OFF_CHANNEL if slot.question.not_through_chat else self.answers.get(slot.key)

    def is_visible(self, slot: QuestionSlot) -> bool:
        """Whether its condition holds for its commune; one without ``is`` holds once the other question is answered."""
        condition = slot.question.visible_if
        if condition is None:
            return True
        other = self.answers.get(beside(slot.key, condition.field))
        if other is None or other.state != "given":
            return False
        return condition.is_ is None or other.value == condition.is_

    def is_asked(self, slot: QuestionSlot) -> bool:
        return not slot.question.not_through_chat and self.is_visible(slot)

    @property
    def visible(self) -> tuple[QuestionSlot, ...]:
        """The questions that the report contains: all but the hidden ones."""
        return tuple(slot for slot in self.slots if self.is_visible(slot))

    @property
    def asked(self) -> tuple[QuestionSlot, ...]:
        return tuple(slot for slot in self.slots if self.is_asked(slot))

    def next_open(self, at: str | None = None) -> QuestionSlot | None:
        """The next question without an answer: from the key ``at`` on, then from the beginning; ``None`` at the end."""
        start = self._places[at] if at else 0
        around = (*self.slots[start:], *self.slots[:start])
        return next((slot for slot in around if self.is_asked(slot) and slot.key not in self.answers), None)

    def following(self, key: str) -> QuestionSlot | None:
        """The question asked next, answered or not; ``None`` at the last."""
        later = self.slots[self._places[key] + 1 :]
        return next((slot for slot in later if self.is_asked(slot)), None)

    def before(self, key: str) -> QuestionSlot | None:
        """The question asked before, answered or not; ``None`` at the first."""
        earlier = self.slots[: self._places[key]]
        return next((slot for slot in reversed(earlier) if self.is_asked(slot)), None)

    def part(self, slot: QuestionSlot) -> tuple[QuestionSlot, ...]:
        """The questions asked together with ``slot``: its section, of its commune."""
        return tuple(other for other in self._sections[slot.part] if self.is_asked(other))

    def section(self, slot: QuestionSlot) -> tuple[QuestionSlot, ...]:
        """All questions of the slot's section and commune, hidden ones too: those that "câu 14–17" counts."""
        return self._sections[slot.part]

    @property
    def sections(self) -> tuple[tuple[QuestionSlot, ...], ...]:
        """Every section of every commune, with all its questions."""
        return tuple(self._sections.values())

    def parts(self) -> tuple[tuple[QuestionSlot, ...], ...]:
        """The asked questions, grouped by section and commune, in order."""
        return tuple(tuple(group) for _, group in groupby(self.asked, key=lambda slot: slot.part))

    def missing(self) -> tuple[QuestionSlot, ...]:
        """The required questions without an answer: the report cannot be submitted without them."""
        return tuple(slot for slot in self.asked if slot.question.required and slot.key not in self.answers)

    def reachable(self, slot: QuestionSlot) -> tuple[QuestionSlot, ...]:
        """The questions that ``mã: giá trị`` lines may answer here: of the same commune and of no commune, hidden too.

        From a section without communes also those of the commune, where there is only one.
        """
        zone = slot.zone_index or (1 if len(self.zones) == 1 else 0)
        return tuple(
            other for other in self.slots if other.zone_index in (0, zone) and not other.question.not_through_chat
        )

    @property
    def question_count(self) -> int:
        """How many questions are asked with the answers so far: the N of "9/N câu"."""
        return len(self.asked)

    @property
    def answered_count(self) -> int:
        """How many of them are answered."""
        return sum(slot.key in self.answers for slot in self.asked)

    @property
    def is_nil(self) -> bool:
        """Whether nothing at all is reported: "không phát sinh" for the whole period."""
        return all(answer.state != "given" for _, answer in self.answered)

    @property
    def answered(self) -> tuple[tuple[QuestionSlot, Answer], ...]:
        """The questions of the report with their answers, in order, without hidden questions."""
        return tuple((slot, answer) for slot in self.visible if (answer := self.answer(slot)) is not None)

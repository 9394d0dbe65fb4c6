"""What a workbook is drawn from, and how it is laid out: rows are questions, columns are places.

Every sheet of questions tells what its cells mean in a hidden first column: a question's id beside its row, and
``@places`` beside a hidden row that names the place of each answer column by its unit code (``-``: the unit itself).
So a row moved or inserted takes its meaning along.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot, Zone, key_of
from reporting.integrity.submission_document import ReportIdentity
from reporting.plan.form import Form, Question, Section

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLACES, OWN = "@places", "-"
IDENTITY = "_baocao"
"""The hidden sheet: ``plan | ca-mau-2026`` and so on, then ``given | c06 | MAU-0501 | 25`` for what stood there."""


@dataclass(frozen=True, slots=True)
class WorkbookLabels:
    """The words of a workbook, in one language."""

    guide: str
    figures: str
    texts: str
    number: str
    question: str
    unit: str
    before: str
    answer: str
    yes: str
    no: str
    nil: str
    off_channel: str


@dataclass(frozen=True, slots=True)
class WorkbookTemplate:
    """One report as a workbook: what it is (``subject``), what it says at the top, its questions and present answers.

    ``facts`` are named lines ("Hạn gửi", "trước ngày 25/5"), ``how`` says how it is filled in; ``own`` is the name of
    the unit that reports; ``earlier`` are the figures of the year before, by key.
    """

    subject: ReportIdentity
    title: str
    facts: Sequence[tuple[str, str]]
    how: Sequence[str]
    own: str
    entry: FormEntry
    earlier: Mapping[str, Answer]
    labels: WorkbookLabels


@dataclass(frozen=True, slots=True)
class TemplateBlock:
    """Consecutive sections asked about the same places: of every commune, or (``None``) of the unit itself."""

    sections: tuple[Section, ...]
    places: tuple[Zone | None, ...]
    narrative: bool

    def key(self, question: Question, place: Zone | None) -> str:
        return key_of(question.id, place)


def blocks(walk: FormEntry) -> Iterator[TemplateBlock]:
    """The form in its order; the sheet of communes is left out where there are none."""
    for (repeated, narrative), sections in groupby(walk.form.sections, key=_kind):
        places: tuple[Zone | None, ...] = walk.zones if repeated else (None,)
        if places:
            yield TemplateBlock(tuple(sections), places, narrative)


def _kind(section: Section) -> tuple[bool, bool]:
    return section.repeat is not None, section.is_narrative and section.repeat is None


def form_hash(form: Form) -> str:
    """Changes with what is asked, not with its wording; 16 hexadecimal digits."""
    asked = [
        [
            question.id,
            question.kind,
            question.unit,
            question.required,
            question.not_through_chat,
            [option.id for option in question.options],
        ]
        for question in form.questions
    ]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]


def cell_value(question: Question, answer: Answer | None, labels: WorkbookLabels) -> str | int | None:
    """An answer as its cell holds it; ``None`` for an empty cell (missing, or left out on purpose)."""
    if question.not_through_chat:
        return labels.off_channel
    if answer is None or answer.state == "skipped":
        return None
    if answer.state != "given" or answer.value is None:
        return labels.nil
    match question.kind:
        case "yes_no":
            return labels.yes if answer.value else labels.no
        case "choice":
            return next((option.label for option in question.options if option.id == answer.value), str(answer.value))
        case "date":
            day = date.fromisoformat(str(answer.value))
            return f"{day.day}/{day.month}/{day.year}"
    return answer.value


def place_code(slot: QuestionSlot) -> str:
    """The place of a question as a workbook names it."""
    return slot.zone.code if slot.zone else OWN

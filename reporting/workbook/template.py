"""The data of a template and the layout of its sheets: rows are questions, columns are places.

The hidden first column of a sheet has the id of the question of each row. In a hidden row above each block, marked
``@places``, each answer column has the unit code of its place (``-``: the unit itself). So the cells can still be
identified if a user moves or inserts rows.
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
"""Name of the hidden sheet. Its rows: ``plan | ca-mau-2026`` and the like, then the values of the template when it was
sent, ``given | c06 | MAU-0501 | 25``."""


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
    """One report as a workbook with its present answers.

    ``facts``: named lines ("Hạn gửi", "trước ngày 25/5"); ``how``: the instructions; ``own``: name of the unit that
    reports; ``earlier``: the figures of the year before, by key.
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
    """Consecutive sections that are asked about the same places: communes, or the unit itself (``None``)."""

    sections: tuple[Section, ...]
    places: tuple[Zone | None, ...]
    narrative: bool

    def key(self, question: Question, place: Zone | None) -> str:
        return key_of(question.id, place)


def blocks(entry: FormEntry) -> Iterator[TemplateBlock]:
    """The blocks of a form in its order; sections asked by commune are left out if there are no communes."""
    for (repeated, narrative), sections in groupby(entry.form.sections, key=_kind):
        places: tuple[Zone | None, ...] = entry.zones if repeated else (None,)
        if places:
            yield TemplateBlock(tuple(sections), places, narrative)


def _kind(section: Section) -> tuple[bool, bool]:
    return section.repeat is not None, section.is_narrative and section.repeat is None


def form_hash(form: Form) -> str:
    """A hash of the questions without their wording; 16 hexadecimal digits."""
    content = [
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
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def cell_value(question: Question, answer: Answer | None, labels: WorkbookLabels) -> str | int | None:
    """The value of the cell of an answer; ``None`` for an empty cell (answer missing or skipped)."""
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
    """The code of a question's place in a workbook."""
    return slot.zone.code if slot.zone else OWN

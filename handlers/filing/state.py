"""What the dialogs of this package store between two messages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias

from pydantic import BaseModel, Field

from handlers.turn.dialog_state import DialogState
from reporting.form_entry.answer_input import Answer

ReturnTo: TypeAlias = Literal["review", "remarks"]
"""Where an answer leads back to: the review before submitting, or the remarks on a returned report."""


class AmbiguousInput(BaseModel):
    """An answer with several readings, of which the officer chooses one.

    ``raw`` is the text as typed, ``code`` and ``params`` name the doubt, ``instead`` spells the whole text as several
    answers ("1 234" may be "1; 234").
    """

    key: str
    raw: str
    code: str
    params: dict[str, int | str]
    candidates: list[Answer]
    instead: str | None = None


class HeldAnswer(BaseModel):
    """An answer that is stored only after the officer has confirmed it.

    ``why``: a colleague has changed the stored answer meanwhile, or the text looks like personal data of these
    ``kinds``.
    """

    why: Literal["changed", "personal"]
    key: str
    answer: Answer
    kinds: list[str] = Field(default_factory=list)


class ReportDialogState(DialogState):
    """A dialog about one report of the officer's unit; ``obligation`` is its id."""

    obligation: int


class InterviewState(ReportDialogState):
    """The question by question interview. ``at`` is the key of the open question ("c06@17").

    ``seen``: the answers of its section as they were last shown to this officer, by key. ``unsure`` and ``held``: the
    answers that wait for the officer's decision, in the order in which they are asked about.
    """

    dialog = "filing.interview"
    at: str
    then: ReturnTo | None = None
    seen: dict[str, Answer] = Field(default_factory=dict)
    unsure: list[AmbiguousInput] = Field(default_factory=list)
    held: list[HeldAnswer] = Field(default_factory=list)

    @property
    def waiting_keys(self) -> set[str]:
        """The questions whose answers wait for a decision."""
        return {doubt.key for doubt in self.unsure} | {held.key for held in self.held}

    def drop_waiting(self, keys: Collection[str]) -> None:
        """Forgets what waits for a decision about these questions."""
        self.unsure = [doubt for doubt in self.unsure if doubt.key not in keys]
        self.held = [held for held in self.held if held.key not in keys]


class ReviewState(ReportDialogState):
    """The review before submitting; ``finding`` is the id of the warning that a typed reason confirms."""

    dialog = "filing.review"
    finding: str | None = None


class QuestionChoiceState(ReportDialogState):
    """The choice of a question to correct; ``then`` is handed on to the interview."""

    dialog = "filing.question_choice"
    then: ReturnTo | None = None


class SignedDocumentState(ReportDialogState):
    """The question for number and date of the signed document."""

    dialog = "filing.signed_document"


class ExplanationState(ReportDialogState):
    """The question why the answer ``at`` (a key), which was remarked upon, stays as it is."""

    dialog = "filing.explanation"
    at: str


class AttachmentsState(ReportDialogState):
    """The list of attached files."""

    dialog = "filing.attachments"


class WorkbookState(ReportDialogState):
    """The answers of a filled spreadsheet that would replace others or look like personal data; all by key.

    ``seen``: the present answers as shown beside them. ``cells``: where the new ones stand ("D7").
    """

    dialog = "filing.workbook"
    answers: dict[str, Answer]
    seen: dict[str, Answer]
    cells: dict[str, str]

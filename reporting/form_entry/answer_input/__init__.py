"""Typed text → the answer to a question, several possible readings, or the reason why it is no answer."""

from reporting.form_entry.answer_input.answer import (
    DOUBTS,
    NIL,
    OFF_CHANNEL,
    REFUSALS,
    SKIPPED,
    AmbiguousAnswer,
    Answer,
    AnswerReading,
    ClearAnswer,
    RejectedAnswer,
)
from reporting.form_entry.answer_input.headings import HeadingsReading, read_headings
from reporting.form_entry.answer_input.reading import read
from reporting.form_entry.answer_input.section import AmbiguousLine, RejectedLine, SectionReading, read_section

__all__ = [
    "DOUBTS",
    "NIL",
    "OFF_CHANNEL",
    "REFUSALS",
    "SKIPPED",
    "AmbiguousAnswer",
    "AmbiguousLine",
    "Answer",
    "AnswerReading",
    "ClearAnswer",
    "HeadingsReading",
    "RejectedAnswer",
    "RejectedLine",
    "SectionReading",
    "read",
    "read_headings",
    "read_section",
]

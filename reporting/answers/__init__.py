"""What people type → the answer of a question, a doubt to settle, or the reason why it is none."""

from reporting.answers.answer import (
    DOUBTS,
    NIL,
    OFF_CHANNEL,
    REFUSALS,
    SKIPPED,
    Answer,
    Clear,
    Doubtful,
    Reading,
    Refused,
)
from reporting.answers.headings import HeadingsReading, read_headings
from reporting.answers.reading import read
from reporting.answers.section import Doubt, RefusedLine, SectionReading, read_section

__all__ = [
    "DOUBTS",
    "NIL",
    "OFF_CHANNEL",
    "REFUSALS",
    "SKIPPED",
    "Answer",
    "Clear",
    "Doubt",
    "Doubtful",
    "HeadingsReading",
    "Reading",
    "Refused",
    "RefusedLine",
    "SectionReading",
    "read",
    "read_headings",
    "read_section",
]

"""The answers of a report as a sheet to read: for its reviewer, and of a submitted version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from handlers.text.answers import format_answer, numbers_words
from locales import Words
from reporting.form_entry.interview import FormEntry, QuestionSlot


def answer_blocks(words: Words, entry: FormEntry, unit_id: int) -> Iterator[list[str]]:
    """The lines of one block for each commune, and of one block for the questions about no commune.

    ``unit_id``: the unit whose report it is; its own name is not repeated above its block.
    """
    for _, group in groupby(entry.visible, key=lambda slot: slot.zone_index):
        slots = list(group)
        named = [slots[0].zone.name] if slots[0].zone and slots[0].zone.id != unit_id else []
        lines = [
            line for _, part in groupby(slots, key=lambda slot: slot.part) for line in _part(words, entry, list(part))
        ]
        yield [*named, *lines]


def _part(words: Words, entry: FormEntry, part: Sequence[QuestionSlot]) -> Iterator[str]:
    """ "Hình sự (1–5): 12 · 10 · 9 · 2 · 2"; each text on a line of its own."""
    short = [slot for slot in part if slot.question.kind != "long_text"]
    if short:
        values = " · ".join(format_answer(words, slot.question, entry.answer(slot)) for slot in short)
        yield words("reports.sheet.part", title=part[0].section.title, numbers=numbers_words(short), values=values)
    texts = [slot for slot in part if slot.question.kind == "long_text"]
    if not texts:
        return
    given = [slot for slot in texts if (answer := entry.answer(slot)) is not None and answer.state == "given"]
    yield words(
        "reports.sheet.texts",
        title=part[0].section.title,
        numbers=numbers_words(texts),
        given=len(given),
        count=len(texts),
    )
    for slot in given:
        yield f" {slot.number}. {slot.question.name}: {format_answer(words, slot.question, entry.answer(slot))}"

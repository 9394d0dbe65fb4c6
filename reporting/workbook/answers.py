"""The entries of a filled workbook as answers of a report: all of them, or the reasons cell by cell why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reporting.form_entry.answer_input import Answer, Clear, Doubtful, Refused, read
from reporting.form_entry.interview import Slot, Walk
from reporting.workbook.reading import Entry
from reporting.workbook.template import place_code


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that is no answer. ``slot`` is ``None`` where the report has no such question or no such commune.

    ``why`` is how its text reads, or a problem of the cell itself ("formula", "fraction", "no_such_place", …).
    """

    entry: Entry
    slot: Slot | None
    why: Refused | Doubtful | str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a filled workbook gives: answers by key with the entries they stand in, and what is wrong."""

    answers: Mapping[str, Answer]
    entries: Mapping[str, Entry]
    wrong: tuple[Wrong, ...]


def read_entries(walk: Walk, entries: Iterable[Entry], today: date) -> SheetReading:
    """Each cell is read as if it had been typed. A cell left as it was given out overrides no answer, but fills a gap.

    What was answered stays hidden or shown by what the workbook says, not by what stood before.
    """
    slots = {(slot.question.id, place_code(slot)): slot for slot in walk.slots if not slot.question.not_through_chat}
    answers: dict[str, Answer] = {}
    entry_of: dict[str, Entry] = {}
    wrong: list[Wrong] = []
    for entry in entries:
        slot = slots.get((entry.question, entry.place))
        if entry.untouched and slot is not None and slot.key in walk.answers:
            continue
        answer = _answer(entry, slot, today)
        if isinstance(answer, Wrong):
            wrong.append(answer)
        elif slot is not None:
            answers[slot.key], entry_of[slot.key] = answer, entry
    wrong += _hidden(walk, answers, entry_of)
    return SheetReading(answers, entry_of, tuple(wrong))


def _answer(entry: Entry, slot: Slot | None, today: date) -> Answer | Wrong:
    if slot is None:
        return Wrong(entry, None, "no_such_place")
    if entry.problem is not None:
        return Wrong(entry, slot, entry.problem)
    reading = read(slot.question, entry.text, today)
    return reading.answer if isinstance(reading, Clear) else Wrong(entry, slot, reading)


def _hidden(walk: Walk, answers: Mapping[str, Answer], entry_of: Mapping[str, Entry]) -> Iterator[Wrong]:
    after = walk.answered({**walk.answers, **answers})
    for slot in walk.slots:
        if slot.key in answers and not after.is_visible(slot):
            yield Wrong(entry_of[slot.key], slot, Refused("not_asked", {"key": str(slot.number)}))

"""The entries of a filled workbook as answers of a report: all of them, or the reasons cell by cell why not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reporting.form_entry.answer_input import AmbiguousAnswer, Answer, ClearAnswer, RejectedAnswer, read
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.workbook.reading import CellEntry
from reporting.workbook.template import place_code


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that is no answer. ``slot`` is ``None`` where the report has no such question or no such commune.

    ``why`` is how its text reads, or a problem of the cell itself ("formula", "fraction", "no_such_place", …).
    """

    entry: CellEntry
    slot: QuestionSlot | None
    why: RejectedAnswer | AmbiguousAnswer | str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What a filled workbook gives: answers by key with the entries they stand in, and what is wrong."""

    answers: Mapping[str, Answer]
    entries: Mapping[str, CellEntry]
    wrong: tuple[WrongCell, ...]

    @property
    def secrecy_marking(self) -> str | None:
        """The secrecy marking that a cell carries: then nothing of the file is shown again, and nothing stored."""
        refused = (cell.why for cell in self.wrong if isinstance(cell.why, RejectedAnswer))
        return next((str(why.params["marking"]) for why in refused if why.code == "secret"), None)


def read_entries(walk: FormEntry, entries: Iterable[CellEntry], today: date) -> SheetReading:
    """Each cell is read as if it had been typed. A cell left as it was given out overrides no answer, but fills a gap.

    What was answered stays hidden or shown by what the workbook says, not by what stood before.
    """
    slots = {(slot.question.id, place_code(slot)): slot for slot in walk.slots if not slot.question.not_through_chat}
    answers: dict[str, Answer] = {}
    entry_of: dict[str, CellEntry] = {}
    wrong: list[WrongCell] = []
    for entry in entries:
        slot = slots.get((entry.question, entry.place))
        if entry.untouched and slot is not None and slot.key in walk.answers:
            continue
        answer = _answer(entry, slot, today)
        if isinstance(answer, WrongCell):
            wrong.append(answer)
        elif slot is not None:
            answers[slot.key], entry_of[slot.key] = answer, entry
    wrong += _hidden(walk, answers, entry_of)
    return SheetReading(answers, entry_of, tuple(wrong))


def _answer(entry: CellEntry, slot: QuestionSlot | None, today: date) -> Answer | WrongCell:
    if slot is None:
        return WrongCell(entry, None, "no_such_place")
    if entry.problem is not None:
        return WrongCell(entry, slot, entry.problem)
    reading = read(slot.question, entry.text, today)
    return reading.answer if isinstance(reading, ClearAnswer) else WrongCell(entry, slot, reading)


def _hidden(walk: FormEntry, answers: Mapping[str, Answer], entry_of: Mapping[str, CellEntry]) -> Iterator[WrongCell]:
    after = walk.with_answers({**walk.answers, **answers})
    for slot in walk.slots:
        if slot.key in answers and not after.is_visible(slot):
            yield WrongCell(entry_of[slot.key], slot, RejectedAnswer("not_asked", {"key": str(slot.number)}))

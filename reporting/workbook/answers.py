"""Conversion of the cells of a filled workbook to answers of a report, or to the reasons why a cell is not accepted."""

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
    """A cell that is not accepted as an answer. ``slot``: ``None`` if the report has no such question or commune.

    ``why``: the result of reading its text, or a problem of the cell itself ("formula", "fraction", "no_such_place").
    """

    entry: CellEntry
    slot: QuestionSlot | None
    why: RejectedAnswer | AmbiguousAnswer | str


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The contents of a filled workbook: key → answer, key → cell of the answer, and the cells not accepted."""

    answers: Mapping[str, Answer]
    entries: Mapping[str, CellEntry]
    wrong: tuple[WrongCell, ...]

    @property
    def secrecy_marking(self) -> str | None:
        """The secrecy marking that a cell carries: then nothing of the file is shown again, and nothing stored."""
        refused = (cell.why for cell in self.wrong if isinstance(cell.why, RejectedAnswer))
        return next((str(why.params["marking"]) for why in refused if why.code == "secret"), None)


def read_entries(entry: FormEntry, cells: Iterable[CellEntry], today: date) -> SheetReading:
    """Read each cell like a typed answer.

    A cell that still has the value of the template does not replace an answer, but is used where there is none.
    Whether a question is hidden is decided from the answers together with those of the workbook: the cell of a hidden
    question is not accepted. ``today``: for reading dates without a year.
    """
    slots = {(slot.question.id, place_code(slot)): slot for slot in entry.slots if not slot.question.not_through_chat}
    answers: dict[str, Answer] = {}
    cell_of: dict[str, CellEntry] = {}
    wrong: list[WrongCell] = []
    for cell in cells:
        slot = slots.get((cell.question, cell.place))
        if cell.untouched and slot is not None and slot.key in entry.answers:
            continue
        answer = _answer(cell, slot, today)
        if isinstance(answer, WrongCell):
            wrong.append(answer)
        elif slot is not None:
            answers[slot.key], cell_of[slot.key] = answer, cell
    wrong += _hidden(entry, answers, cell_of)
    return SheetReading(answers, cell_of, tuple(wrong))


def _answer(cell: CellEntry, slot: QuestionSlot | None, today: date) -> Answer | WrongCell:
    if slot is None:
        return WrongCell(cell, None, "no_such_place")
    if cell.problem is not None:
        return WrongCell(cell, slot, cell.problem)
    reading = read(slot.question, cell.text, today)
    return reading.answer if isinstance(reading, ClearAnswer) else WrongCell(cell, slot, reading)


def _hidden(entry: FormEntry, answers: Mapping[str, Answer], cell_of: Mapping[str, CellEntry]) -> Iterator[WrongCell]:
    """The cells whose question is hidden once all answers of the workbook are in place."""
    after = entry.with_answers({**entry.answers, **answers})
    for slot in entry.slots:
        if slot.key in answers and not after.is_visible(slot):
            yield WrongCell(cell_of[slot.key], slot, RejectedAnswer("not_asked", {"key": str(slot.number)}))

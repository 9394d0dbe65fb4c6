"""The text about cells of a filled spreadsheet: what is wrong with them, what they would replace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
from handlers.text.lists import upper_first
from handlers.text.workbook import MOST, wrong_cell_words
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import QuestionSlot
from reporting.workbook import WrongCell


def wrong_lines(draft: Draft, wrong: Sequence[WrongCell]) -> Iterator[str]:
    """ "Ô D7 (câu 6, xã Tân Hưng): …": the first ``MOST``, then how many more."""
    words = draft.turn.words
    yield words("text.workbook.wrong", n=len(wrong))
    for wrong_cell in wrong[:MOST]:
        yield wrong_cell_words(words, wrong_cell, question_words(draft, wrong_cell.slot) if wrong_cell.slot else "")
    if len(wrong) > MOST:
        yield words("text.workbook.and_more_errors", n=len(wrong) - MOST)
    yield words("filing.workbook.nothing_taken")


def question_words(draft: Draft, slot: QuestionSlot) -> str:
    """ "câu 6, xã Tân Hưng"; a commune's own report does not name it."""
    number = draft.turn.words("filing.workbook.question", number=slot.number)
    return f"{number}, {slot.zone.name}" if slot.zone and slot.zone.id != draft.turn.me.unit.id else number


def change_line(draft: Draft, key: str, new: Answer) -> str:
    """ "• Câu 6, xã Tân Hưng. Tiếp nhận: đang có 25 (Cán bộ mẫu Hai), tệp ghi 23"."""
    words, slot, written = draft.turn.words, draft.entry[key], draft.working_copy[key]
    place = question_words(draft, slot)
    return words(
        "filing.workbook.change",
        place=upper_first(place),
        name=slot.question.name,
        present=format_answer(words, slot.question, written.answer),
        person=written.person,
        new=format_answer(words, slot.question, new),
    )

"""How cells of a spreadsheet and what is wrong with them are told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reports.draft import Draft
from handlers.text.answers import answer_words, refusal_words
from locales import Words
from reporting.form_entry.answer_input import Answer, Doubtful, Refused
from reporting.form_entry.interview import Slot
from reporting.workbook import Wrong

MOST = 10
"""Lines told of what is wrong, and of what would change."""


def wrong_lines(draft: Draft, wrong: Sequence[Wrong]) -> Iterator[str]:
    """ "Ô D7 (câu 6, xã Tân Hưng): …", the first ten, then how many more."""
    words = draft.turn.words
    yield words("sheet.wrong", n=len(wrong))
    for one in wrong[:MOST]:
        place = question_words(draft, one.slot) if one.slot else words("sheet.cell_unknown")
        yield words("sheet.wrong_cell", cell=one.entry.cell, place=place, reason=reason_words(words, one))
    if len(wrong) > MOST:
        yield words("sheet.and_more_errors", n=len(wrong) - MOST)
    yield words("sheet.nothing_taken")


def question_words(draft: Draft, slot: Slot) -> str:
    """ "câu 6, xã Tân Hưng"; a commune's own report does not name it."""
    number = draft.turn.words("sheet.question", number=slot.number)
    return f"{number}, {slot.zone.name}" if slot.zone and slot.zone.id != draft.turn.me.unit.id else number


def change_line(draft: Draft, key: str, new: Answer) -> str:
    """ "• Câu 6, xã Tân Hưng. Tiếp nhận: đang có 25 (Cán bộ mẫu Hai), tệp ghi 23"."""
    words, slot, written = draft.turn.words, draft.walk[key], draft.written[key]
    place = question_words(draft, slot)
    return words(
        "sheet.change",
        place=place[:1].upper() + place[1:],
        name=slot.question.name,
        present=answer_words(words, slot.question, written.answer),
        person=written.person,
        new=answer_words(words, slot.question, new),
    )


def reason_words(words: Words, wrong: Wrong) -> str:
    """Why a cell is no answer."""
    slot = wrong.slot
    match wrong.why:
        case Refused(code, params):
            return refusal_words(words, code, dict(params))
        case Doubtful(candidates) if slot is not None:
            meant = " / ".join(answer_words(words, slot.question, one) for one in candidates)
            return words("sheet.doubtful", raw=wrong.entry.text[:40], meant=meant)
        case why:
            return words(f"sheet.problem.{why}", raw=wrong.entry.text[:40])

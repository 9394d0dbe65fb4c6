"""Texts of spreadsheets that several capabilities write and read."""

from __future__ import annotations

from handlers.text.answers import format_answer, refusal_words
from locales import Words
from reporting.form_entry.answer_input import AmbiguousAnswer, RejectedAnswer
from reporting.workbook import WorkbookLabels, WrongCell

MOST = 10
"""Lines of a message that list wrong cells or changed answers."""


def labels(words: Words) -> WorkbookLabels:
    """The labels of a workbook that is filled in and read again."""
    return WorkbookLabels(
        guide=words("text.workbook.label.guide"),
        figures=words("text.workbook.label.figures"),
        texts=words("text.workbook.label.texts"),
        number=words("text.workbook.label.number"),
        question=words("text.workbook.label.question"),
        unit=words("text.workbook.label.unit"),
        before=words("text.workbook.label.before"),
        answer=words("text.workbook.label.answer"),
        yes=words("common.yes"),
        no=words("common.no"),
        nil=words("text.answer.nil"),
        off_channel=words("text.answer.off_channel"),
    )


def wrong_cell_words(words: Words, wrong: WrongCell, place: str) -> str:
    """ "Ô D7 (câu 6, xã Tân Hưng): …"; ``place`` names the question and the commune, where the report has them."""
    place = place or words("text.workbook.cell_unknown")
    return words("text.workbook.wrong_cell", cell=wrong.entry.cell, place=place, reason=format_cell_error(words, wrong))


def format_cell_error(words: Words, wrong: WrongCell) -> str:
    """Why the value of a cell was not accepted."""
    slot = wrong.slot
    match wrong.why:
        case RejectedAnswer(code, params):
            return refusal_words(words, code, dict(params))
        case AmbiguousAnswer(candidates) if slot is not None:
            meant = " / ".join(format_answer(words, slot.question, candidate) for candidate in candidates)
            return words("text.workbook.doubtful", raw=wrong.entry.text[:40], meant=meant)
        case why:
            return words(f"text.workbook.problem.{why}", raw=wrong.entry.text[:40])

"""Texts of spreadsheets that several capabilities write and read."""

from __future__ import annotations

from handlers.text.answers import answer_words, refusal_words
from locales import Words
from reporting.form_entry.answer_input import Doubtful, Refused
from reporting.workbook import Labels, Wrong

MOST = 10
"""Lines told of what is wrong, and of what would change."""


def labels(words: Words) -> Labels:
    return Labels(
        guide=words("sheet.label.guide"),
        figures=words("sheet.label.figures"),
        texts=words("sheet.label.texts"),
        number=words("sheet.label.number"),
        question=words("sheet.label.question"),
        unit=words("sheet.label.unit"),
        before=words("sheet.label.before"),
        answer=words("sheet.label.answer"),
        yes=words("common.yes"),
        no=words("common.no"),
        nil=words("report.answer.nil"),
        off_channel=words("report.answer.off_channel"),
    )


def format_cell_error(words: Words, wrong: Wrong) -> str:
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

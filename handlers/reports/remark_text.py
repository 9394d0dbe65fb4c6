"""Text about the remarks a coordinator made when returning a report."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.check_text import slot_words
from handlers.reports.submission import Submission, form_entry_of
from handlers.text.answers import format_answer
from handlers.turn.context import Turn
from locales import Words
from reporting.form_entry.interview import QuestionSlot
from storage.reports import remarks
from storage.reports.obligations import Obligation
from storage.reports.remarks import Remark
from storage.units.units import Unit

REMARKS = 3
"""How many remarks of a returned report the status shows; all of them stand where they are answered."""


def remark_words(words: Words, filed: Submission, slot: QuestionSlot, reason: str) -> str:
    """ "• Câu 7. Đã xử lý · thị trấn Cái Nước: 24 — “Còn thiếu 1 tin?”"."""
    value = format_answer(words, slot.question, filed.entry.answer(slot))
    return words("reports.remark.wanted", where=slot_words(words, slot, filed.unit.id), value=value, text=reason)


def returned_lines(turn: Turn, one: Obligation, unit: Unit) -> Iterator[str]:
    """Why a report was returned: what is still to be answered; nothing for one that is not."""
    said = remarks.open_of(turn.tx, [one.id]).get(one.id, ())
    if not said:
        return
    filed = Submission(turn, one, unit)
    told = [remark for remark in said if remark.key in filed.entry]
    for remark in told[:REMARKS]:
        yield remark_line(turn.words, filed, remark)
    if len(told) > REMARKS:
        yield turn.words("reports.remark.more", n=len(told) - REMARKS)


def remark_line(words: Words, filed: Submission, one: Remark) -> str:
    """ "• Câu 7. Đã xử lý: 24 → 25 — “Còn thiếu 1 tin?”", or why it stays as it was."""
    slot = filed.entry[one.key]
    before = next((version for version in filed.versions if version.version == one.version), None)
    old = _said(filed, one.key, one.version) if before else words("reports.diff.unsaid")
    new = format_answer(words, slot.question, filed.entry.answer(slot))
    value = new if old == new else words("reports.remark.changed", before=old, after=new)
    reply = words("reports.remark.reply", text=one.reply) if one.reply else ""
    where = slot_words(words, slot, filed.unit.id)
    return words("reports.remark.line", where=where, value=value, text=one.text) + reply


def _said(filed: Submission, key: str, number: int) -> str:
    version = next(one for one in filed.versions if one.version == number)
    walk = form_entry_of(filed.turn.tx, filed.form, version)
    return format_answer(filed.turn.words, filed.entry[key].question, walk.answers.get(key))

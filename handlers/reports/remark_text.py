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


def returned_lines(turn: Turn, obligation: Obligation, unit: Unit) -> Iterator[str]:
    """Why a report was returned: what is still to be answered; nothing for one that is not."""
    said = remarks.open_of(turn.tx, [obligation.id]).get(obligation.id, ())
    if not said:
        return
    filed = Submission(turn, obligation, unit)
    notified_remarks = [remark for remark in said if remark.key in filed.entry]
    for remark in notified_remarks[:REMARKS]:
        yield remark_line(turn.words, filed, remark)
    if len(notified_remarks) > REMARKS:
        yield turn.words("reports.remark.more", n=len(notified_remarks) - REMARKS)


def remark_line(words: Words, filed: Submission, remark: Remark) -> str:
    """ "• Câu 7. Đã xử lý: 24 → 25 — “Còn thiếu 1 tin?”", or why it stays as it was."""
    slot = filed.entry[remark.key]
    before = next((version for version in filed.versions if version.version == remark.version), None)
    old = _said(filed, remark.key, remark.version) if before else words("reports.diff.unsaid")
    new = format_answer(words, slot.question, filed.entry.answer(slot))
    value = new if old == new else words("reports.remark.changed", before=old, after=new)
    reply = words("reports.remark.reply", text=remark.reply) if remark.reply else ""
    where = slot_words(words, slot, filed.unit.id)
    return words("reports.remark.line", where=where, value=value, text=remark.text) + reply


def _said(filed: Submission, key: str, number: int) -> str:
    version = next(submitted_version for submitted_version in filed.versions if submitted_version.version == number)
    walk = form_entry_of(filed.turn.tx, filed.form, version)
    return format_answer(filed.turn.words, filed.entry[key].question, walk.answers.get(key))

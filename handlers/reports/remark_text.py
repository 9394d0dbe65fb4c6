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
"""How many remarks of a returned report the status shows; the answering screen shows all."""


def remark_words(words: Words, submission: Submission, slot: QuestionSlot, reason: str) -> str:
    """ "• Câu 7. Đã xử lý · thị trấn Cái Nước: 24 — “Còn thiếu 1 tin?”"."""
    value = format_answer(words, slot.question, submission.entry.answer(slot))
    return words("reports.remark.wanted", where=slot_words(words, slot, submission.unit.id), value=value, text=reason)


def returned_lines(turn: Turn, obligation: Obligation, unit: Unit) -> Iterator[str]:
    """The remarks still to be answered, the first ``REMARKS`` of them; none for a report that was not returned."""
    open_remarks = remarks.open_of(turn.tx, [obligation.id]).get(obligation.id, ())
    if not open_remarks:
        return
    submission = Submission(turn, obligation, unit)
    requested_remarks = [remark for remark in open_remarks if remark.key in submission.entry]
    for remark in requested_remarks[:REMARKS]:
        yield remark_line(turn.words, submission, remark)
    if len(requested_remarks) > REMARKS:
        yield turn.words("reports.remark.more", n=len(requested_remarks) - REMARKS)


def remark_line(words: Words, submission: Submission, remark: Remark) -> str:
    """ "• Câu 7. Đã xử lý: 24 → 25 — “Còn thiếu 1 tin?”", or with the reason why it stays."""
    slot = submission.entry[remark.key]
    before = next((version for version in submission.versions if version.version == remark.version), None)
    old = words("reports.diff.unsaid")
    if before is not None:
        answers = form_entry_of(submission.turn.tx, submission.form, before).answers
        old = format_answer(words, slot.question, answers.get(remark.key))
    new = format_answer(words, slot.question, submission.entry.answer(slot))
    value = new if old == new else words("reports.remark.changed", before=old, after=new)
    reply = words("reports.remark.reply", text=remark.reply) if remark.reply else ""
    where = slot_words(words, slot, submission.unit.id)
    return words("reports.remark.line", where=where, value=value, text=remark.text) + reply

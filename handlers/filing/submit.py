"""Submitting a report: as reviewed, or as "không phát sinh" for the whole period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.filing import resubmit
from handlers.filing.source_changed import notify_importers
from handlers.reports.access import open_draft
from handlers.reports.check_text import check_draft
from handlers.reports.draft import Draft
from handlers.submissions import receipt
from handlers.text.report_names import full_report_name, period_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import ReportState
from reporting.figures.checks import Finding
from reporting.form_entry.answer_input import NIL, SKIPPED
from reporting.form_entry.interview import QuestionSlot
from reporting.integrity import submission_document
from reporting.integrity.document_number import paper_in
from reporting.integrity.submission_document import ReportIdentity
from storage.reports import submissions
from storage.reports.submissions import SubmittedVersion

Args = Mapping[str, Any]
CODE_LENGTH = 5
"""Random characters at the end of a receipt code."""


def fingerprint(draft: Draft) -> str:
    """A short hash of the answers, for a button: whether they are still those that were shown with it."""
    return submission_document.sha256(content(draft, {}))[:16]


def content(draft: Draft, confirmations: Mapping[str, str | None]) -> bytes:
    """The submitted document; ``confirmations``: id of a warning → reason."""
    subject = ReportIdentity(
        draft.plan.id, draft.report.id, draft.obligation.period, draft.form.id, draft.turn.me.unit.code
    )
    return submission_document.content(
        subject, draft.entry, confirmations, paper_in(draft.entry.answers), draft.entry.is_nil
    )


def submit(turn: Turn, args: Args) -> None:
    """Nộp báo cáo: submits what the review showed, and confirms its warnings with that."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    if args["seen"] != fingerprint(draft):
        turn.add_message("filing.submit.changed_meanwhile")
        return turn.run_action("filing.show_review", obligation=draft.id)
    _sign_off(draft)


def _sign_off(draft: Draft) -> None:
    """Submits a complete report and confirms its warnings; shows the review where something is left to do."""
    turn, findings = draft.turn, check_draft(draft)
    if not may_submit(draft, findings):
        turn.add_message("filing.submit.not_yet")
        return turn.run_action("filing.show_review", obligation=draft.id)
    ids = [finding.id for finding in findings if finding.severity == "warning"]
    warnings = {finding_id: draft.confirmations.get(finding_id) for finding_id in ids}
    for finding_id in warnings.keys() - draft.confirmations.keys():
        submissions.confirm(turn.tx, draft.id, finding_id, None, turn.me.person_id, turn.now)
    store_version(draft, warnings)


def may_submit(draft: Draft, findings: Sequence[Finding]) -> bool:
    """Whether no answer, no error, no reason for a warning and no remark is left to see to."""
    if draft.entry.missing() or draft.unanswered():
        return False
    return not any(finding.severity == "error" or lacks_reason(draft, finding) for finding in findings)


def lacks_reason(draft: Draft, finding: Finding) -> bool:
    """Whether a warning wants a reason that nobody has given."""
    return finding.wants_reason and not draft.confirmations.get(finding.id)


def ask_nil(turn: Turn, args: Args) -> None:
    """Không phát sinh cả kỳ: says what that means and asks for a confirmation.

    A year whose six months had figures is no nil report: its questions are answered one by one, with reasons.
    """
    draft = open_draft(turn, args["obligation"])
    if draft is None:
        return
    if draft.entry.answered_count or draft.obligation.version:
        return turn.run_action("filing.begin", obligation=draft.id)
    if begun := sum(
        bool(draft.interim_figures[slot.key].figure) for slot in draft.entry.asked if _goes_on(draft, slot)
    ):
        return _not_nil(draft, begun)
    turn.add_message(
        "filing.submit.nil", report=full_report_name(turn.words, draft.plan, draft.obligation), unit=turn.me.unit.name
    )
    before = sum(bool(figure.figure) for figure in draft.earlier.values())
    if before:
        turn.add_message("filing.submit.nil_before", n=before)
    turn.set_buttons(
        Button(
            turn.words("filing.submit.choice.nil"),
            "filing.submit_nil",
            {"obligation": draft.id},
            synonyms=("xac nhan", "dung", "co"),
        ),
        Button(turn.words("text.choice.back"), "filing.open", {"obligation": draft.id}),
    )


def _goes_on(draft: Draft, slot: QuestionSlot) -> bool:
    """Whether the year's figure contains one already reported."""
    return slot.key in draft.interim_figures and slot.question.is_figure and not slot.question.stock


def _not_nil(draft: Draft, begun: int) -> None:
    """Why the year is no nil report: ``begun`` questions of its six-month report have figures."""
    turn, words = draft.turn, draft.turn.words
    assert draft.interim is not None
    turn.add_message(
        "filing.submit.not_nil", interim=period_name(words, f"{draft.year}-{draft.interim.period}"), n=begun
    )
    turn.set_buttons(
        Button(words("filing.choice.begin"), "filing.begin", {"obligation": draft.id}),
        Button(words("text.choice.back"), "filing.open", {"obligation": draft.id}),
    )


def submit_nil(turn: Turn, args: Args) -> None:
    """Submits every required question as "không phát sinh"; the optional ones are left out."""
    draft = open_draft(turn, args["obligation"])
    if draft is None:
        return
    if draft.entry.answered_count or draft.obligation.version:
        return turn.run_action("filing.begin", obligation=draft.id)
    draft.save_answers({slot.key: NIL if slot.question.required else SKIPPED for slot in draft.entry.asked})
    _sign_off(draft)


def store_version(draft: Draft, confirmations: Mapping[str, str | None]) -> None:
    """Stores a new version and shows its receipt; for unchanged content the receipt of the newest version."""
    turn, document = draft.turn, content(draft, confirmations)
    newest = submissions.newest(turn.tx, draft.id)
    turn.start_dialog(None)
    again = newest is not None and newest.sha256 == submission_document.sha256(document)
    receipt.add_receipt(turn, newest if newest is not None and again else _submitted(draft, document), again=again)
    if draft.obligation.state == ReportState.RETURNED:
        resubmit.close_return(draft)


def _submitted(draft: Draft, document: bytes) -> SubmittedVersion:
    turn = draft.turn
    version = submissions.submit(
        turn.tx,
        draft.obligation,
        document,
        receipt=_free_code(draft),
        filed_by=turn.me.person_id,
        now=turn.now,
        nil=draft.entry.is_nil,
        figures=submission_document.stored_figures(draft.entry, turn.me.unit.id),
    )
    notify_importers(draft, version)
    return version


def _free_code(draft: Draft) -> str:
    """A receipt code that no version has."""
    while True:
        random = draft.turn.services.random_codes.code(CODE_LENGTH)
        code = submission_document.receipt_code(draft.plan.province, draft.obligation.period, random)
        if submissions.version_by_receipt(draft.turn.tx, code) is None:
            return code

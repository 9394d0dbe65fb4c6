"""The review before submitting: every answer, the targets, the findings to correct or confirm, the submit button.

A reason typed in its dialog, "filing.review", confirms the warning that is shown first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from handlers.filing import fill_from_units, jump_to_question
from handlers.filing.answer_feedback import add_authors
from handlers.filing.state import ReviewState
from handlers.filing.submit import fingerprint, lacks_reason, may_submit
from handlers.reports.access import open_draft
from handlers.reports.answer_sheet import answer_blocks
from handlers.reports.check_text import check_draft, finding_words, rate_words, results, verdict_counts, where_words
from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
from handlers.text.report_names import full_report_name, period_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, NotUnderstood, Reply
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.figures.checks import Finding
from reporting.figures.target_evaluation import TargetEvaluation
from reporting.form_entry.interview import QuestionSlot, remainder
from reporting.integrity.document_number import paper_in
from storage.reports import submissions

Args = Mapping[str, Any]
LISTED = 8
"""Findings listed while the report cannot be submitted yet."""


def show(turn: Turn, args: Args) -> None:
    """Opens the review of a report."""
    if (draft := open_draft(turn, args["obligation"])) is not None:
        show_review(draft)


def prompt(turn: Turn, state: ReviewState) -> None:
    if (draft := open_draft(turn, state.obligation)) is not None:
        show_review(draft)


def show_review(draft: Draft) -> None:
    turn, words = draft.turn, draft.turn.words
    findings = check_draft(draft)
    waiting = _waiting(draft, findings)
    turn.start_dialog(ReviewState(obligation=draft.id, finding=waiting[0].id if waiting else None))
    turn.add_message(
        "filing.review.title", report=full_report_name(words, draft.plan, draft.obligation), unit=turn.me.unit.name
    )
    for lines in answer_blocks(words, draft.entry, turn.me.unit.id):
        turn.add_text("\n".join(lines))
    if draft.form.repeats and not draft.zones:
        turn.add_message("filing.no_zones")
    turn.add_text("\n".join(_derived(draft)))
    turn.add_text("\n".join(_targets(draft)))
    add_authors(draft)
    _ask(draft, findings, waiting)


def _ask(draft: Draft, findings: Sequence[Finding], waiting: Sequence[Finding]) -> None:
    """Adds what is left to do before submitting, and the buttons."""
    draft.turn.add_text("\n".join(_to_do(draft, findings, waiting)))
    draft.turn.set_buttons(*_buttons(draft, findings, waiting), numbered=True)


def _next(draft: Draft) -> None:
    """After a warning was confirmed: the next finding, without the whole screen; after the last one the screen."""
    findings = check_draft(draft)
    waiting = _waiting(draft, findings)
    if not waiting:
        return show_review(draft)
    draft.turn.start_dialog(ReviewState(obligation=draft.id, finding=waiting[0].id))
    _ask(draft, findings, waiting)


def _waiting(draft: Draft, findings: Sequence[Finding]) -> list[Finding]:
    """The errors to correct, then the warnings that nobody has confirmed; without missing answers."""
    return [
        finding
        for finding in findings
        if finding.code != "missing"
        and (finding.severity == "error" or finding.id not in draft.confirmations or lacks_reason(draft, finding))
    ]


def _derived(draft: Draft) -> Iterator[str]:
    """In the annual report: the figures of the months after the six-month report, by subtraction."""
    words = draft.turn.words
    for _, group in groupby(
        (slot for slot in draft.entry.visible if slot.key in draft.interim_figures), key=lambda slot: slot.zone_index
    ):
        slots = list(group)
        rests = [(slot, _rest(draft, slot)) for slot in slots]
        known = [f"{slot.number}. {words.number(rest)}" for slot, rest in rests if rest is not None]
        if known and draft.interim:
            name = f"{slots[0].zone.name}: " if slots[0].zone else ""
            shorter = period_name(words, f"{draft.year}-{draft.interim.period}")
            yield words("filing.review.derived", interim=shorter, values=name + " · ".join(known))


def _rest(draft: Draft, slot: QuestionSlot) -> int | None:
    """The figure of the months after the six-month report; ``None`` where it cannot be told."""
    answer, begun = draft.entry.answer(slot), draft.interim_figures[slot.key]
    if answer is None or answer.figure is None or begun.figure is None:
        return None
    return remainder(slot.question, answer.figure, begun.figure)


def _targets(draft: Draft) -> Iterator[str]:
    """ "Chỉ tiêu (2 địa bàn): đạt 7 · chưa đạt 1 · không phát sinh 1", with those that fail by name."""
    words, evaluations = draft.turn.words, results(draft)
    if not evaluations or (draft.form.repeats and not draft.zones):
        return
    tally = verdict_counts(evaluations)
    verdicts = ("met", "not_met", "not_arisen", "missing", "unclear")
    listed = " · ".join(
        words(f"filing.review.verdict.{verdict}", n=tally[verdict]) for verdict in verdicts if verdict in tally
    )
    places = words("filing.review.places", n=len(draft.zones)) if draft.zones else ""
    yield words("filing.review.targets", places=places, counts=listed)
    for result in evaluations:
        if result.verdict == "not_met":
            yield f" ✗ {rate_words(words, result)}{_so_far(words, result)}"


def _so_far(words: Words, result: TargetEvaluation) -> str:
    """ " · 1/2 địa bàn", while the figures of the others are missing."""
    if result.counted == result.places:
        return ""
    return words("filing.review.of_places", counted=result.counted, places=result.places)


def _to_do(draft: Draft, findings: Sequence[Finding], waiting: Sequence[Finding]) -> Iterator[str]:
    words, missing = draft.turn.words, draft.entry.missing()
    if missing:
        yield words("filing.review.missing", n=len(missing))
        yield from _missing_lines(draft, missing)
    listed = len(waiting) if may_submit(draft, findings) else LISTED  # submitting confirms all warnings: all are shown
    for finding in waiting[:listed]:
        yield words(
            "filing.review.error" if finding.severity == "error" else "filing.review.warning",
            finding=finding_words(draft, finding),
        )
    if len(waiting) > listed:
        yield words("text.and_more", n=len(waiting) - listed)
    if waiting and waiting[0].severity == "warning":
        yield words("filing.review.give_reason" if waiting[0].wants_reason else "filing.review.may_give_reason")
    if (paper := paper_in(draft.entry.answers)) is not None:
        yield words("filing.review.paper", number=paper.number, day=words.day(paper.on))
    yield from _remarks(draft)
    if not waiting and may_submit(draft, findings):
        yield words("filing.review.ready_nil" if draft.entry.is_nil else "filing.review.ready")


def _remarks(draft: Draft) -> Iterator[str]:
    """Of a returned report: what is still to be answered."""
    words, left = draft.turn.words, draft.unanswered()
    if draft.remarks and not left:
        yield words("filing.review.remarks_answered", n=len(draft.remarks))
    elif left:
        yield words("filing.review.remarks_left", n=len(left))
        for slot in left:
            where = where_words(draft, slot)
            value = format_answer(words, slot.question, draft.entry.answer(slot))
            yield words("reports.remark.wanted", where=where, value=value, text=draft.remarks[slot.key].text)


def _missing_lines(draft: Draft, missing: Sequence[QuestionSlot]) -> Iterator[str]:
    for _, group in groupby(missing, key=lambda slot: slot.zone_index):
        slots = list(group)
        name = f"{slots[0].zone.name}: " if slots[0].zone and slots[0].zone.id != draft.turn.me.unit.id else ""
        numbers = ", ".join(str(slot.number) for slot in slots)
        yield f" • {name}{draft.turn.words('filing.review.numbers', numbers=numbers)}"


def _buttons(draft: Draft, findings: Sequence[Finding], waiting: Sequence[Finding]) -> Iterator[Button]:
    words, report, missing = draft.turn.words, {"obligation": draft.id}, draft.entry.missing()
    if left := draft.unanswered():
        yield Button(
            words("reports.choice.answer_remarks", n=len(left)), "filing.answer_remarks", report, synonyms=("tra loi",)
        )
    if missing:
        label = words("filing.review.choice.answer", number=missing[0].number, name=missing[0].question.name)
        yield Button(label, "filing.goto", report | {"key": missing[0].key})
    if waiting and not missing:
        first = waiting[0]
        if first.severity == "warning" and not first.wants_reason:
            yield Button(
                words("filing.review.choice.right"),
                "filing.confirm_warning",
                report | {"finding": first.id},
                synonyms=("dung", "giu nguyen"),
            )
        yield Button(words("filing.review.choice.fix"), "filing.goto", report | {"key": first.key, "then": "review"})
    if may_submit(draft, findings):
        yield Button(
            words("filing.review.choice.send"),
            "filing.submit",
            report | {"seen": fingerprint(draft)},
            synonyms=("nop", "gui", "gui bao cao"),
        )
    if fill_from_units.has_new_figures(draft):
        yield from fill_from_units.take_buttons(draft)
    edit = report | {"then": "review"}
    yield Button(words("filing.review.choice.edit"), "filing.choose_question", edit, ("sua cau", "sua mot cau"))
    yield Button(words("filing.review.choice.paper"), "filing.ask_signed_document", report)
    yield Button(words("filing.choice.leave"), "filing.leave_review", report, synonyms=("luu", "thoat", "luu thoat"))


def on_text(turn: Turn, state: ReviewState, text: str) -> Reply:
    """A reason, which confirms the warning shown; "sửa câu 7" opens that question."""
    if (draft := open_draft(turn, state.obligation)) is None:
        return HANDLED
    if (number := jump_to_question.number_to_correct(text)) is not None:
        jump_to_question.open_by_number(draft, number, "review")
        return HANDLED
    findings = check_draft(draft)
    waiting = _waiting(draft, findings)
    warnings = (finding for finding in waiting if finding.severity == "warning")
    warning = next((finding for finding in warnings if finding.id == state.finding), None)
    if warning is None or draft.entry.missing() or not any(char.isalpha() for char in text):
        turn.set_buttons(*_buttons(draft, findings, waiting), numbered=True)
        return NotUnderstood(turn.words("filing.review.not_understood"))
    if (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is not None:
        _confirm(draft, warning, reason)
    _next(draft)
    return HANDLED


def confirm(turn: Turn, args: Args) -> None:
    """Đúng, giữ nguyên: confirms a warning that wants no reason."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    finding = next((finding for finding in check_draft(draft) if finding.id == args["finding"]), None)
    if finding is not None and finding.severity == "warning" and not finding.wants_reason:
        _confirm(draft, finding, None)
    _next(draft)


def _confirm(draft: Draft, finding: Finding, reason: str | None) -> None:
    turn = draft.turn
    submissions.confirm(turn.tx, draft.id, finding.id, reason, turn.me.person_id, turn.now)
    draft.confirmations[finding.id] = reason
    turn.add_message(
        "filing.review.confirmed_why" if reason else "filing.review.confirmed", number=draft.entry[finding.key].number
    )


def leave(turn: Turn, args: Args) -> None:
    """Lưu và thoát: closes the review and says how to resume it."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    turn.start_dialog(None)
    key = "filing.review.left_returned" if draft.obligation.state == ReportState.RETURNED else "filing.review.left"
    turn.add_message(key, answered=draft.entry.answered_count, total=draft.entry.question_count)
    turn.add_message("filing.how_to_resume")
    turn.set_buttons(Button(turn.words("reports.choice.resume"), "filing.show_review", {"obligation": draft.id}))

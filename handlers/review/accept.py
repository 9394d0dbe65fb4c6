"""Accepting: one report, or several without warnings, which are listed before they are accepted."""

from __future__ import annotations

from handlers.reports import review_queue as waiting
from handlers.reports.access import load_for_reviewer
from handlers.reports.submission import Submission
from handlers.review import notices, queue, report_view
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.deadlines.obligation import ReportState
from storage.reports import obligations, reviews
from storage.units import units


def accept(turn: Turn, args: Args) -> None:
    """Duyệt."""
    if (submission := report_view.open_as_shown(turn, args)) is None:
        return
    if submission.is_own:
        turn.add_message("review.accept.own", who=report_view.other_reviewer_names(submission))
        return turn.set_buttons(Button(turn.words("review.accept.choice.queue"), "review.show_queue"))
    _accept(submission)
    report = full_report_name(turn.words, submission.plan, submission.obligation)
    turn.add_message("review.accept.done", report=report, unit=submission.unit.name)
    show_next(turn)


def ask_accept_several(turn: Turn, args: Args) -> None:
    """Duyệt các báo cáo không có cảnh báo: lists them first. ``args["deep"]``: of all levels below."""
    deep = bool(args.get("deep"))
    reports = reviews.reports_to_review(turn.tx, turn.me.unit)
    acceptable = queue.acceptable_together(turn, reports if deep else waiting.reported_directly(turn, reports))
    if not acceptable:
        turn.add_message("review.accept.none_plain")
        return queue.show(turn, {"deep": deep})
    turn.add_message("review.accept.several", n=len(acceptable))
    turn.add_text("\n".join(_line(turn, submission) for submission in acceptable))
    seen = [[submission.id, submission.obligation.version] for submission in acceptable]
    label = turn.words("review.accept.choice.several", n=len(acceptable))
    turn.set_buttons(
        Button(label, "review.accept_several", {"seen": seen, "deep": deep}),
        Button(turn.words("text.choice.back"), "review.show_queue", {"deep": deep}, synonyms=("khong",)),
    )


def accept_several(turn: Turn, args: Args) -> None:
    """Accepts the reports listed (``args["seen"]``: id and version of each); names those that changed meanwhile."""
    accepted, changed = 0, []
    for obligation_id, version in sorted(args["seen"]):
        if (submission := _still_acceptable(turn, obligation_id, version)) is None:
            changed.append(obligation_id)
        else:
            _accept(submission)
            accepted += 1
    if accepted:
        turn.add_message("review.accept.done_several", n=accepted)
    if changed:
        lines = [_why_not(turn, obligation_id) for obligation_id in changed]
        turn.add_text("\n".join([turn.words("review.accept.left", n=len(changed)), *lines]))
    show_next(turn, deep=bool(args.get("deep")))


def show_next(turn: Turn, *, deep: bool = False) -> None:
    """After a decision: how many reports wait, with buttons to the next one and to the queue (``deep``: all levels)."""
    reports, buttons = waiting.waiting_reports(turn), []
    if reports:
        turn.add_message("review.accept.rest", n=len(reports))
        label = turn.words("review.accept.choice.next_one", unit=reports[0].unit.name)
        buttons.append(Button(label, "review.open", {"obligation": reports[0].obligation.id}))
    else:
        turn.add_message("review.accept.rest_none")
    label = turn.words("review.accept.choice.queue")
    turn.set_buttons(*buttons, Button(label, "review.show_queue", {"deep": deep}, synonyms=("hang cho",)))


def _accept(submission: Submission) -> None:
    submission.note_review(ReportState.ACCEPTED, "report.accepted")
    notices.notify_accepted(submission)


def _still_acceptable(turn: Turn, obligation_id: int, version: int) -> Submission | None:
    """The report, where it may still be accepted with the others in this version."""
    if load_for_reviewer(turn, obligation_id) is None:
        return None
    report = reviews.report_to_review(turn.tx, obligation_id)
    if report is None or report.obligation.version != version:
        return None
    return next(iter(queue.acceptable_together(turn, [report])), None)


def _line(turn: Turn, submission: Submission) -> str:
    """ "• xã mẫu 0001: Báo cáo 6 tháng đầu năm 2026, nộp 08:42 ngày 19/5/2026"."""
    words, missed = turn.words, submission.missed_targets
    report = full_report_name(words, submission.plan, submission.obligation)
    marks = [words("review.accept.mark.not_met", n=len(missed))] if missed else []
    when = ", ".join([*queue.sent_when(turn, submission.obligation), *marks])
    return words("review.accept.several_line", unit=submission.unit.name, report=report, when=when)


def _why_not(turn: Turn, obligation_id: int) -> str:
    """Why a report of the list was not accepted."""
    words, obligation = turn.words, obligations.get(turn.tx, obligation_id)
    if obligation is None:
        return words("review.accept.left_gone")
    why = report_view.meanwhile_words(turn, obligation) if obligation.state != ReportState.FILED else None
    unit = units.get(turn.tx, obligation.unit_id)
    return words("review.accept.left_line", unit=unit.name, why=why or words("review.accept.changed"))

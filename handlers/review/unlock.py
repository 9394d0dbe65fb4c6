"""Unlocking an accepted report: a coordinator states a reason, or grants an officer's request."""

from __future__ import annotations

from handlers.reports.submission import Submission
from handlers.review import notices, report_view
from handlers.review.state import UnlockState
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from reporting.deadlines.obligation import ReportState


def begin(turn: Turn, args: Args) -> None:
    """Mở khóa: asks why."""
    if (submission := report_view.open_as_shown(turn, args)) is not None:
        turn.start_dialog(UnlockState(**submission.shown_state))
        _ask_reason(submission)


def open_unlock_request(turn: Turn, args: Args) -> None:
    """The button under a request: unlocks in the role the request was sent to, for the reason the officer gave."""
    turn.switch_role(args["membership"])
    if (submission := report_view.open_as_shown(turn, args)) is not None:
        _unlock(submission, args["reason"])


def prompt(turn: Turn, state: UnlockState) -> None:
    if (submission := report_view.open_of_dialog(turn, state)) is not None:
        _ask_reason(submission)


def on_text(turn: Turn, state: UnlockState, text: str) -> Reply:
    """The reason."""
    if (submission := report_view.open_of_dialog(turn, state)) is None:
        return HANDLED
    if (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is not None:
        _unlock(submission, reason)
    else:
        _ask_reason(submission)
    return HANDLED


def cancel(turn: Turn, args: Args) -> None:
    """Để nguyên."""
    turn.start_dialog(None)
    turn.run_action("review.open", obligation=args["obligation"])


def _ask_reason(submission: Submission) -> None:
    turn, words = submission.turn, submission.turn.words
    report = full_report_name(words, submission.plan, submission.obligation)
    turn.add_message("review.unlock.why", report=report, unit=submission.unit.name)
    cancel_button = Button(words("review.unlock.choice.cancel"), "review.cancel_unlock", {"obligation": submission.id})
    turn.set_buttons(cancel_button, numbered=False)


def _unlock(submission: Submission, reason: str) -> None:
    """The officers may correct the report, and it waits to be accepted once more."""
    turn, words = submission.turn, submission.turn.words
    turn.pop_dialog_if(UnlockState)
    submission.note_review(ReportState.FILED, "report.unlocked", reason=reason)
    report = full_report_name(words, submission.plan, submission.obligation)
    turn.add_message("review.unlock.done", report=report, unit=submission.unit.name)
    notices.notify_unlocked(submission, reason)
    turn.set_buttons(Button(words("review.accept.choice.queue"), "review.show_queue"), numbered=True)
    if turn.has_unfinished_dialog:
        turn.resume()

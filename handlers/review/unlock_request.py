"""An officer asks the coordinators to unlock the unit's accepted report, with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reports import locks
from handlers.reports.access import open_for_officer
from handlers.reports.reviewers import nearest_reviewers
from handlers.review.state import UnlockRequestState
from handlers.text.people import member_names
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.notify import notify_members
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.obligation import ReportState
from storage.audit import audit
from storage.people.people import Member
from storage.reports.obligations import Obligation


def request_unlock(turn: Turn, args: Args) -> None:
    """Đề nghị mở khóa: asks why."""
    if (obligation := _open_accepted(turn, args["obligation"])) is not None:
        turn.start_dialog(UnlockRequestState(obligation=obligation.id))
        _ask_reason(turn, obligation)


def prompt(turn: Turn, state: UnlockRequestState) -> None:
    if (obligation := _open_accepted(turn, state.obligation)) is not None:
        _ask_reason(turn, obligation)


def on_text(turn: Turn, state: UnlockRequestState, text: str) -> Reply:
    """The reason."""
    if (obligation := _open_accepted(turn, state.obligation)) is None:
        return HANDLED
    if (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is not None:
        _send(turn, obligation, reason)
    else:
        _ask_reason(turn, obligation)
    return HANDLED


def withdraw(turn: Turn, args: Args) -> None:
    """Thôi, để nguyên: back to the report."""
    turn.start_dialog(None)
    turn.run_action("filing.open", obligation=args["obligation"])


def _open_accepted(turn: Turn, obligation_id: int) -> Obligation | None:
    """The accepted report of the officer's unit; one that was unlocked meanwhile is opened to be corrected."""
    obligation = open_for_officer(turn, obligation_id)
    if obligation is None or obligation.state == ReportState.ACCEPTED:
        return obligation
    withdraw(turn, {"obligation": obligation_id})
    return None


def _ask_reason(turn: Turn, obligation: Obligation) -> None:
    report = full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
    turn.add_message("review.unlock.ask", report=report)
    label, args = turn.words("review.unlock.choice.cancel"), {"obligation": obligation.id}
    turn.set_buttons(Button(label, "review.withdraw_unlock_request", args), numbered=False)


def _send(turn: Turn, obligation: Obligation, reason: str) -> None:
    """Tells the nearest coordinators, with a button that unlocks the report at once."""
    turn.start_dialog(None)
    plan, unit = turn.plans.get(turn.tx, obligation.plan_id), turn.me.unit
    audit.record(turn.tx, turn.now, turn.me.person_id, "report.unlock_asked", obligation=obligation, reason=reason)

    def text(say: Words, _: Member) -> str:
        report = full_report_name(say, plan, obligation)
        return say("review.unlock.asked", report=report, unit=unit.name, person=turn.me.name, reason=reason)

    def buttons(say: Words, member: Member) -> Sequence[Button]:
        shown = {"obligation": obligation.id, "version": obligation.version, "state": obligation.state.value}
        role = {"membership": member.membership_id}
        return [
            Button(say("review.accept.choice.unlock"), "review.open_unlock_request", shown | role | {"reason": reason}),
            Button(say("reports.choice.open"), "review.open_resubmitted", {"obligation": obligation.id} | role),
        ]

    reviewers = nearest_reviewers(turn.tx, unit)
    key = f"unlock_asked:{obligation.id}:{turn.now.isoformat()}"
    reached = notify_members(turn, reviewers, text, buttons, key=key)
    sent = "review.unlock.request_sent" if reached else "review.unlock.request_unsent"
    turn.add_message(sent, who=member_names(turn.words, reached or reviewers))
    turn.set_buttons(*locks.locked_buttons(turn, obligation))

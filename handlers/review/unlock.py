"""Opening an accepted report again: an officer asks, a coordinator does it, both with a reason.

The dialogues "unlock" and "unlock_ask": ``{"name": "unlock", "obligation": 7, "version": 2, "state": "accepted"}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reports import locks
from handlers.reports.access import open_for_officer, open_for_reviewer
from handlers.reports.reviewers import nearest_reviewers
from handlers.reports.submission import Submission
from handlers.review import report_view
from handlers.text.people import member_names
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.notify import notify_members
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.roles import FILES
from reporting.text import fold
from storage.audit import audit
from storage.people import people
from storage.people.people import Member
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.units import units

Args = Mapping[str, Any]


def begin(turn: Turn, args: Args) -> None:
    """Mở khóa: why?"""
    filed = open_for_reviewer(turn, args["obligation"])
    if filed is None or report_view.is_outdated(filed, args):
        return
    turn.start_dialog("review.unlock", **filed.shown_state)
    _why(filed)


def open_unlock_request(turn: Turn, args: Args) -> None:
    """The choice under a request: in the hat it concerns, with the reason that was given."""
    turn.switch_role(args["membership"])
    filed = open_for_reviewer(turn, args["obligation"])
    if filed is None or report_view.is_outdated(filed, args):
        return
    _unlock(filed, args["reason"])


def show(turn: Turn) -> None:
    if (filed := _current(turn)) is not None:
        _why(filed)


def on_text(turn: Turn, text: str) -> str | None:
    if (filed := _current(turn)) is None:
        return None
    if fold(text) in turn.registry.typed_commands:
        return turn.words("review.unlock.still_open")
    if (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is not None:
        _unlock(filed, reason)
    else:
        _why(filed)
    return None


def _current(turn: Turn) -> Submission | None:
    """The report of the dialogue, still accepted as it was."""
    dialogue = turn.dialogue or {}
    if (filed := open_for_reviewer(turn, dialogue.get("obligation", 0))) is None:
        turn.start_dialog(None)
        return None
    if all(filed.shown_state[name] == dialogue[name] for name in filed.shown_state):
        return filed
    turn.start_dialog(None)
    report_view.is_outdated(filed, dialogue)
    return None


def _why(filed: Submission) -> None:
    turn = filed.turn
    turn.add_message(
        "review.unlock.why", report=full_report_name(turn.words, filed.plan, filed.obligation), unit=filed.unit.name
    )
    turn.set_buttons(
        Button(turn.words("review.unlock.choice.cancel"), "review.cancel_unlock", {"obligation": filed.id}),
        numbered=False,
    )


def cancel(turn: Turn, args: Args) -> None:
    """Để nguyên."""
    turn.start_dialog(None)
    turn.run_action("review.open", obligation=args["obligation"])


def _unlock(filed: Submission, reason: str) -> None:
    """Filed again: the officers may correct it, and it waits to be accepted once more."""
    turn, obligation = filed.turn, filed.obligation
    turn.pop_dialog_if("review.unlock")
    obligations.note_review(turn.tx, obligation.id, ReportState.FILED, turn.me.person_id, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "report.unlocked",
        obligation=obligation,
        version=obligation.version,
        reason=reason,
    )

    def text(say: Words, _: Member) -> str:
        report = full_report_name(say, filed.plan, obligation)
        return say("review.unlock.told", report=report, unit=filed.unit.name, person=turn.me.name, reason=reason)

    def choices(say: Words, member: Member) -> Sequence[Button]:
        args = {"obligation": obligation.id, "membership": member.membership_id}
        return [Button(say("reports.choice.correct"), "reminders.open_report", args)]

    officers = people.of_unit(turn.tx, filed.unit.id, FILES)
    reached = notify_members(turn, officers, text, choices, key=f"unlocked:{obligation.id}:{turn.now.isoformat()}")
    turn.add_message(
        "review.unlock.done", report=full_report_name(turn.words, filed.plan, obligation), unit=filed.unit.name
    )
    told = ", ".join(member.name for member in reached)
    turn.add_text(turn.words("review.return.told", names=told) if told else turn.words("review.return.nobody_told"))
    turn.set_buttons(Button(turn.words("review.accept.choice.queue"), "review.show_queue"), numbered=True)
    if turn.has_unfinished_dialog:
        turn.resume()


def request_unlock(turn: Turn, args: Args) -> None:
    """Đề nghị mở khóa, by an officer of the unit: why?"""
    if (obligation := _own(turn, args["obligation"])) is None:
        return
    turn.start_dialog("review.unlock_request", obligation=obligation.id)
    _ask(turn, obligation)


def prompt_request(turn: Turn) -> None:
    if (obligation := _own(turn, (turn.dialogue or {}).get("obligation", 0))) is not None:
        _ask(turn, obligation)


def on_request_text(turn: Turn, text: str) -> str | None:
    if (obligation := _own(turn, (turn.dialogue or {}).get("obligation", 0))) is None:
        return None
    if fold(text) in turn.registry.typed_commands:
        return turn.words("review.unlock.still_open")
    if (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is not None:
        _request(turn, obligation, reason)
    else:
        _ask(turn, obligation)
    return None


def withdraw(turn: Turn, args: Args) -> None:
    """Không đề nghị nữa."""
    turn.start_dialog(None)
    turn.run_action("filing.open", obligation=args["obligation"])


def _own(turn: Turn, obligation_id: int) -> Obligation | None:
    """The accepted report of the officer's unit; one that is open meanwhile is shown to be corrected."""
    obligation = open_for_officer(turn, obligation_id)
    if obligation is None or obligation.state == ReportState.ACCEPTED:
        return obligation
    turn.start_dialog(None)
    turn.run_action("filing.open", obligation=obligation_id)
    return None


def _ask(turn: Turn, obligation: Obligation) -> None:
    report = full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
    turn.add_message("review.unlock.ask", report=report)
    turn.set_buttons(
        Button(
            turn.words("review.unlock.choice.cancel"), "review.withdraw_unlock_request", {"obligation": obligation.id}
        ),
        numbered=False,
    )


def _request(turn: Turn, obligation: Obligation, reason: str) -> None:
    """Tells the coordinators; one tap of theirs opens it."""
    turn.start_dialog(None)
    plan, unit = turn.plans.get(turn.tx, obligation.plan_id), units.get(turn.tx, obligation.unit_id)
    audit.record(turn.tx, turn.now, turn.me.person_id, "report.unlock_asked", obligation=obligation, reason=reason)

    def text(say: Words, _: Member) -> str:
        report = full_report_name(say, plan, obligation)
        return say("review.unlock.asked", report=report, unit=unit.name, person=turn.me.name, reason=reason)

    def choices(say: Words, member: Member) -> Sequence[Button]:
        seen = {"obligation": obligation.id, "version": obligation.version, "state": obligation.state.value}
        hat = {"membership": member.membership_id}
        return [
            Button(say("review.accept.choice.unlock"), "review.open_unlock_request", seen | hat | {"reason": reason}),
            Button(say("reports.choice.open"), "review.open_resubmitted", {"obligation": obligation.id} | hat),
        ]

    whom = nearest_reviewers(turn.tx, unit)
    reached = notify_members(turn, whom, text, choices, key=f"unlock_asked:{obligation.id}:{turn.now.isoformat()}")
    key = "review.unlock.request_sent" if reached else "review.unlock.request_unsent"
    turn.add_message(key, who=member_names(turn.words, reached or whom))
    turn.set_buttons(*locks.locked_buttons(turn, obligation))

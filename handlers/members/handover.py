"""``/bangiao``: a role passes to a successor by code, with the reports the unit has begun, owes and got returned."""

from __future__ import annotations

from handlers.members import invitation_code
from handlers.reports import coordinators, review_queue
from handlers.reports.progress import Progress
from handlers.text.deadlines import time_left_words
from handlers.text.report_names import report_name
from handlers.turn import notify
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.permissions import can_revoke_invitation
from reporting.roles import FILES, REVIEWS
from storage.people import invitations, memberships
from storage.people.invitations import Invitation
from storage.people.people import Member
from storage.reports import unit_status
from storage.reports.unit_status import UnitReportStatus
from storage.units import units

SHOWN = 6
"""How many reports the first page names."""


def show(turn: Turn, _: object = None) -> None:
    """What passes to the successor, and the button for the code; a code issued before is named."""
    me = turn.me
    turn.add_message("members.handover.head", role=turn.words(f"text.role.{me.role}"), unit=me.unit.name)
    turn.add_text("\n".join(_reports(turn) if me.role in FILES else _scope(turn)))
    turn.add_message("members.handover.how")
    given = invitations.handover_of(turn.tx, me.membership_id, turn.now)
    again = "again" if given else "issue"
    buttons = [Button(turn.words(f"members.handover.{again}"), "members.issue_handover")]
    if given:
        turn.add_message("members.handover.open", until=turn.words.moment(given.expires_at))
        buttons.append(_revoke_button(turn, given.id))
    turn.set_buttons(*buttons, _leave_button(turn))


def issue(turn: Turn, _: object) -> None:
    """Issues the code for the successor; an earlier one is withdrawn."""
    me = turn.me
    if given := invitations.handover_of(turn.tx, me.membership_id, turn.now):
        invitations.revoke(turn.tx, given.id, turn.now, me.person_id)
    issued = invitation_code.issue_code(turn, me.unit, me.role, hands_over=me.membership_id)
    turn.add_message(
        "members.handover.issued",
        code=issued.code,
        role=turn.words(f"text.role.{me.role}"),
        unit=me.unit.name,
        until=turn.words.moment(issued.until),
    )
    invitation_code.add_code(turn, issued)
    turn.add_message("members.handover.until_then")
    turn.set_buttons(_revoke_button(turn, issued.id))


def revoke(turn: Turn, args: Args) -> None:
    """Withdraws the code: whoever hands over, or a coordinator above."""
    invitation = invitations.get(turn.tx, args["invitation"])
    if not can_revoke_invitation(turn.me, invitation.unit, invitation.role, invitation.hands_over):
        turn.add_message("members.handover.not_yours")
    elif invitation.uses_left < 1:
        turn.add_message("members.handover.used_already")
    else:
        invitations.revoke(turn.tx, invitation.id, turn.now, turn.me.person_id)
        turn.add_message("members.handover.revoked")
    turn.resume()


def leave(turn: Turn, _: object) -> None:
    turn.add_message("members.handover.left")
    turn.resume()


def is_own(turn: Turn, invitation: Invitation) -> bool:
    """Whether it is the code by which this person hands over."""
    predecessor = predecessor_of(turn, invitation)
    return predecessor is not None and predecessor.person_id == turn.conversation.person_id


def predecessor_of(turn: Turn, invitation: Invitation) -> Member | None:
    """Who hands over by this code, still a member or not; ``None`` for an ordinary invitation."""
    return memberships.get(turn.tx, invitation.hands_over).member if invitation.hands_over else None


def complete_handover(turn: Turn, invitation: Invitation) -> None:
    """The successor has said yes: the predecessor's role ends; predecessor and coordinator are notified."""
    if invitation.hands_over is None:
        return
    known = memberships.get(turn.tx, invitation.hands_over)
    old, new, at = known.member, turn.me, turn.words.moment(turn.now)
    turn.add_message("members.handover.received", name=old.name)
    if known.ended_at is None:
        memberships.hand_over(turn.tx, old, turn.now, new.person_id)
    key = f"handed_over:{invitation.id}"

    def text(key: str) -> notify.TextBuilder:
        return lambda say: say(
            key, old=old.name, new=new.name, role=say(f"text.role.{old.role}"), unit=old.unit.name, moment=at
        )

    if known.ended_at is None:
        notify.notify_person(
            turn.tx, old.person_id, text("members.handover.done"), key=f"{key}:{old.person_id}", now=turn.now
        )
    coordinators.notify_nearest(
        turn.tx,
        old.unit,
        text("members.handover.noted"),
        key=key,
        now=turn.now,
        besides=(old.person_id, new.person_id),
    )


def _reports(turn: Turn) -> list[str]:
    """Half-done, returned, and owed now, the most urgent first."""
    reports = [report for report in unit_status.of_unit(turn.tx, turn.me.unit.id) if _is_handed_over(turn, report)]
    if not reports:
        return [turn.words("members.handover.nothing_owed")]
    progress = Progress(turn.tx, turn.plans, turn.words)
    lines = [turn.words("members.handover.reports", n=len(reports))]
    for report in reports[:SHOWN]:
        due = report.obligation
        name = report_name(turn.words, turn.plans.get(turn.tx, due.plan_id), due)
        state, left = progress(due, report.unit, report.answered), time_left_words(turn.words, due, turn.now)
        lines.append(
            turn.words("members.handover.report", report=name, state=state, day=turn.words.day(due.last_day), left=left)
        )
    if len(reports) > SHOWN:
        lines.append(turn.words("members.handover.more", n=len(reports) - SHOWN))
    return lines


def _is_handed_over(turn: Turn, report: UnitReportStatus) -> bool:
    """Begun or returned, or owed now."""
    due = report.obligation
    begun = due.state in OWED - {ReportState.NOT_BEGUN}
    return begun or (due.state in OWED and due.is_listed(turn.today))


def _scope(turn: Turn) -> list[str]:
    """How many units an overseer is responsible for, and what waits for review."""
    below = units.below(turn.tx, turn.me.unit, on=turn.today)
    lines = [turn.words("members.handover.scope", n=len(below) + 1)]
    if turn.me.role in REVIEWS:
        lines.append(turn.words("members.handover.to_review", n=len(review_queue.waiting_reports(turn))))
    return lines


def _revoke_button(turn: Turn, invitation: int) -> Button:
    return Button(turn.words("members.handover.revoke"), "members.revoke_handover", {"invitation": invitation})


def _leave_button(turn: Turn) -> Button:
    return Button(turn.words("members.handover.leave"), "members.leave_handover", synonyms=("huy", "thoi"))

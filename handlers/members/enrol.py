"""``/start CODE``: an invitation shows its unit and role; after a yes the account belongs to them."""

from __future__ import annotations

from datetime import timedelta

from handlers.members import handover
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.integrity.retry_delay import wait_after
from reporting.roles import FILES
from storage.audit import audit
from storage.people import invitations, people
from storage.people.invitations import Invitation

YES = ("dung", "dung roi", "co", "dong y", "xac nhan", "yes", "ok")
NO = ("khong", "sai", "khong phai", "no")


def start(turn: Turn, rest: str) -> None:
    """``/start`` alone is the menu."""
    if rest:
        return show_invitation(turn, rest)
    return turn.show_menu() if turn.member else turn.registry.greet_stranger(turn)


def show_invitation(turn: Turn, code: str) -> None:
    """Shows what an invitation is for and asks for a yes; says why where it cannot be used."""
    until = turn.conversation.guess_after
    if until and turn.now < until:
        return turn.add_message("members.enrol.wait", time=turn.words.time(until))
    invitation = invitations.by_code(turn.tx, code)
    if invitation is None:
        return _wrong(turn)
    if refusal := invitation.refusal(turn.now):
        return turn.add_message(f"members.enrol.{refusal}")
    if handover.is_own(turn, invitation):
        turn.add_message("members.enrol.own_handover")
        return turn.show_menu()
    if _held(turn, invitation) and invitation.hands_over is None:
        turn.add_message("members.enrol.already", **_shown(turn, invitation))
        return turn.show_menu()
    _ask(turn, invitation)
    return None


def confirm(turn: Turn, args: Args) -> None:
    """The yes: uses the code once, adds the person where nobody is known here, and shows what is owed."""
    invitation = invitations.get(turn.tx, args["invitation"])
    if not invitations.use(turn.tx, invitation.id, turn.now):
        turn.set_buttons()
        return turn.add_message(f"members.enrol.{invitation.refusal(turn.now)}")
    _bind(turn, invitation)
    turn.add_message("members.enrol.confirmed", **_shown(turn, invitation))
    handover.complete_handover(turn, invitation)
    return turn.run_action("filing.list_reports") if invitation.role in FILES else turn.show_menu()


def _ask(turn: Turn, invitation: Invitation) -> None:
    predecessor = handover.predecessor_of(turn, invitation)
    if predecessor:
        turn.add_message("members.enrol.ask_handover", name=predecessor.name, **_shown(turn, invitation))
    else:
        turn.add_message("members.enrol.ask", **_shown(turn, invitation))
    turn.set_buttons(
        Button(turn.words("members.enrol.yes"), "members.confirm_invitation", {"invitation": invitation.id}, YES),
        Button(turn.words("members.enrol.no"), "members.decline_invitation", synonyms=NO),
    )


def decline(turn: Turn, args: Args) -> None:
    turn.add_message("members.enrol.declined")
    turn.set_buttons()


def _bind(turn: Turn, invitation: Invitation) -> None:
    conversation = turn.conversation
    if conversation.person_id is None:
        name = turn.incoming.sender.strip() or turn.words("members.enrol.nameless", unit=invitation.unit.name)
        conversation.person_id = people.add_person(turn.tx, name, turn.now)
    conversation.membership_id = _held(turn, invitation) or _grant(turn, conversation.person_id, invitation)
    conversation.guesses, conversation.guess_after = 0, None
    turn.start_dialog(None)
    turn.member = people.member_of(turn.tx, conversation)


def _grant(turn: Turn, person_id: int, invitation: Invitation) -> int:
    unit, role, by = invitation.unit, invitation.role, invitation.invited_by
    granted = people.grant(turn.tx, person_id, unit.id, role, by, turn.now)
    audit.record(turn.tx, turn.now, person_id, "membership.granted", unit_id=unit.id, role=role.value, by=by)
    return granted


def _wrong(turn: Turn) -> None:
    """Counts a wrong code; from the fifth on the next one has to wait, until the end of a minute."""
    conversation = turn.conversation
    conversation.guesses += 1
    wait = wait_after(conversation.guesses)
    if not wait:
        return turn.add_message("members.enrol.wrong")
    conversation.guess_after = (turn.now + wait + timedelta(seconds=59)).replace(second=0, microsecond=0)
    return turn.add_message("members.enrol.wrong_wait", time=turn.words.time(conversation.guess_after))


def _held(turn: Turn, invitation: Invitation) -> int | None:
    """The membership the person has already where the invitation leads."""
    person_id = turn.conversation.person_id
    held = people.memberships(turn.tx, person_id) if person_id else []
    members = (member for member in held if (member.unit.id, member.role) == (invitation.unit.id, invitation.role))
    return next((member.membership_id for member in members), None)


def _shown(turn: Turn, invitation: Invitation) -> dict[str, str]:
    return {"unit": invitation.unit.name, "role": turn.words(f"text.role.{invitation.role}")}

"""``/moi``: a coordinator invites somebody into the own unit or one below: unit, role, code."""

from __future__ import annotations

from handlers.members import invitation_code
from handlers.members.state import InviteState
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from reporting.imports.unit_names import find_units
from reporting.permissions import can_invite, can_revoke_invitation
from reporting.roles import Role
from storage.people import invitations
from storage.units import units
from storage.units.units import Unit


def start(turn: Turn, rest: str) -> None:
    """``/moi``, ``/moi cai nuoc``."""
    if rest and not find_units(_scope(turn), rest):
        turn.add_message("members.invite.no_unit", text=rest[:60])
        rest = ""
    browse_units(turn, {"text": rest})


def begin(turn: Turn, args: Args) -> None:
    browse_units(turn, {"text": ""})


def on_text(turn: Turn, _: InviteState, text: str) -> Reply:
    """A few letters of a unit's name."""
    if not find_units(_scope(turn), text):
        return NotUnderstood(turn.words("members.invite.no_unit", text=text[:60]))
    browse_units(turn, {"text": text})
    return HANDLED


def prompt(turn: Turn, state: InviteState) -> None:
    browse_units(turn, {"text": state.text, "page": state.page})


def browse_units(turn: Turn, args: Args) -> None:
    """The units that ``text`` may mean, a page of them; the only one at once."""
    text, scope = args["text"], _scope(turn)
    matches = find_units(scope, text) if text else scope
    if len(matches) == 1:
        return choose_role(turn, {"unit": matches[0].id})
    page = Page.of(list(zip(matches, unit_labels(matches, scope), strict=True)), args)
    turn.start_dialog(InviteState(text=text, page=page.number))
    turn.add_message("members.invite.which_of_these" if text else "members.invite.which_unit", n=len(matches))
    choices = [Button(label, "members.choose_invite_role", {"unit": unit.id}) for unit, label in page.items]
    turning = page.buttons(turn, "members.browse_invite_units", text=text)
    many = [] if text or page.number else [Button(turn.words("members.bulk.choice"), "members.explain_bulk_invite")]
    return turn.set_buttons(*choices, *turning, *many, leave_button(turn), numbered=True)


def choose_role(turn: Turn, args: Args) -> None:
    """The roles that may be handed out in the unit chosen."""
    unit = units.get(turn.tx, args["unit"])
    roles = [role for role in Role if can_invite(turn.me, unit, role, turn.today)]
    if not roles:
        return refuse(turn)
    turn.start_dialog(InviteState())
    turn.add_message("members.invite.which_role", unit=unit.name)
    return turn.set_buttons(
        *(
            Button(turn.words(f"text.role.{role}"), "members.issue_invitation", {"unit": unit.id, "role": role.value})
            for role in roles
        ),
        Button(turn.words("members.invite.other_unit"), "members.start_invite"),
        leave_button(turn),
        numbered=True,
    )


def issue(turn: Turn, args: Args) -> None:
    """Issues a code, with its link and QR, to be passed on to the person."""
    unit, role = units.get(turn.tx, args["unit"]), Role(args["role"])
    if not can_invite(turn.me, unit, role, turn.today):
        return refuse(turn)
    issued = invitation_code.issue_code(turn, unit, role)
    turn.start_dialog(None)
    named = turn.words(f"text.role.{role}")
    until = turn.words.moment(issued.until)
    turn.add_message("members.invite.issued", code=issued.code, unit=unit.name, role=named, until=until)
    invitation_code.add_code(turn, issued)
    return turn.set_buttons(
        Button(turn.words("members.invite.next"), "members.start_invite"),
        Button(turn.words("members.invite.revoke"), "members.revoke_invitation", {"invitation": issued.id}),
    )


def revoke(turn: Turn, args: Args) -> None:
    """Withdraws a code that was issued by mistake."""
    invitation = invitations.get(turn.tx, args["invitation"])
    if not can_revoke_invitation(turn.me, invitation.unit, invitation.role, invitation.hands_over):
        return refuse(turn)
    if invitation.uses_left < 1:
        turn.add_message("members.invite.used_already")
    else:
        invitations.revoke(turn.tx, invitation.id, turn.now, turn.me.person_id)
        turn.add_message("members.invite.revoked")
    turn.show_menu()


def leave(turn: Turn, args: Args) -> None:
    """Ends the dialog; nobody is invited."""
    turn.start_dialog(None)
    turn.show_menu()


def _scope(turn: Turn) -> list[Unit]:
    """The units one may invite into: the own one, then those below that exist today, the nearest levels first."""
    own = turn.me.unit
    below = units.below(turn.tx, own, on=turn.today)
    return [own, *sorted(below, key=lambda unit: (len(unit.ancestors), unit.code))]


def refuse(turn: Turn) -> None:
    turn.start_dialog(None)
    turn.add_message("members.invite.not_allowed")
    turn.show_menu()


def leave_button(turn: Turn) -> Button:
    return Button(turn.words("members.invite.leave"), "members.leave_invite", synonyms=("huy", "thoat", "cancel"))

"""``/moi``: coordinators invite people into their own unit and those below: unit, role, code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.members import invitation_code
from handlers.text.unit_labels import unit_labels
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.imports.unit_names import find_units
from reporting.roles import INVITES, Role
from storage.people import invitations
from storage.units import units
from storage.units.units import Unit

PAGE = 8


def start(turn: Turn, rest: str) -> None:
    """``/moi``, ``/moi cai nuoc``."""
    if rest and not find_units(_scope(turn), rest):
        turn.add_message("members.invite.no_unit", text=rest[:60])
        rest = ""
    browse_units(turn, {"text": rest})


def begin(turn: Turn, args: Mapping[str, Any]) -> None:
    browse_units(turn, {"text": ""})


def on_text(turn: Turn, text: str) -> str | None:
    """A few letters of a unit's name."""
    if not find_units(_scope(turn), text):
        return turn.words("members.invite.no_unit", text=text[:60])
    browse_units(turn, {"text": text})
    return None


def show(turn: Turn) -> None:
    state = turn.dialogue or {}
    browse_units(turn, {"text": state.get("text", ""), "page": state.get("page", 0)})


def browse_units(turn: Turn, args: Mapping[str, Any]) -> None:
    """The units that ``text`` may mean, a page of them; the only one at once."""
    text, page = args["text"], args.get("page", 0)
    scope = _scope(turn)
    if not scope:
        return _refuse(turn)
    matching_units = find_units(scope, text) if text else scope
    if len(matching_units) == 1:
        return choose_role(turn, {"unit": matching_units[0].id})
    turn.start_dialog("members.invite", text=text, page=page)
    turn.add_message(
        "members.invite.which_unit" if not text else "members.invite.which_of_these", n=len(matching_units)
    )
    shown = list(zip(matching_units, unit_labels(matching_units, scope), strict=True))[page * PAGE : (page + 1) * PAGE]
    choices = [Button(label, "members.choose_invite_role", {"unit": unit.id}) for unit, label in shown]
    many = [] if text or page else [Button(turn.words("members.bulk.choice"), "members.explain_bulk_invite")]
    return turn.set_buttons(
        *choices, *_turning(turn, text, page, len(matching_units)), *many, _leaving(turn), numbered=True
    )


def choose_role(turn: Turn, args: Mapping[str, Any]) -> None:
    """The roles that may be handed out in the unit chosen."""
    unit = units.get(turn.tx, args["unit"])
    roles = [role for role in Role if _may(turn, unit, role)]
    if not roles:
        return _refuse(turn)
    turn.start_dialog("members.invite", text="", page=0)
    turn.add_message("members.invite.which_role", unit=unit.name)
    return turn.set_buttons(
        *(
            Button(turn.words(f"text.role.{role}"), "members.issue_invitation", {"unit": unit.id, "role": role.value})
            for role in roles
        ),
        Button(turn.words("members.invite.other_unit"), "members.start_invite"),
        _leaving(turn),
        numbered=True,
    )


def issue(turn: Turn, args: Mapping[str, Any]) -> None:
    """A code, its link and QR, to be handed on."""
    unit, role = units.get(turn.tx, args["unit"]), Role(args["role"])
    if not _may(turn, unit, role):
        return _refuse(turn)
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


def revoke(turn: Turn, args: Mapping[str, Any]) -> None:
    """Takes a code back that was handed out by mistake."""
    invitation = invitations.get(turn.tx, args["invitation"])
    if invitation.uses_left < 1:
        turn.add_message("members.invite.used_already")
    else:
        invitations.revoke(turn.tx, invitation.id, turn.now, turn.me.person_id)
        turn.add_message("members.invite.revoked")
    turn.show_menu()


def leave(turn: Turn, args: Mapping[str, Any]) -> None:
    """Nobody is invited after all."""
    turn.start_dialog(None)
    turn.show_menu()


def _scope(turn: Turn) -> list[Unit]:
    """The units one may invite into: one's own, then those below that exist today, the nearest levels first."""
    if turn.me.role not in INVITES:
        return []
    own = turn.me.unit
    below = units.below(turn.tx, own, on=turn.today)
    return [own, *sorted(below, key=lambda unit: (len(unit.ancestors), unit.code))]


def _may(turn: Turn, unit: Unit, role: Role) -> bool:
    me = turn.me
    return role in INVITES.get(me.role, ()) and me.unit.covers(unit) and unit.exists_on(turn.today)


def _refuse(turn: Turn) -> None:
    turn.start_dialog(None)
    turn.add_message("members.invite.not_allowed")
    turn.show_menu()


def _turning(turn: Turn, text: str, page: int, count: int) -> list[Button]:
    """The choices that turn the page."""
    pages = (("turn.previous_page", page - 1, page > 0), ("turn.next_page", page + 1, (page + 1) * PAGE < count))
    return [
        Button(turn.words(key), "members.browse_invite_units", {"text": text, "page": to})
        for key, to, there in pages
        if there
    ]


def _leaving(turn: Turn) -> Button:
    return Button(turn.words("members.invite.leave"), "members.leave_invite", synonyms=("huy", "thoat", "cancel"))

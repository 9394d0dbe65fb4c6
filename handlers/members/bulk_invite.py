"""Inviting many at once from the chat: a list as .xlsx or .csv, or every unit without an officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.members import invitation_list
from handlers.members.invitation_list import InvitationRequest
from handlers.turn.context import Turn
from handlers.turn.messages import Button, File
from reporting.imports.invite_rows import InviteList, InviteRowFault
from reporting.roles import INVITES, Role
from reporting.text import fold
from reporting.workbook import MIME as XLSX
from storage.people import invitations, member_list
from storage.units import units

Args = Mapping[str, Any]
PROBLEMS = 10
"""How many faults one message names."""
OWN_DIALOGS = ("members.invite", "members.list")
"""The dialogues this one takes the place of; any other goes on afterwards."""


def explain(turn: Turn, _: object) -> None:
    """How a list looks, with one to fill in."""
    if turn.me.role not in INVITES:
        return _refuse(turn)
    missing = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    turn.start_dialog(None)
    turn.add_message("members.bulk.explain")
    turn.attach(File("moi-can-bo.xlsx", XLSX, invitation_list.blank_sheet(turn.words, missing or [turn.me.unit])))
    turn.set_buttons(
        Button(turn.words("members.invite.leave"), "members.leave_invite", synonyms=("huy", "thoat", "cancel"))
    )


def on_file(turn: Turn, file: File) -> bool:
    """A list of people to be invited; whatever else came in is nothing for us."""
    if not isinstance(file.parsed, InviteList) or turn.me.role not in INVITES:
        return False
    rows, faults = file.parsed.rows, file.parsed.faults
    wanted, more = invitation_list.resolve(turn.tx, rows, turn.me.unit, INVITES[turn.me.role], turn.today)
    if faults or more:
        _tell_faults(turn, sorted((*faults, *more), key=lambda fault: fault.row))
    elif wanted:
        _confirm(turn, wanted)
    else:
        turn.add_message("members.bulk.empty")
    return True


def invite_missing_officers(turn: Turn, _: object) -> None:
    """Every unit without an officer."""
    if turn.me.role not in INVITES:
        return _refuse(turn)
    matching_units = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    if not matching_units:
        turn.add_message("members.bulk.none_missing")
        return turn.run_action("members.show_list")
    _confirm(turn, [InvitationRequest(unit, Role.REPORTER) for unit in matching_units])


def issue(turn: Turn, args: Args) -> None:
    """The yes: codes for all, or for none where something has changed meanwhile."""
    state = turn.dialogue or {}
    wanted = [
        InvitationRequest(units.get(turn.tx, unit), Role(role), name) for unit, role, name in state.get("wanted", ())
    ]
    if not wanted or not all(_may(turn, request) for request in wanted):
        return _refuse(turn)
    me, services = turn.me, turn.services
    withdrawn = 0
    if args["instead"]:
        before = invitation_list.open_invitations(turn.tx, wanted, turn.now)
        withdrawn = invitations.revoke_all(turn.tx, before, turn.now, me.person_id)
    coded = invitation_list.issue_all(turn.tx, wanted, services.random_codes, services.links, turn.now, by=me.person_id)
    turn.mark_invitations_shown(*(invitation.id for invitation in coded))
    turn.pop_dialog()
    turn.add_message("members.bulk.issued", n=len(coded), until=turn.words.moment(coded[0].until))
    if withdrawn:
        turn.add_message("members.bulk.withdrawn", n=withdrawn)
    turn.add_message("members.bulk.pass_on")
    turn.attach(File(f"ma-moi-{turn.today:%Y-%m-%d}.xlsx", XLSX, invitation_list.code_sheet(turn.words, coded)))
    if turn.dialogue:
        return turn.resume()
    return turn.set_buttons(Button(turn.words("members.member.back"), "members.show_list"))


def leave(turn: Turn, _: object) -> None:
    """Nobody is invited after all."""
    turn.pop_dialog()
    turn.resume()


def on_text(turn: Turn, text: str) -> str | None:
    """Nothing but a choice or another file: the question again."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    turn.add_message("members.bulk.confirm_how")
    show(turn)
    return None


def show(turn: Turn) -> None:
    """The question again."""
    state = turn.dialogue or {}
    _confirm(
        turn, [InvitationRequest(units.get(turn.tx, unit), Role(role), name) for unit, role, name in state["wanted"]]
    )


def _tell_faults(turn: Turn, faults: Sequence[InviteRowFault]) -> None:
    lines = [invitation_list.fault_words(turn.words, fault) for fault in faults[:PROBLEMS]]
    if len(faults) > PROBLEMS:
        lines.append(turn.words("members.bulk.more_problems", n=len(faults) - PROBLEMS))
    turn.add_text("\n".join((turn.words("members.bulk.refused", n=len(faults)), *lines)))
    turn.add_message("members.bulk.mend")


def _confirm(turn: Turn, wanted: Sequence[InvitationRequest]) -> None:
    """How many codes for whom; what of the same is still open."""
    if (turn.dialogue or {}).get("name") in OWN_DIALOGS:
        turn.start_dialog(None)
    turn.push_dialog(
        "members.bulk_invite", wanted=[[request.unit.id, request.role.value, request.name] for request in wanted]
    )
    turn.add_message("members.bulk.sure", n=len(wanted), units=len({request.unit.id for request in wanted}))
    turn.add_text(invitation_list.role_counts(turn.words, wanted))
    before = invitation_list.open_invitations(turn.tx, wanted, turn.now)
    buttons = [
        Button(
            turn.words("members.bulk.issue", n=len(wanted)),
            "members.issue_bulk_invite",
            {"instead": False},
            synonyms=("co", "dong y"),
        )
    ]
    if before:
        turn.add_message("members.bulk.earlier", n=len(before))
        buttons.append(Button(turn.words("members.bulk.instead"), "members.issue_bulk_invite", {"instead": True}))
    leaving = Button(
        turn.words("members.invite.leave"), "members.leave_bulk_invite", synonyms=("huy", "thoat", "khong", "cancel")
    )
    turn.set_buttons(*buttons, leaving, numbered=True)


def _may(turn: Turn, request: InvitationRequest) -> bool:
    me = turn.me
    return (
        request.role in INVITES.get(me.role, ()) and me.unit.covers(request.unit) and request.unit.exists_on(turn.today)
    )


def _refuse(turn: Turn) -> None:
    turn.start_dialog(None)
    turn.add_message("members.invite.not_allowed")
    turn.show_menu()

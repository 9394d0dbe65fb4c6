"""Inviting many at once from the chat: a list as .xlsx or .csv, or every unit without an officer."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.members import invitation_list
from handlers.members.invitation_list import InvitationRequest
from handlers.members.invite import leave_button, refuse
from handlers.members.state import BrowseState, BulkInviteState
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button, File
from reporting.imports.invite_rows import InviteList, InviteRowFault
from reporting.permissions import can_invite
from reporting.roles import INVITES, Role
from reporting.workbook import MIME as XLSX
from storage.people import invitations, member_list
from storage.units import units

PROBLEMS = 10
"""How many faults one message names."""


def explain(turn: Turn, _: object) -> None:
    """How a list looks, with one to fill in."""
    missing = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    turn.start_dialog(None)
    turn.add_message("members.bulk.explain")
    turn.attach(File("moi-can-bo.xlsx", XLSX, invitation_list.blank_sheet(turn.words, missing or [turn.me.unit])))
    turn.set_buttons(leave_button(turn))


def on_file(turn: Turn, file: File) -> bool:
    """Takes a list of people to be invited; False for any other file."""
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
    """An officer for every unit that has none."""
    missing = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    if not missing:
        turn.add_message("members.bulk.none_missing")
        return turn.run_action("members.show_list")
    _confirm(turn, [InvitationRequest(unit, Role.REPORTER) for unit in missing])


def issue(turn: Turn, args: Args) -> None:
    """The yes: codes for all, or for none where one of them may no longer be issued."""
    state = turn.dialog_as(BulkInviteState)
    wanted = _requests(turn, state) if state else []
    if not wanted or not all(can_invite(turn.me, request.unit, request.role, turn.today) for request in wanted):
        return refuse(turn)
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
    if turn.dialog:
        return turn.resume()
    return turn.set_buttons(Button(turn.words("members.member.back"), "members.show_list"))


def leave(turn: Turn, _: object) -> None:
    """Ends the dialog; nobody is invited."""
    turn.pop_dialog()
    turn.resume()


def on_text(turn: Turn, state: BulkInviteState, _: str) -> Reply:
    """Only a button or another file is an answer: asks again."""
    turn.add_message("members.bulk.confirm_how")
    prompt(turn, state)
    return HANDLED


def prompt(turn: Turn, state: BulkInviteState) -> None:
    _confirm(turn, _requests(turn, state))


def _requests(turn: Turn, state: BulkInviteState) -> list[InvitationRequest]:
    return [InvitationRequest(units.get(turn.tx, unit), role, name) for unit, role, name in state.wanted]


def _tell_faults(turn: Turn, faults: Sequence[InviteRowFault]) -> None:
    lines = [invitation_list.fault_words(turn.words, fault) for fault in faults[:PROBLEMS]]
    if len(faults) > PROBLEMS:
        lines.append(turn.words("members.bulk.more_problems", n=len(faults) - PROBLEMS))
    turn.add_text("\n".join((turn.words("members.bulk.refused", n=len(faults)), *lines)))
    turn.add_message("members.bulk.mend")


def _confirm(turn: Turn, wanted: Sequence[InvitationRequest]) -> None:
    """How many codes for whom, and which open ones of the same kind there are.

    Takes the place of a list that is open; any other dialog goes on afterwards.
    """
    if isinstance(turn.dialog, BrowseState):
        turn.start_dialog(None)
    turn.push_dialog(BulkInviteState(wanted=[(request.unit.id, request.role, request.name) for request in wanted]))
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

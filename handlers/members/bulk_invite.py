"""Inviting many at once from the chat: a list as .xlsx or .csv, or every unit without an officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.members import invitation_list
from handlers.members.invitation_list import Wanted
from handlers.turn.context import Turn
from handlers.turn.messages import Choice, File
from reporting.imports.invite_rows import Fault, PeopleList
from reporting.roles import INVITES, Role
from reporting.text import fold
from reporting.workbook import MIME as XLSX
from storage.people import invitations, member_list
from storage.units import units

Args = Mapping[str, Any]
PROBLEMS = 10
"""How many faults one message names."""
OURS = ("invite", "members")
"""The dialogues this one takes the place of; any other goes on afterwards."""


def explain(turn: Turn, _: object) -> None:
    """How a list looks, with one to fill in."""
    if turn.me.role not in INVITES:
        return _refuse(turn)
    missing = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    turn.open(None)
    turn.tell("bulk.explain")
    turn.attach(File("moi-can-bo.xlsx", XLSX, invitation_list.blank_sheet(turn.words, missing or [turn.me.unit])))
    turn.offer(Choice(turn.words("invite.leave"), "invite.leave", says=("huy", "thoat", "cancel")))


def take(turn: Turn, file: File) -> bool:
    """A list of people to be invited; whatever else came in is nothing for us."""
    if not isinstance(file.inside, PeopleList) or turn.me.role not in INVITES:
        return False
    rows, faults = file.inside.rows, file.inside.faults
    wanted, more = invitation_list.resolve(turn.tx, rows, turn.me.unit, INVITES[turn.me.role], turn.today)
    if faults or more:
        _tell_faults(turn, sorted((*faults, *more), key=lambda fault: fault.row))
    elif wanted:
        _confirm(turn, wanted)
    else:
        turn.tell("bulk.empty")
    return True


def missing(turn: Turn, _: object) -> None:
    """Every unit without an officer."""
    if turn.me.role not in INVITES:
        return _refuse(turn)
    found = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    if not found:
        turn.tell("bulk.none_missing")
        return turn.go("members.begin")
    _confirm(turn, [Wanted(one, Role.REPORTER) for one in found])


def issue(turn: Turn, args: Args) -> None:
    """The yes: codes for all, or for none where something has changed meanwhile."""
    state = turn.dialogue or {}
    wanted = [Wanted(units.get(turn.tx, unit), Role(role), name) for unit, role, name in state.get("wanted", ())]
    if not wanted or not all(_may(turn, one) for one in wanted):
        return _refuse(turn)
    me, desk = turn.me, turn.desk
    withdrawn = 0
    if args["instead"]:
        before = invitation_list.earlier(turn.tx, wanted, turn.now)
        withdrawn = invitations.revoke_all(turn.tx, before, turn.now, me.person_id)
    coded = invitation_list.issue_all(turn.tx, wanted, desk.entropy, desk.links, turn.now, by=me.person_id)
    turn.carries(*(one.id for one in coded))
    turn.come_back()
    turn.tell("bulk.issued", n=len(coded), until=turn.words.moment(coded[0].until))
    if withdrawn:
        turn.tell("bulk.withdrawn", n=withdrawn)
    turn.tell("bulk.pass_on")
    turn.attach(File(f"ma-moi-{turn.today:%Y-%m-%d}.xlsx", XLSX, invitation_list.code_sheet(turn.words, coded)))
    if turn.dialogue:
        return turn.go_on()
    return turn.offer(Choice(turn.words("member.back"), "members.begin"))


def leave(turn: Turn, _: object) -> None:
    """Nobody is invited after all."""
    turn.come_back()
    turn.go_on()


def hear(turn: Turn, text: str) -> str | None:
    """Nothing but a choice or another file: the question again."""
    if fold(text) in turn.desk.typed:
        return ""
    turn.tell("bulk.confirm_how")
    show(turn)
    return None


def show(turn: Turn) -> None:
    """The question again."""
    state = turn.dialogue or {}
    _confirm(turn, [Wanted(units.get(turn.tx, unit), Role(role), name) for unit, role, name in state["wanted"]])


def _tell_faults(turn: Turn, faults: Sequence[Fault]) -> None:
    lines = [invitation_list.fault_words(turn.words, one) for one in faults[:PROBLEMS]]
    if len(faults) > PROBLEMS:
        lines.append(turn.words("bulk.more_problems", n=len(faults) - PROBLEMS))
    turn.say("\n".join((turn.words("bulk.refused", n=len(faults)), *lines)))
    turn.tell("bulk.mend")


def _confirm(turn: Turn, wanted: Sequence[Wanted]) -> None:
    """How many codes for whom; what of the same is still open."""
    if (turn.dialogue or {}).get("name") in OURS:
        turn.open(None)
    turn.step_aside("bulk", wanted=[[one.unit.id, one.role.value, one.name] for one in wanted])
    turn.tell("bulk.sure", n=len(wanted), units=len({one.unit.id for one in wanted}))
    turn.say(invitation_list.counted(turn.words, wanted))
    before = invitation_list.earlier(turn.tx, wanted, turn.now)
    ways = [Choice(turn.words("bulk.issue", n=len(wanted)), "bulk.issue", {"instead": False}, says=("co", "dong y"))]
    if before:
        turn.tell("bulk.earlier", n=len(before))
        ways.append(Choice(turn.words("bulk.instead"), "bulk.issue", {"instead": True}))
    leaving = Choice(turn.words("invite.leave"), "bulk.leave", says=("huy", "thoat", "khong", "cancel"))
    turn.offer(*ways, leaving)


def _may(turn: Turn, one: Wanted) -> bool:
    me = turn.me
    return one.role in INVITES.get(me.role, ()) and me.unit.covers(one.unit) and one.unit.exists_on(turn.today)


def _refuse(turn: Turn) -> None:
    turn.open(None)
    turn.tell("invite.not_allowed")
    turn.desk.menu(turn)

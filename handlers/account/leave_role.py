"""Leaving one role, or all of them. Access ends at once; what the person did stays with the unit."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reports import coordinators
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import Words
from reporting.roles import FILES
from storage.people import memberships, people
from storage.people.people import Member


def ask_leave(turn: Turn, args: Args) -> None:
    """Says what leaving means and asks for a yes. ``args["everything"]``: all the person's roles."""
    leaving = _meant(turn, args)
    if _held_back(turn, leaving):
        return
    for member in leaving:
        turn.add_message("account.leave.role", role=turn.words(f"text.role.{member.role}"), unit=member.unit.name)
        if member.role in FILES and len(people.of_unit(turn.tx, member.unit.id, FILES)) == 1:
            turn.add_message("account.leave.last_officer", unit=member.unit.name)
    everything = len(leaving) == len(people.memberships(turn.tx, turn.me.person_id))
    turn.add_message("account.leave.sure_all" if everything else "account.leave.sure")
    turn.set_buttons(
        Button(turn.words("account.leave.yes"), "account.leave", dict(args), synonyms=("co", "dong y", "yes")),
        Button(turn.words("account.leave.no"), "account.stay", synonyms=("khong", "huy", "no")),
    )


def leave(turn: Turn, args: Args) -> None:
    """Ends the roles; after the last one the person's conversations belong to nobody."""
    leaving = _meant(turn, args)
    if _held_back(turn, leaving):
        return
    ended = [memberships.leave(turn.tx, member, turn.now) for member in leaving]
    for member in leaving:
        _tell_coordinators(turn, member)
        turn.add_message("account.leave.left", role=turn.words(f"text.role.{member.role}"), unit=member.unit.name)
    turn.start_dialog(None)
    talk = turn.conversation
    if ended[-1].last:
        talk.person_id = talk.membership_id = turn.member = None
        turn.add_message("account.leave.farewell")
        return turn.set_buttons()
    talk.membership_id = None
    turn.member = people.member_of(turn.tx, talk)
    talk.membership_id = turn.me.membership_id
    turn.show_menu()


def stay(turn: Turn, _: object) -> None:
    turn.add_message("account.leave.stayed")
    turn.resume()


def _meant(turn: Turn, args: Args) -> Sequence[Member]:
    return people.memberships(turn.tx, turn.me.person_id) if args["everything"] else [turn.me]


def _held_back(turn: Turn, leaving: Sequence[Member]) -> bool:
    """Says which of the roles has to be handed over first; whether there is one."""
    shields = ((member, memberships.shield(turn.tx, member)) for member in leaving)
    shielded = [(member, why) for member, why in shields if why]
    for member, why in shielded:
        turn.add_message(f"account.leave.{why}", unit=member.unit.name)
    if shielded:
        turn.resume()
    return bool(shielded)


def _tell_coordinators(turn: Turn, member: Member) -> None:
    at = turn.words.moment(turn.now)

    def text(say: Words) -> str:
        role = say(f"text.role.{member.role}")
        return say("account.leave.told", name=member.name, role=role, unit=member.unit.name, moment=at)

    def choices(say: Words) -> list[Button]:
        return [Button(say("account.leave.invite"), "members.choose_invite_role", {"unit": member.unit.id})]

    key = f"left:{member.membership_id}:{turn.now.timestamp():.0f}"
    coordinators.notify_nearest(turn.tx, member.unit, text, choices, key=key, now=turn.now, besides=(member.person_id,))

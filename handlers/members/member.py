"""One member, as a coordinator sees them: the role, and how it is revoked or changed."""

from __future__ import annotations

from handlers.members.member_list import active_words
from handlers.text.people import channel_name
from handlers.turn import notify
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import Words
from reporting.deadlines.calendar import local_day
from reporting.permissions import can_revoke_role
from reporting.roles import FILES
from storage.messaging import conversations
from storage.people import invitations, member_list, memberships, people
from storage.people.member_list import ListedMember
from storage.people.people import Member


def show(turn: Turn, args: Args) -> None:
    """Role, since when, by whom, on which channels, and what can be done."""
    if (listed := _load(turn, args)) is None:
        return
    member = listed.member
    lines = [
        turn.words(
            "members.member.who", name=member.name, role=turn.words(f"text.role.{member.role}"), unit=member.unit.name
        ),
        _since(turn, listed),
        turn.words(
            "members.member.channels", channels=channels_of(turn, member.person_id), active=active_words(turn, listed)
        ),
    ]
    others = [
        other for other in people.memberships(turn.tx, member.person_id) if other.membership_id != member.membership_id
    ]
    if others:
        roles = "; ".join(f"{turn.words(f'text.role.{other.role}')} · {other.unit.name}" for other in others)
        lines.append(turn.words("members.member.others", roles=roles))
    turn.add_text("\n".join(lines))
    turn.set_buttons(*_ways(turn, member), numbered=True)


def ask_revoke(turn: Turn, args: Args) -> None:
    """Says what revoking means and asks for a yes; ``then``: "invite" where another role is to follow."""
    if (listed := _load(turn, args)) is None:
        return
    member, then = listed.member, args.get("then")
    if _refused(turn, member):
        return show(turn, args)
    turn.add_message(
        "members.member.sure", name=member.name, role=turn.words(f"text.role.{member.role}"), unit=member.unit.name
    )
    if member.role in FILES and len(people.of_unit(turn.tx, member.unit.id, FILES)) == 1:
        turn.add_message("members.member.last_officer", unit=member.unit.name)
    if then:
        turn.add_message("members.member.then_invite")
    turn.set_buttons(
        Button(
            turn.words("members.member.yes"),
            "members.revoke_role",
            dict(args),
            synonyms=("co", "dung", "dong y", "yes"),
        ),
        Button(
            turn.words("members.member.no"),
            "members.show_member",
            {"membership": member.membership_id},
            synonyms=("khong", "no"),
        ),
        numbered=True,
    )


def revoke(turn: Turn, args: Args) -> None:
    """Ends the role at once, also in a conversation that is open; the person is notified."""
    if (listed := _load(turn, args)) is None:
        return
    member = listed.member
    if _refused(turn, member):
        return show(turn, args)
    ended = memberships.revoke(turn.tx, member, turn.now, turn.me.person_id)
    by, at = turn.me.name, turn.words.moment(turn.now)

    def told(say: Words) -> str:
        role = say(f"text.role.{member.role}")
        return say("members.member.told", role=role, unit=member.unit.name, by=by, moment=at)

    key = f"revoked:{member.membership_id}:{turn.now.timestamp():.0f}"
    notify.notify_person(turn.tx, member.person_id, told, key=key, now=turn.now)
    turn.add_message(
        "members.member.revoked", name=member.name, role=turn.words(f"text.role.{member.role}"), unit=member.unit.name
    )
    if ended.codes:
        turn.add_message("members.member.codes_too", n=ended.codes)
    if args.get("then"):
        return turn.run_action("members.choose_invite_role", unit=member.unit.id)
    turn.start_dialog(None)
    turn.set_buttons(
        Button(turn.words("members.member.invite"), "members.choose_invite_role", {"unit": member.unit.id}),
        Button(turn.words("members.member.back"), "members.show_list"),
    )


def channels_of(turn: Turn, person_id: int) -> str:
    """ "Telegram, trang trò chuyện": where the person writes from."""
    names = dict.fromkeys(conversation.channel for conversation in conversations.of_person(turn.tx, person_id))
    return ", ".join(channel_name(turn.words, name) for name in names) or "-"


def _since(turn: Turn, listed: ListedMember) -> str:
    day = turn.words.day(local_day(listed.since))
    by = listed.granted_by
    return (
        turn.words("members.member.since", day=day, by=by) if by else turn.words("members.member.since_setup", day=day)
    )


def _ways(turn: Turn, member: Member) -> list[Button]:
    args, buttons = {"membership": member.membership_id}, []
    if can_revoke_role(turn.me, member):
        buttons.append(Button(turn.words("members.member.revoke"), "members.ask_revoke_role", args))
        buttons.append(
            Button(turn.words("members.member.change"), "members.ask_revoke_role", args | {"then": "invite"})
        )
    if given := invitations.handover_of(turn.tx, member.membership_id, turn.now):
        turn.add_message("members.member.handing_over", until=turn.words.moment(given.expires_at))
        buttons.append(
            Button(turn.words("members.handover.revoke"), "members.revoke_handover", {"invitation": given.id})
        )
    return [*buttons, Button(turn.words("members.member.back"), "members.show_list")]


def _load(turn: Turn, args: Args) -> ListedMember | None:
    """The member, where they belong to one's own units; else ``None``: says so and shows the list."""
    listed = member_list.get(turn.tx, args["membership"])
    if listed and turn.me.unit.covers(listed.member.unit):
        return listed
    turn.add_message("members.member.gone")
    turn.run_action("members.show_list")
    return None


def _refused(turn: Turn, member: Member) -> bool:
    """Says why this role may not be revoked here; whether there is a reason."""
    if member.person_id == turn.me.person_id:
        turn.add_message("members.member.yourself")
    elif not can_revoke_role(turn.me, member):
        turn.add_message("members.member.not_yours")
    elif shield := memberships.shield(turn.tx, member):
        turn.add_message(f"members.member.{shield}", name=member.name, unit=member.unit.name)
    else:
        return False
    return True

"""The menu of each role, ``/trogiup``, and the only thing a stranger hears."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from handlers.members import enrol
from handlers.monitoring import overview
from handlers.review import queue
from handlers.text.deadlines import last_date_words
from handlers.turn.context import Turn
from handlers.turn.messages import Choice
from reporting.deadlines.obligation import OWED, State
from reporting.roles import DECIDE_EXTENSIONS, FILES, INVITES, OVERSEES, REVIEWS, Role
from storage.people.invitations import ALPHABET
from storage.reports import obligations

_CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", re.IGNORECASE)


@dataclass(frozen=True)
class Way:
    """A choice of the menu: its label, what it does, who sees it."""

    label: str
    action: str
    roles: Collection[Role]


WAYS = (
    Way("menu.reports", "report.list", FILES),
    Way("menu.summary", "summary.show", OVERSEES - REVIEWS),
    Way("menu.board", "board.list", OVERSEES),
    Way("menu.accept", "accept.queue", REVIEWS),
    Way("menu.summary", "summary.show", REVIEWS),
    Way("menu.status", "status.show", FILES | OVERSEES - REVIEWS),
    Way("menu.totals", "totals.list", OVERSEES),
    Way("menu.papers", "papers.list", OVERSEES),
    Way("menu.request", "request.begin", DECIDE_EXTENSIONS),
    Way("menu.status", "status.show", REVIEWS),
    Way("menu.zones", "zones.home", OVERSEES),
    Way("menu.ask_time", "extension.begin", FILES),
    Way("menu.extensions", "extension.list", DECIDE_EXTENSIONS),
    Way("menu.invite", "invite.begin", INVITES),
    Way("menu.members", "members.begin", INVITES),
    Way("menu.help", "menu.guide", FILES | OVERSEES),
)
"""What is done most often stands first."""
AT_ONCE = 7
"""Choices of the menu a phone shows well; where there are more, the rest is one choice further."""


def show(turn: Turn, _: object = None) -> None:
    """What is owed, then what can be done in the hat worn."""
    if turn.member is None:
        return stranger(turn)
    me = turn.member
    if me.role in FILES:
        _owed(turn)
    turn.tell("menu.head", unit=me.unit.name, role=turn.words(f"account.role.{me.role}"))
    if me.role in OVERSEES:
        overview.headlines(turn)
    if me.role in REVIEWS:
        queue.headline(turn)
    ways = _ways(turn)
    if len(ways) > AT_ONCE:
        ways = [*ways[: AT_ONCE - 1], Choice(turn.words("menu.more"), "menu.more")]
    return turn.offer(*ways, numbered=turn.dialogue is None)


def more(turn: Turn, _: object) -> None:
    """What did not fit the menu."""
    turn.tell("menu.more_head")
    back = Choice(turn.words("menu.back"), "menu.show", says=("quay lai", "menu"))
    turn.offer(*_ways(turn)[AT_ONCE - 1 :], back, numbered=turn.dialogue is None)


def _ways(turn: Turn) -> list[Choice]:
    return [Choice(turn.words(way.label), way.action) for way in WAYS if turn.me.role in way.roles]


def guide(turn: Turn, _: object) -> None:
    """The commands there are for the role."""
    usable = [
        one for one in turn.desk.commands.values() if one.in_menu and (not one.roles or turn.me.role in one.roles)
    ]
    lines = [f"/{one.name}: {turn.words(f'menu.command.{one.name}')}" for one in usable]
    turn.tell("menu.guide")
    turn.say("\n".join(lines))
    turn.tell("menu.guide_end")


def stranger(turn: Turn) -> None:
    """Somebody nobody invited; only a bare code is looked at."""
    text = turn.incoming.said
    if _CODE.fullmatch(text):
        return enrol.look(turn, text)
    return turn.tell("menu.stranger")


def _owed(turn: Turn) -> None:
    listed = obligations.open_of_unit(turn.tx, turn.me.unit.id, turn.today)
    owed = [one for one in listed if one.state in OWED]
    if not owed:
        return turn.tell("menu.nothing_owed")
    if returned := sum(one.state == State.RETURNED for one in owed):
        turn.tell("menu.returned", n=returned)
    to_send = [one for one in owed if one.state != State.RETURNED]
    if not to_send:
        return None
    nearest = min(to_send, key=lambda one: one.late_from)
    key = "menu.owed_late" if nearest.is_late(turn.now) else "menu.owed"
    return turn.tell(key, n=len(to_send), day=last_date_words(turn.words, nearest))

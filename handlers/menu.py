"""The menu of each role, ``/trogiup``, and the only answer to a stranger."""

from __future__ import annotations

import re

from handlers.members import enrol
from handlers.monitoring import overview
from handlers.review import queue
from handlers.text.deadlines import last_date_words
from handlers.turn import cancel
from handlers.turn.context import Turn
from handlers.turn.features import Action, Command, Feature, MenuEntry
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.roles import FILES, OVERSEES, REVIEWS
from storage.people.invitations import ALPHABET
from storage.reports import obligations

_CODE = re.compile(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", re.IGNORECASE)
AT_ONCE = 7
"""Buttons of the menu that a phone shows well; where there are more, a button leads to the rest."""


def show(turn: Turn, _: object = None) -> None:
    """What is owed, then what can be done in the role in use."""
    if turn.member is None:
        return greet_stranger(turn)
    me = turn.member
    if me.role in FILES:
        _owed(turn)
    turn.add_message("menu.head", unit=me.unit.name, role=turn.words(f"text.role.{me.role}"))
    if me.role in OVERSEES:
        overview.add_headlines(turn)
    if me.role in REVIEWS:
        queue.add_headline(turn)
    buttons = _entries(turn)
    if len(buttons) > AT_ONCE:
        buttons = [*buttons[: AT_ONCE - 1], Button(turn.words("menu.more"), "menu.show_more")]
    return turn.set_buttons(*buttons)


def show_more(turn: Turn, _: object) -> None:
    """The entries that did not fit the menu."""
    turn.add_message("menu.more_head")
    back = Button(turn.words("menu.back"), "menu.show", synonyms=("quay lai", "menu"))
    turn.set_buttons(*_entries(turn)[AT_ONCE - 1 :], back)


def _entries(turn: Turn) -> list[Button]:
    return [
        Button(turn.words(entry.label), entry.action) for entry in turn.registry.menu if turn.me.role in entry.roles
    ]


def show_guide(turn: Turn, _: object) -> None:
    """The commands that the role in use may take."""
    commands, descriptions = turn.registry.commands.values(), turn.registry.descriptions
    usable = [c for c in commands if c.in_menu and (c.roles is None or turn.me.role in c.roles)]
    lines = [f"/{command.name}: {turn.words(descriptions[command.name])}" for command in usable]
    turn.add_message("menu.guide")
    turn.add_text("\n".join(lines))
    turn.add_message("menu.guide_end")


def greet_stranger(turn: Turn) -> None:
    """Answers somebody nobody invited; only an invitation code is looked at."""
    text = turn.incoming.typed_text
    if _CODE.fullmatch(text):
        return enrol.show_invitation(turn, text)
    return turn.add_message("menu.stranger")


def _owed(turn: Turn) -> None:
    listed = obligations.open_of_unit(turn.tx, turn.me.unit.id, turn.today)
    owed = [obligation for obligation in listed if obligation.state in OWED]
    if not owed:
        return turn.add_message("menu.nothing_owed")
    if returned := sum(obligation.state == ReportState.RETURNED for obligation in owed):
        turn.add_message("menu.returned", n=returned)
    to_send = [obligation for obligation in owed if obligation.state != ReportState.RETURNED]
    if not to_send:
        return None
    nearest = min(to_send, key=lambda obligation: obligation.late_from)
    key = "menu.owed_late" if nearest.is_late(turn.now) else "menu.owed"
    return turn.add_message(key, n=len(to_send), day=last_date_words(turn.words, nearest))


FEATURE = Feature(
    "menu",
    commands=(
        Command("huy", cancel.cancel, order=140, typed=("huy", "huy bao cao")),
        Command("trogiup", show_guide, order=210, typed=("tro giup", "giup", "huong dan", "help")),
    ),
    actions={
        "menu.show": Action(show),
        "menu.show_guide": Action(show_guide),
        "menu.show_more": Action(show_more),
    },
    menu=(MenuEntry(160, "menu.help", "menu.show_guide", FILES | OVERSEES),),
)

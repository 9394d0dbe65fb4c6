"""``/thanhvien``: who reports, coordinates and leads in the own subtree, and which units have nobody to report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons
from reporting.deadlines.calendar import local_day
from reporting.imports.unit_names import find_units
from reporting.roles import INVITES
from reporting.text import fold
from storage.people import member_list
from storage.people.member_list import ListedMember

Args = Mapping[str, Any]
PAGE = 6
NAMES = 5
"""How many units without an officer are named."""


def start(turn: Turn, rest: str) -> None:
    """``/thanhvien``, ``/thanhvien cai nuoc``."""
    browse_list(turn, {"text": rest})


def show_list(turn: Turn, args: Args) -> None:
    browse_list(turn, {"text": ""})


def on_text(turn: Turn, text: str) -> str | None:
    """A few letters of a unit's or a person's name."""
    if not _meant(member_list.members_within(turn.tx, turn.me.unit), text):
        return turn.words("members.nobody", text=text[:60])
    browse_list(turn, {"text": text})
    return None


def show(turn: Turn) -> None:
    state = turn.dialogue or {}
    browse_list(turn, {"text": state.get("text", ""), "page": state.get("page", 0)})


def browse_list(turn: Turn, args: Args) -> None:
    """A page of the list: first the units nobody reports for, then the people unit by unit."""
    if turn.me.role not in INVITES:
        turn.add_message("members.not_allowed")
        return turn.show_menu()
    text, page = args["text"], args.get("page", 0)
    everyone = member_list.members_within(turn.tx, turn.me.unit)
    listed_members = _meant(everyone, text) if text else everyone
    if text and not listed_members:
        turn.add_message("members.nobody", text=text[:60])
        text, listed_members = "", everyone
    turn.start_dialog("members.list", text=text, page=page)
    alone = _without(turn) if not text and page == 0 else 0
    shown = listed_members[page * PAGE : (page + 1) * PAGE]
    title = "members.found" if text else "members.all"
    turn.add_text(
        "\n".join([turn.words(title, n=len(listed_members), unit=turn.me.unit.name), *_lines(turn, shown, page)])
    )
    turn.add_message("members.how")
    pages = page_buttons(turn, "members.browse_list", page, -(-len(listed_members) // PAGE), text=text)
    turn.set_buttons(*_people(turn, shown, page), *pages, *_further(turn, alone), numbered=True)
    return None


def _without(turn: Turn) -> int:
    """Names the units without an officer; how many they are."""
    units = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    if units:
        names = ", ".join(unit.name for unit in units[:NAMES]) + ("…" if len(units) > NAMES else "")
        turn.add_message("members.without", n=len(units), names=names)
    return len(units)


def _lines(turn: Turn, shown: Sequence[ListedMember], page: int) -> list[str]:
    return [
        turn.words(
            "members.line",
            number=number,
            name=listed_member.member.name,
            role=turn.words(f"text.role.{listed_member.member.role}"),
            unit=listed_member.member.unit.name,
            since=turn.words.day(local_day(listed_member.since)),
            active=active_words(turn, listed_member),
        )
        for number, listed_member in enumerate(shown, page * PAGE + 1)
    ]


def active_words(turn: Turn, listed_member: ListedMember) -> str:
    """ "hoạt động 19/5/2026", "chưa nhắn lần nào"."""
    if listed_member.last_active is None:
        return turn.words("members.never_active")
    return turn.words("members.active", day=turn.words.day(local_day(listed_member.last_active)))


def _people(turn: Turn, shown: Sequence[ListedMember], page: int) -> list[Button]:
    """A choice for each, with its number in the list: names may be alike."""
    return [
        Button(
            turn.words("members.open", number=number, name=listed_member.member.name),
            "members.show_member",
            {"membership": listed_member.member.membership_id},
            synonyms=(fold(listed_member.member.name),),
        )
        for number, listed_member in enumerate(shown, page * PAGE + 1)
    ]


def _meant(everyone: Sequence[ListedMember], text: str) -> list[ListedMember]:
    """Those in a unit the text may mean, or with every word of it beginning a word of their name."""
    units = {
        unit.id
        for unit in find_units(
            {listed_member.member.unit.id: listed_member.member.unit for listed_member in everyone}.values(), text
        )
    }
    typed = fold(text).split()
    return [
        listed_member
        for listed_member in everyone
        if listed_member.member.unit.id in units or _is_called(listed_member.member.name, typed)
    ]


def _is_called(name: str, typed: Sequence[str]) -> bool:
    return bool(typed) and all(any(word.startswith(part) for word in fold(name).split()) for part in typed)


def _further(turn: Turn, alone: int) -> list[Button]:
    some = [Button(turn.words("members.invite_missing", n=alone), "members.invite_missing_officers")] if alone else []
    return [*some, Button(turn.words("members.leave"), "members.leave_list", synonyms=("huy", "thoat"))]


def leave(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    turn.show_menu()

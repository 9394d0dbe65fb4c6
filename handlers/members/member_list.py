"""``/thanhvien``: who reports, coordinates and leads in the own unit and below, and which units have no officer."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.members.state import MemberListState
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from reporting.deadlines.calendar import local_day
from reporting.imports.unit_names import find_units
from reporting.text import fold
from storage.people import member_list
from storage.people.member_list import ListedMember

PAGE = 6
NAMES = 5
"""How many units without an officer are named."""


def start(turn: Turn, rest: str) -> None:
    """``/thanhvien``, ``/thanhvien cai nuoc``."""
    browse_list(turn, {"text": rest})


def show_list(turn: Turn, args: Args) -> None:
    browse_list(turn, {"text": ""})


def on_text(turn: Turn, _: MemberListState, text: str) -> Reply:
    """A few letters of a unit's or a person's name."""
    if not _matches(member_list.members_within(turn.tx, turn.me.unit), text):
        return NotUnderstood(turn.words("members.nobody", text=text[:60]))
    browse_list(turn, {"text": text})
    return HANDLED


def prompt(turn: Turn, state: MemberListState) -> None:
    browse_list(turn, {"text": state.text, "page": state.page})


def browse_list(turn: Turn, args: Args) -> None:
    """A page of the list: first the units without an officer, then the people unit by unit."""
    text, everyone = args["text"], member_list.members_within(turn.tx, turn.me.unit)
    listed = _matches(everyone, text) if text else everyone
    if text and not listed:
        turn.add_message("members.nobody", text=text[:60])
        text, listed = "", everyone
    page = Page.of(listed, args, PAGE)
    turn.start_dialog(MemberListState(text=text, page=page.number))
    without_officer = _name_units_without_officer(turn) if not text and page.number == 0 else 0
    title = turn.words("members.found" if text else "members.all", n=page.total, unit=turn.me.unit.name)
    turn.add_text("\n".join([title, *_lines(turn, page)]))
    turn.add_message("members.how")
    turning = page.buttons(turn, "members.browse_list", text=text)
    turn.set_buttons(*_open_buttons(turn, page), *turning, *_further(turn, without_officer), numbered=True)


def _name_units_without_officer(turn: Turn) -> int:
    """Names the units without an officer; returns how many they are."""
    units = member_list.without_officer(turn.tx, turn.me.unit, turn.today)
    if units:
        names = ", ".join(unit.name for unit in units[:NAMES]) + ("…" if len(units) > NAMES else "")
        turn.add_message("members.without", n=len(units), names=names)
    return len(units)


def _lines(turn: Turn, page: Page[ListedMember]) -> list[str]:
    return [
        turn.words(
            "members.line",
            number=number,
            name=listed.member.name,
            role=turn.words(f"text.role.{listed.member.role}"),
            unit=listed.member.unit.name,
            since=turn.words.day(local_day(listed.since)),
            active=active_words(turn, listed),
        )
        for number, listed in enumerate(page.items, page.first)
    ]


def active_words(turn: Turn, listed: ListedMember) -> str:
    """ "hoạt động 19/5/2026", "chưa nhắn lần nào"."""
    if listed.last_active is None:
        return turn.words("members.never_active")
    return turn.words("members.active", day=turn.words.day(local_day(listed.last_active)))


def _open_buttons(turn: Turn, page: Page[ListedMember]) -> list[Button]:
    """A button for each, with its number in the list: names may be alike."""
    return [
        Button(
            turn.words("members.open", number=number, name=listed.member.name),
            "members.show_member",
            {"membership": listed.member.membership_id},
            synonyms=(fold(listed.member.name),),
        )
        for number, listed in enumerate(page.items, page.first)
    ]


def _matches(everyone: Sequence[ListedMember], text: str) -> list[ListedMember]:
    """Those in a unit the text may mean, or with every word of it beginning a word of their name."""
    known = {listed.member.unit.id: listed.member.unit for listed in everyone}
    units = {unit.id for unit in find_units(known.values(), text)}
    typed = fold(text).split()
    return [listed for listed in everyone if listed.member.unit.id in units or _is_called(listed.member.name, typed)]


def _is_called(name: str, typed: Sequence[str]) -> bool:
    return bool(typed) and all(any(word.startswith(part) for word in fold(name).split()) for part in typed)


def _further(turn: Turn, without_officer: int) -> list[Button]:
    label = turn.words("members.invite_missing", n=without_officer)
    some = [Button(label, "members.invite_missing_officers")] if without_officer else []
    return [*some, Button(turn.words("members.leave"), "members.leave_list", synonyms=("huy", "thoat"))]


def leave(turn: Turn, args: Args) -> None:
    turn.start_dialog(None)
    turn.show_menu()

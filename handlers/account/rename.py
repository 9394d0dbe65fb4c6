"""Sửa tên: how a person is shown; the dialogue "rename", after which the one before goes on."""

from __future__ import annotations

from handlers.reports import coordinators
from handlers.turn import notify
from handlers.turn.context import Turn
from handlers.turn.messages import Choice
from reporting.imports.person_names import LONGEST, person_name
from reporting.text import fold
from storage.people import people


def begin(turn: Turn, _: object) -> None:
    turn.step_aside("rename")
    show(turn)


def show(turn: Turn) -> None:
    turn.tell("account.rename", name=turn.me.name)
    _offer(turn)


def _offer(turn: Turn) -> None:
    turn.offer(Choice(turn.words("account.rename_not"), "account.keep_name", says=("huy", "thoi")), numbered=False)


def hear(turn: Turn, text: str) -> str | None:
    """The new name."""
    if fold(text) in turn.desk.typed:
        return ""
    name = person_name(text)
    if name is None:
        turn.tell("account.bad_name", most=LONGEST)
        _offer(turn)
        return None
    before = turn.me.name
    if name != before:
        people.rename(turn.tx, turn.me.person_id, name, turn.now)
        turn.member = people.member_of(turn.tx, turn.conversation)
        _tell_coordinators(turn, before)
    turn.tell("account.renamed", name=name)
    turn.come_back()
    turn.go_on()
    return None


def keep(turn: Turn, _: object) -> None:
    turn.tell("account.name_kept")
    turn.come_back()
    turn.go_on()


def _tell_coordinators(turn: Turn, before: str) -> None:
    me = turn.me

    def text(unit: str) -> notify.Text:
        return lambda say: say("account.renamed_told", unit=unit, before=before, after=me.name)

    for unit in {one.unit.id: one.unit for one in people.memberships(turn.tx, me.person_id)}.values():
        key = f"renamed:{me.person_id}:{turn.now.timestamp():.0f}:{unit.id}"
        coordinators.tell(turn.tx, unit, text(unit.name), key=key, now=turn.now, besides=(me.person_id,))

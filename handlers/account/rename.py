"""Sửa tên: the name a person is shown by. The dialog stands on top of the open one, which goes on afterwards."""

from __future__ import annotations

from handlers.reports import coordinators
from handlers.turn import notify
from handlers.turn.context import Turn
from handlers.turn.dialog_state import DialogState
from handlers.turn.features import HANDLED, Reply
from handlers.turn.messages import Button
from reporting.imports.person_names import LONGEST, person_name
from storage.people import people


class NameState(DialogState):
    dialog = "account.name"


def ask_name(turn: Turn, _: object) -> None:
    state = NameState()
    turn.push_dialog(state)
    prompt(turn, state)


def prompt(turn: Turn, _: NameState) -> None:
    turn.add_message("account.rename", name=turn.me.name)
    _offer(turn)


def _offer(turn: Turn) -> None:
    turn.set_buttons(
        Button(turn.words("account.rename_not"), "account.keep_name", synonyms=("huy", "thoi")), numbered=False
    )


def on_text(turn: Turn, _: NameState, text: str) -> Reply:
    """The new name."""
    name = person_name(text)
    if name is None:
        turn.add_message("account.bad_name", most=LONGEST)
        _offer(turn)
        return HANDLED
    before = turn.me.name
    if name != before:
        people.rename(turn.tx, turn.me.person_id, name, turn.now)
        turn.member = people.member_of(turn.tx, turn.conversation)
        _tell_coordinators(turn, before)
    turn.add_message("account.renamed", name=name)
    turn.pop_dialog()
    turn.resume()
    return HANDLED


def keep_name(turn: Turn, _: object) -> None:
    turn.add_message("account.name_kept")
    turn.pop_dialog()
    turn.resume()


def _tell_coordinators(turn: Turn, before: str) -> None:
    me = turn.me

    def text(unit: str) -> notify.TextBuilder:
        return lambda say: say("account.renamed_told", unit=unit, before=before, after=me.name)

    for unit in {member.unit.id: member.unit for member in people.memberships(turn.tx, me.person_id)}.values():
        key = f"renamed:{me.person_id}:{turn.now.timestamp():.0f}:{unit.id}"
        coordinators.notify_nearest(turn.tx, unit, text(unit.name), key=key, now=turn.now, besides=(me.person_id,))

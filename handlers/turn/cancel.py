"""/huy: ends the open dialog, and only that."""

from __future__ import annotations

from handlers.turn.context import Turn


def cancel(turn: Turn, typed: str = "") -> None:
    """/huy: gives up what is open, and only that."""
    if turn.dialogue and (give_up_it := turn.desk.dialogues[turn.dialogue["name"]].cancel):
        return give_up_it(turn)
    turn.tell("report.stopped" if turn.dialogue else "report.nothing_to_cancel")
    turn.open(None)
    return turn.desk.menu(turn)

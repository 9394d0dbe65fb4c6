"""/huy: ends the open dialog, and only that."""

from __future__ import annotations

from collections.abc import Callable

from handlers.turn.context import Turn
from handlers.turn.dialog_state import DialogState


def cancel(turn: Turn, typed: str = "") -> None:
    """Runs the open dialog's ``on_cancel``; without one the dialog is closed and the menu shown."""
    if turn.dialog and (on_cancel := turn.definition.on_cancel):
        return on_cancel(turn, turn.dialog)
    turn.add_message("turn.stopped" if turn.dialog else "turn.nothing_to_cancel")
    turn.start_dialog(None)
    return turn.show_menu()


def run_action(action: str) -> Callable[[Turn, DialogState], None]:
    """An ``on_cancel`` that runs the action leading out of the dialog, with the dialog's state as its arguments."""
    return lambda turn, state: turn.run_action(action, **state.model_dump(mode="json"))

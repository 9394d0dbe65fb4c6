"""/huy: ends the open dialog, and only that."""

from __future__ import annotations

from collections.abc import Callable

from handlers.turn.context import Turn


def cancel(turn: Turn, typed: str = "") -> None:
    """Runs the open dialog's ``on_cancel``; without one the dialog is closed and the menu shown."""
    if turn.dialogue and (on_cancel := turn.registry.dialogs[turn.dialogue["name"]].on_cancel):
        return on_cancel(turn)
    turn.add_message("turn.stopped" if turn.dialogue else "turn.nothing_to_cancel")
    turn.start_dialog(None)
    return turn.show_menu()


def run_with_state(action: str) -> Callable[[Turn], None]:
    """An ``on_cancel`` that runs the action leading out of the dialog, with the dialog's state as its arguments."""
    return lambda turn: turn.run_action(action, **(turn.dialogue or {}))

"""/huy: ends the open dialog, and only that."""

from __future__ import annotations

from collections.abc import Callable

from handlers.turn.context import Turn
from handlers.turn.dialog_state import DialogState
from handlers.turn.features import Dialog, LegacyDialog


def cancel(turn: Turn, typed: str = "") -> None:
    """Runs the open dialog's ``on_cancel``; without one the dialog is closed and the menu shown."""
    dialog = turn.registry.dialogs.get(turn.dialogue["name"]) if turn.dialogue else None
    if isinstance(dialog, LegacyDialog) and dialog.on_cancel:
        return dialog.on_cancel(turn)
    if isinstance(dialog, Dialog) and dialog.on_cancel and turn.dialog is not None:
        return dialog.on_cancel(turn, turn.dialog)
    turn.add_message("turn.stopped" if turn.dialogue else "turn.nothing_to_cancel")
    turn.start_dialog(None)
    return turn.show_menu()


def run_with_state(action: str) -> Callable[[Turn], None]:
    """An ``on_cancel`` that runs the action leading out of the dialog, with the dialog's state as its arguments."""
    return lambda turn: turn.run_action(action, **(turn.dialogue or {}))


def run_action(action: str) -> Callable[[Turn, DialogState], None]:
    """An ``on_cancel`` that runs the action leading out of the dialog, with the dialog's state as its arguments."""
    return lambda turn, state: turn.run_action(action, **state.model_dump(mode="json"))

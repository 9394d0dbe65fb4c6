"""What the dialogs of monitoring keep between two messages. ``obligation`` is the id of a unit's report."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.turn.dialog_state import DialogState


class BoardState(DialogState):
    """The board: one report over a unit and the units below it, or the list of reports where ``report`` is not set.

    ``plan``, ``report``, ``period``: the report. ``unit``: unit id, ``None`` for the member's own. ``every``: the list
    is of all periods, not only of those that run today.
    """

    dialog = "monitoring.board"
    plan: str | None = None
    report: str | None = None
    period: str | None = None
    unit: int | None = None
    every: bool = False

    @property
    def args(self) -> dict[str, Any]:
        """The state as arguments of the board's actions; without what is not set."""
        return self.model_dump(exclude_defaults=True)


class PaperRecordState(DialogState):
    """A report on paper: its number, or the day it was received on, once one of them is known."""

    dialog = "monitoring.paper_record"
    obligation: int
    number: str | None = None
    received_on: date | None = None


class ExcuseState(DialogState):
    dialog = "monitoring.excuse"
    obligation: int

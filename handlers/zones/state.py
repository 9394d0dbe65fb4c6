"""What the dialogs of /diaban keep between two messages. Field names are stored with open dialogs."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.turn.dialog_state import DialogState
from reporting.integrity.document_number import DocumentNumber


class ZoneDialogState(DialogState):
    """What all of them keep: the plan and the year."""

    plan: str
    year: int

    @property
    def args(self) -> dict[str, Any]:
        """The state as the arguments of an action."""
        return self.model_dump(mode="json")


class ZoneOverviewState(ZoneDialogState):
    """A list or page that is looked at; a typed name of a commune opens it with the action ``then``."""

    dialog = "zones.overview"
    then: str = "zones.show_commune"


class CriteriaSheetState(ZoneDialogState):
    """The criteria sheet of the commune ``unit`` (its id), at one ``group`` of criteria: "A"."""

    dialog = "zones.criteria_sheet"
    unit: int
    group: str = ""


class ZoneProposalState(ZoneDialogState):
    """The list of proposed communes; typed names are added to it."""

    dialog = "zones.proposal"


class ZoneDecisionState(ZoneDialogState):
    """A decision before it is stored.

    ``decider``: id of the unit that decides. ``units``: ids of the communes chosen. ``before``: ids of those selected
    when the list was shown. ``number``, ``on``: number and date of the document. ``reason``: why the cap is exceeded.
    """

    dialog = "zones.decision"
    decider: int
    units: list[int]
    before: list[int]
    number: str | None = None
    on: date | None = None
    reason: str | None = None

    @property
    def document(self) -> DocumentNumber | None:
        """``None`` until it was typed."""
        return DocumentNumber(self.number, self.on) if self.number and self.on else None


class ZoneEvaluationState(ZoneDialogState):
    """The evaluation of a commune's year: whether the plan's condition holds (``gate``), and a ``note`` on it."""

    dialog = "zones.evaluation"
    unit: int
    gate: bool | None = None
    note: str | None = None


class RelapseState(ZoneDialogState):
    """Waits for the day and the reason of a relapse of the commune ``unit``."""

    dialog = "zones.relapse_note"
    unit: int

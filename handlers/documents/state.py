"""The dialog state of /xuat."""

from __future__ import annotations

from handlers.turn.dialog_state import DialogState


class DocumentMenuState(DialogState):
    """Open while the unit is to be chosen whose report becomes a document; ``unit``: the unit it is within."""

    dialog = "documents.menu"
    plan: str
    report: str
    period: str
    unit: int

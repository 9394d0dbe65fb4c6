"""What the dialogs of extensions keep between two messages."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from handlers.turn.dialog_state import DialogState


class ExtensionRequestState(DialogState):
    """An officer asks for more time: the report (obligation id), and the new last day once it is known."""

    dialog = "extensions.request"
    report: int
    until: date | None = None


class DecisionState(DialogState):
    """A coordinator answers a request; ``membership``: the role it is answered in."""

    extension: int
    membership: int


class RefusalState(DecisionState):
    dialog = "extensions.refusal"


class OtherDayState(DecisionState):
    dialog = "extensions.other_day"


class ReportKey(BaseModel):
    """One report at one level: its plan, report, period and the kind of unit."""

    model_config = ConfigDict(frozen=True)
    plan: str
    report: str
    period: str
    level: str


class BulkState(DialogState):
    """One deadline for all units that owe a report; the new last day once it is known."""

    dialog = "extensions.bulk"
    group: ReportKey
    until: date | None = None

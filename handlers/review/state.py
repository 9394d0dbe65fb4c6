"""What the dialogs of a review keep between two messages."""

from __future__ import annotations

from pydantic import Field

from handlers.turn.dialog_state import DialogState

NumberedRemark = tuple[int, str | None]
"""The number of a question, and the remark typed with it, if any."""


class ShownReportState(DialogState):
    """A report as it was when the dialog began; the dialog ends where it changes."""

    obligation: int
    version: int
    state: str


class ReturnState(ShownReportState):
    """A report that is being returned: ``{"obligation": 7, "reasons": {"c07@17": "Còn thiếu…"}, "ask": ["c11@17"]}``.

    ``reasons``: question key → remark. ``ask``: keys whose remark is asked for. ``left``: numbers typed for which the
    commune is asked.
    """

    dialog = "review.return"
    reasons: dict[str, str] = Field(default_factory=dict)
    ask: list[str] = Field(default_factory=list)
    left: list[NumberedRemark] = Field(default_factory=list)


class UnlockState(ShownReportState):
    """A coordinator is asked why an accepted report is unlocked."""

    dialog = "review.unlock"


class UnlockRequestState(DialogState):
    """An officer is asked why an accepted report should be unlocked."""

    dialog = "review.unlock_request"
    obligation: int

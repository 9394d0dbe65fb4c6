"""The base of what a dialog keeps between two messages."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class DialogState(BaseModel):
    """State of one dialog, stored as JSON in the conversation. A subclass names its dialog::

        class RefusalState(DialogState):
            dialog = "extensions.refuse"
            extension: int

    Values are changed in place; the turn stores them when it ends. Unknown keys of an older version are dropped.
    """

    model_config = ConfigDict(extra="ignore", validate_default=False)
    dialog: ClassVar[str]

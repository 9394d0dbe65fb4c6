"""The base of what a dialog keeps between two messages."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

log = logging.getLogger(__name__)


class DialogState(BaseModel):
    """State of one dialog, stored as JSON in the conversation. A subclass names its dialog::

        class RefusalState(DialogState):
            dialog = "extensions.refusal"
            extension: int

    Values are changed in place; the turn stores them when it ends. Field names are stored too: a renamed field needs
    a migration. Unknown keys of an older version are dropped.
    """

    model_config = ConfigDict(extra="ignore")
    dialog: ClassVar[str]

    @classmethod
    def load(cls, stored: Mapping[str, Any]) -> Self | None:
        """The state as it was stored; ``None`` where an older version stored something that no longer fits."""
        try:
            return cls.model_validate(stored)
        except ValidationError as error:
            log.warning("dialog %s no longer fits: %d fields", cls.dialog, error.error_count())
            return None

    def stored(self) -> dict[str, Any]:
        """What ``load`` reads: ``{"name": "extensions.refusal", "extension": 7}``."""
        return {"name": self.dialog, **self.model_dump(mode="json")}

"""Base classes of a plan's data: models are frozen and refuse unknown keys; a citation names the source of a rule."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"

Id = Annotated[str, StringConstraints(pattern=_ID, max_length=60)]
"""Id of a plan, report or form, stored in the database: ``ca-mau-2026``, ``six-months``."""
QuestionId = Annotated[str, StringConstraints(pattern=_ID, max_length=20)]
"""``c01``, ``next-steps``."""
Percent = Annotated[int, Field(ge=0, le=100)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Citation(Model):
    """The place of a rule in the plan's text: ``{at: IV.3.a, quote: gửi trước ngày 25/5}``. Never used for sorting."""

    at: str
    quote: str | None = None

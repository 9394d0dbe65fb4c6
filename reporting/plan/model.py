"""What every piece of a plan's data shares: it is frozen, knows no extra keys, and says where it comes from."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"

Id = Annotated[str, StringConstraints(pattern=_ID, max_length=60)]
"""What rows of the database name: ``ca-mau-2026``, ``six-months``."""
QuestionId = Annotated[str, StringConstraints(pattern=_ID, max_length=20)]
"""``c01``, ``next-steps``."""
Percent = Annotated[int, Field(ge=0, le=100)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Citation(Model):
    """Where a rule stands: ``{at: IV.3.a, quote: gửi trước ngày 25/5}``. Citations are strings, never sorted."""

    at: str
    quote: str | None = None

"""What every piece of a plan's data shares: it is frozen, knows no extra keys, and says where it comes from."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Model):
    """Where a rule stands: ``{at: IV.3.a, quote: gửi trước ngày 25/5}``. Citations are strings, never sorted."""

    at: str
    quote: str | None = None

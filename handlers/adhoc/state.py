"""What the dialog of /dotxuat keeps between two messages."""

from __future__ import annotations

from datetime import date, datetime, time

from pydantic import Field

from handlers.turn.dialog_state import DialogState
from reporting.deadlines.calendar import TIME_ZONE, last_instant
from reporting.plan.schedule import PeriodKind

ORDER = ("title", "counts", "chosen", "day")
"""What is asked for, one after another."""


class AdhocRequestState(DialogState):
    """A request as far as it is known.

    ``period``: "AD" (ad hoc), "IR" (sơ kết) or "FR" (tổng kết). ``own_form``: a form of the plan is used. ``counts``:
    label and unit of measure of each figure asked for. ``chosen``: the units are settled, all of a ``level`` or those
    in ``units`` (ids). While they are picked, ``page`` is the page shown and ``unclear`` the names typed that may mean
    several units.
    """

    dialog = "adhoc.request"
    period: PeriodKind
    own_form: bool
    plan: str
    title: str | None = None
    counts: list[tuple[str, str]] | None = None
    chosen: bool = False
    level: str | None = None
    units: list[int] = Field(default_factory=list)
    picking: bool = False
    page: int = 0
    unclear: list[str] = Field(default_factory=list)
    day: date | None = None
    hour: time | None = None

    @property
    def missing(self) -> str | None:
        """The first part that is still to be asked for."""
        return next((name for name in ORDER if self._lacks(name)), None)

    @property
    def given(self) -> list[str]:
        """The parts that people gave, in the order they were asked for."""
        return [name for name in ORDER if not self._lacks(name) and not (name == "counts" and self.own_form)]

    def _lacks(self, name: str) -> bool:
        value = getattr(self, name)
        return value is None or value is False

    def forget(self, name: str) -> None:
        """Takes a part back: it is asked for again."""
        setattr(self, name, False if name == "chosen" else None)

    @property
    def last_day(self) -> date:
        assert self.day is not None, "asked for before"
        return self.day

    @property
    def due_at(self) -> datetime | None:
        """The instant it is due, where an hour was given."""
        return datetime.combine(self.last_day, self.hour, tzinfo=TIME_ZONE) if self.hour else None

    @property
    def late_from(self) -> datetime:
        return self.due_at or last_instant(self.last_day)

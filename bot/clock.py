"""The time, passed to everything that needs it. Only this module reads the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Now, as an aware UTC datetime."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock(Clock):
    """A clock that can be set and runs on from there: the demo's."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return super().now() + self.offset

    def move(self, to: datetime) -> None:
        self.offset = to - super().now()

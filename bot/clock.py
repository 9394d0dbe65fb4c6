"""The current time. Handlers, storage and rules get it as an argument and never read the machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Reads the machine's clock; ``now`` returns an aware UTC datetime."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock(Clock):
    """The demo's clock: it can be set to any instant and continues to run from there."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return super().now() + self.offset

    def move(self, to: datetime) -> None:
        self.offset = to - super().now()

"""The clock that ticks. It remembers nothing: what is due is read from the database at every tick."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

SECONDS = 60


class Scheduler:
    """Calls ``tick`` every minute in the running event loop, never twice at once.

    A tick that came late, after a suspended machine say, is made up for once.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: float = SECONDS) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            tick, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True, max_instances=1
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """A tick under way is not waited for; what it has not committed it has not done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

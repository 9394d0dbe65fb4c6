"""Calls the tick every minute. Nothing is scheduled in memory: each tick reads from the database what is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

SECONDS = 60
"""Between two ticks."""


class Scheduler:
    """Calls ``tick`` every ``seconds`` in the running event loop, never two at a time.

    Ticks missed, for example while the machine was suspended, are replaced by one tick.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: float = SECONDS) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            tick, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True, max_instances=1
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Does not wait for a running tick: what it has not committed is repeated by the next start."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

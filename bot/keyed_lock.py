"""A lock per key: holders of one key run one after another in order of arrival, different keys run in parallel."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class KeyedLock:
    """``async with lock.hold(key):`` holds the lock of ``key``; those who wait get it in the order they asked."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[None]:
        queue = self._waiting.get(key)
        if queue is None:
            self._waiting[key] = deque()
        else:
            ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            queue.append(ready)
            try:
                await ready
            except asyncio.CancelledError:
                if ready.done() and not ready.cancelled():
                    self._pass_on(key)
                raise
        try:
            yield
        finally:
            self._pass_on(key)

    def _pass_on(self, key: Hashable) -> None:
        queue = self._waiting[key]
        while queue:
            ready = queue.popleft()
            if not ready.done():
                ready.set_result(None)
                return
        del self._waiting[key]

    def __len__(self) -> int:
        return len(self._waiting)

"""A gate for each channel: closed while its platform wants silence."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable


class ChannelPause:
    """Open while nobody keeps it closed."""

    def __init__(self) -> None:
        self.pauses = 0
        self.open = asyncio.Event()
        self.open.set()


class ChannelPauses:
    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._gates: defaultdict[str, ChannelPause] = defaultdict(ChannelPause)
        self._closers: set[asyncio.Task[None]] = set()

    async def wait_until_open(self, channel: str) -> None:
        await self._gates[channel].open.wait()

    def pause(self, channel: str, seconds: float) -> None:
        """Closed twice it opens when both times are over."""
        gate = self._gates[channel]
        gate.pauses += 1
        gate.open.clear()
        closer = asyncio.ensure_future(self._reopen(gate, seconds))
        self._closers.add(closer)
        closer.add_done_callback(self._closers.discard)

    def stop(self) -> None:
        for closer in self._closers:
            closer.cancel()

    async def _reopen(self, gate: ChannelPause, seconds: float) -> None:
        await self._sleep(seconds)
        gate.pauses -= 1
        if not gate.pauses:
            gate.open.set()

"""Pauses of a channel: nothing is sent while its platform asks for silence (Telegram's 429)."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable


class ChannelPause:
    """The pauses of one channel that have not ended; ``is_open`` is set when there is none."""

    def __init__(self) -> None:
        self.pauses = 0
        self.is_open = asyncio.Event()
        self.is_open.set()


class ChannelPauses:
    """The pauses of all channels. ``sleep`` waits a number of seconds (tests pass their own)."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._pauses: defaultdict[str, ChannelPause] = defaultdict(ChannelPause)
        self._tasks: set[asyncio.Task[None]] = set()

    async def wait_until_open(self, channel: str) -> None:
        await self._pauses[channel].is_open.wait()

    def pause(self, channel: str, seconds: float) -> None:
        """Stops sending on the channel for so many seconds; of two overlapping pauses the later end counts."""
        channel_pause = self._pauses[channel]
        channel_pause.pauses += 1
        channel_pause.is_open.clear()
        task = asyncio.ensure_future(self._reopen(channel_pause, seconds))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _reopen(self, channel_pause: ChannelPause, seconds: float) -> None:
        await self._sleep(seconds)
        channel_pause.pauses -= 1
        if not channel_pause.pauses:
            channel_pause.is_open.set()

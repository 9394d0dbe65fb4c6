"""Limits the messages per second of a channel: even intervals, replies before bulk, pauses the platform asks for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Hashable

REPLY, BULK = 0, 1
REMEMBERED = 10_000
"""Chats whose allowance is kept in memory; above it, chats with a full allowance are removed."""


class RateLimiter:
    """``await rate_limiter.wait_for_slot(lane, chat)`` returns when one message of that lane may go to that chat.

    Slots are ``1/rate`` seconds apart, bulk ones ``1/bulk_rate``, so there is no burst over all chats. One chat gets
    ``chat_burst`` messages at once and then ``chat_rate`` a second. All rates are messages a second; 0 is no limit.
    """

    def __init__(self, rate: float = 29, bulk_rate: float = 25, chat_rate: float = 1, chat_burst: int = 3) -> None:
        self._gap, self._bulk_gap, self._chat_gap = (1 / r if r else 0.0 for r in (rate, bulk_rate, chat_rate))
        self._chat_burst = chat_burst
        self._next = self._next_bulk = self._silent_until = 0.0
        self._waiting: tuple[deque[asyncio.Future[None]], ...] = (deque(), deque())
        self._timer: asyncio.TimerHandle | None = None
        self._full_at: dict[Hashable, float] = {}

    async def wait_for_slot(self, lane: int, chat: Hashable) -> None:
        """Waits for the chat's allowance, then for a slot of the lane (REPLY or BULK)."""
        await self._allowance(chat)
        ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[BULK if lane else REPLY].append(ready)
        self._release()
        await ready

    @property
    def is_paused(self) -> bool:
        """Whether the platform's pause lasts."""
        return asyncio.get_running_loop().time() < self._silent_until

    def take_spare_slot(self, chat: Hashable) -> bool:
        """Takes a slot for an optional call, unless a message would have to wait for it. Returns whether it did."""
        now = asyncio.get_running_loop().time()
        busy = any(self._waiting) or now < max(self._next, self._silent_until)
        if busy or self._wait(chat, now) + self._chat_gap > 0:
            return False
        self._spend(chat, now)
        self._next = now + self._gap
        return True

    def pause(self, seconds: float) -> None:
        """Sends nothing for so many seconds."""
        self._silent_until = max(self._silent_until, asyncio.get_running_loop().time() + seconds)

    async def _allowance(self, chat: Hashable) -> None:
        """Waits until the chat's own rate allows a message, in order of the calls."""
        if not self._chat_gap:
            return
        now = asyncio.get_running_loop().time()
        wait = self._wait(chat, now)
        self._spend(chat, now)
        if wait > 0:
            await asyncio.sleep(wait)

    def _wait(self, chat: Hashable, now: float) -> float:
        """Seconds until the chat's next message; negative where more than one may go at once."""
        return self._full_at.get(chat, now) - (self._chat_burst - 1) * self._chat_gap - now

    def _spend(self, chat: Hashable, now: float) -> None:
        if len(self._full_at) >= REMEMBERED:
            self._full_at = {chat: at for chat, at in self._full_at.items() if at > now}
        self._full_at[chat] = max(now, self._full_at.get(chat, now)) + self._chat_gap

    def _release(self) -> None:
        """Grants every slot that is due, and sets a timer for the next one."""
        if self._timer:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        while lane := self._next_lane():
            now, due = loop.time(), self._due(lane)
            if due > now:
                self._timer = loop.call_at(due, self._release)
                return
            lane.popleft().set_result(None)
            # After a late timer the next gap may be half as long, so that the rate is kept without a burst.
            self._next = max(due + self._gap, now + self._gap / 2)
            if lane is self._waiting[BULK]:
                self._next_bulk = max(due + self._bulk_gap, now + self._bulk_gap / 2)

    def _next_lane(self) -> deque[asyncio.Future[None]] | None:
        """The first lane in which somebody waits; cancelled calls are removed."""
        for lane in self._waiting:
            while lane and lane[0].done():
                lane.popleft()
            if lane:
                return lane
        return None

    def _due(self, lane: deque[asyncio.Future[None]]) -> float:
        """The loop time of the lane's next slot, in seconds."""
        return max(self._next, self._silent_until, self._next_bulk if lane is self._waiting[BULK] else 0.0)

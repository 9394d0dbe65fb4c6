"""A clock, a channel and what the database says, for tests of delivery."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bot.delivery.outbox_sender import MessageSent, OutboxSender, SendResult
from storage.database.schema import outbox as rows
from storage.database.store import Store, Work
from storage.messaging import conversations, outbox
from storage.messaging.outbox import REPLY, OutboxClaim, OutboxMessage


class Time:
    """A clock that only sleeping moves."""

    def __init__(self, start: datetime) -> None:
        self.instant = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.instant

    def pass_by(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.pass_by(seconds)
        await asyncio.sleep(0)


class Phones:
    """A channel: what each address has heard, and what it is to answer instead of ``MessageSent``."""

    name = "telegram"

    def __init__(self) -> None:
        self.log: list[tuple[str, str]] = []
        self.answers: defaultdict[str, deque[SendResult | Exception]] = defaultdict(deque)
        self.hold: dict[str, asyncio.Event] = {}
        self.most_at_once = self._now = 0
        self._news = asyncio.Condition()

    async def send(self, message: OutboxMessage) -> SendResult:
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            await self._note(message)
            if message.address in self.hold:
                await self.hold[message.address].wait()
            answers = self.answers[message.address]
            answer = answers.popleft() if answers else MessageSent(f"m{message.id}")
            if isinstance(answer, Exception):
                raise answer
            return answer
        finally:
            self._now -= 1

    async def _note(self, message: OutboxMessage) -> None:
        async with self._news:
            self.log.append((message.address, message.payload["text"]))
            self._news.notify_all()

    async def rang(self, times: int) -> None:
        """Waits until so many messages have come in."""
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: len(self.log) >= times)

    def heard(self, address: str) -> list[str]:
        return [text for to, text in self.log if to == address]


async def say(
    store: Store, time: Time, *messages: tuple[str, str], claim: OutboxClaim | None = None, lane: int = REPLY
) -> Any:
    """Turns of their own that end in messages; returns the parcels."""

    def one(address: str, text: str) -> Work[OutboxMessage | None]:
        def work(tx: Connection) -> OutboxMessage | None:
            to = conversations.lock_conversation(tx, "telegram", address, time.now())
            return outbox.add(tx, to, {"text": text}, now=time.now(), claim=claim, lane=lane)

        return work

    return [await store.write(one(address, text)) for address, text in messages]


async def states(store: Store) -> list[tuple[str, str, int]]:
    def look(tx: Connection) -> Any:
        result_rows = tx.execute(select(rows.c.payload, rows.c.state, rows.c.attempts).order_by(rows.c.id))
        return [(row.payload["text"], row.state, row.attempts) for row in result_rows]

    return list(await store.read(look))


async def stored(store: Store, enough: Callable[[list[tuple[str, str, int]]], bool]) -> None:
    """Waits until what the database says of the messages is enough."""
    async with asyncio.timeout(10):
        while not enough(await states(store)):
            pass


async def swept_until(delivery: OutboxSender, phones: Phones, times: int) -> None:
    """Sweeps until so many messages have come in: the outcome of the last one is stored at its leisure."""
    async with asyncio.timeout(10):
        while len(phones.log) < times:
            await delivery.sweep()

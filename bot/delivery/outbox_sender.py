"""From the outbox to the channels: in order within a conversation, many conversations side by side, nothing forgotten.

A fresh reply goes out straight from memory, claimed since it was inserted; the sweep brings what waits in the database:
bulk, what is to be tried again, what another program left behind. What was sent and not marked goes out again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import Connection

from bot.delivery.channel_pause import ChannelPauses
from bot.delivery.send_queue import SendQueue
from bot.delivery.send_result import AddressGone, Channel, MessageRejected, MessageSent, RetryLater, SendResult
from bot.error_format import describe_error
from handlers.reminders.undeliverable import GONE, REFUSED, LossReason
from storage.database.store import Store, StoreUnavailable
from storage.messaging import conversations, outbox
from storage.messaging.outbox import BULK, REPLY, DeliveredMessage, OutboxClaim, OutboxMessage

__all__ = ["AddressGone", "Channel", "MessageRejected", "MessageSent", "OutboxSender", "RetryLater", "SendResult"]

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
"""How long a claim lasts; whoever lives renews it in time."""
SWEEP_EVERY = 5.0
"""Seconds between two looks into the database where nothing asks for one."""
ROOM = {REPLY: 2_000, BULK: 500}
"""How many parcels a sweep lets memory hold."""
SIDE_BY_SIDE = {REPLY: 64, BULK: 16}
"""Sending at the same time on one channel."""
TRIES = 8  # after so many unexpected errors a parcel is parked
LONGEST_WAIT = 60.0
STORE_AGAIN = 1.0  # seconds before an outcome that could not be stored is tried again


PrepareMessage: TypeAlias = Callable[[OutboxMessage], Awaitable[OutboxMessage]]
"""Makes what a message still lacks, and returns it as it is to be sent."""
OnLost: TypeAlias = Callable[[Connection, OutboxMessage, LossReason], Any]
"""Tells whoever should know, in the transaction that parks the parcel; its own parcels go unclaimed."""


class OutboxSender:
    """``holder`` names this program among those that deliver from the same database."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        holder: str,
        now: Callable[[], datetime],
        *,
        prepare: PrepareMessage | None = None,
        on_lost: OnLost = lambda *_: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store, self._channels, self._holder, self._now = store, channels, holder, now
        self._prepare, self._on_lost, self._sleep = prepare, on_lost, sleep
        self._parcels = SendQueue()
        self._gates = ChannelPauses(sleep)
        self._deferred: dict[int, int] = {}  # conversation → lane: a row in the database comes first
        self._sent: dict[int, DeliveredMessage] = {}  # not marked yet
        self._books = asyncio.Lock()  # no sweep while what was sent is marked, or what waits is given back
        self._running: Counter[tuple[str, int]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loops: list[asyncio.Task[None]] = []
        self._to_mark, self._to_sweep = asyncio.Event(), asyncio.Event()
        self._stopping = False

    @property
    def claim(self) -> OutboxClaim:
        """For parcels that will be posted as soon as their transaction has committed."""
        return OutboxClaim(self._holder, self._now() + LEASE)

    @property
    def backlog(self) -> int:
        """Replies in memory that are not sent yet: where they grow too many, channels take fewer messages."""
        return self._parcels.count(REPLY)

    def enqueue(self, parcels: Iterable[OutboxMessage]) -> None:
        """After the commit. Those without a claim of ours are found in the database."""
        held_up: list[int] = []
        for parcel in parcels:
            if parcel.claimed_until is None:
                self._to_sweep.set()
            elif parcel.lane >= self._deferred.get(parcel.conversation_id, BULK + 1):
                held_up.append(parcel.id)
            else:
                self._parcels.put(parcel)
        if held_up:
            self._spawn(self._give_back(held_up))
        self._pump()

    async def start(self) -> None:
        """Where no other program delivers, what an earlier run left goes out at once; else when its claims end."""
        if not self._store.shared:
            await self._store.write(outbox.give_back_everything)
        self._loops = [asyncio.create_task(self._keep_marking()), asyncio.create_task(self._keep_sweeping())]

    async def stop(self, patience: float = 5.0) -> None:
        """Lets what is being sent finish, marks what was sent, and leaves the rest to the next run."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in self._tasks:
            task.cancel()
        self._to_sweep.set()
        self._to_mark.set()
        await asyncio.gather(*self._loops, *self._tasks, return_exceptions=True)
        self._gates.stop()
        try:
            await self._store.write(partial(outbox.mark_sent, delivered=list(self._sent.values())))
            await self._store.write(partial(outbox.give_back_everything, by=self._holder))
        except StoreUnavailable:
            log.warning("%d messages sent but not marked: they will be repeated", len(self._sent))

    async def sweep(self) -> None:
        """Renews claims and brings due rows that nobody holds, as many as there is room for."""
        await self._renew()
        for lane in (REPLY, BULK):
            while (room := ROOM[lane] - self._parcels.count(lane)) > 0:
                claim = partial(outbox.claim_waiting, claim=self.claim, now=self._now(), lane=lane)
                async with self._books:
                    parcels = await self._store.write(partial(claim, channels=self._channels, limit=room))
                    self._take_over(parcels)
                if not parcels:
                    break

    def _take_over(self, parcels: list[OutboxMessage]) -> None:
        for parcel in parcels:
            self._deferred.pop(parcel.conversation_id, None)
            if parcel.id not in self._sent:
                self._parcels.put(parcel)
        self._pump()

    async def _renew(self) -> None:
        soon = self._now() + LEASE * 2 / 3
        ending = [id for id, until in self._parcels.claimed_until.items() if until < soon]
        if not ending:
            return
        claim = self.claim
        ours = await self._store.write(partial(outbox.renew, claim=claim, ids=ending))
        held = self._parcels.claimed_until
        held.update((id, claim.until) for id in ours if id in held)
        self._parcels.remove(id for id in ending if id not in ours)

    def _pump(self) -> None:
        for name in self._channels:
            for lane, width in SIDE_BY_SIDE.items():
                while not self._stopping and self._running[name, lane] < width:
                    parcel = self._parcels.take(name, lane)
                    if parcel is None:
                        break
                    self._running[name, lane] += 1
                    self._spawn(self._serve(parcel))

    async def _serve(self, parcel: OutboxMessage) -> None:
        try:
            await self._send(parcel)
        except Exception as error:
            log.error("message %d: its outcome could not be kept: %s", parcel.id, describe_error(error))
        finally:
            self._running[parcel.channel, parcel.lane] -= 1
            self._parcels.done(parcel)
            if parcel.lane == BULK and self._parcels.count(BULK) == ROOM[BULK] // 2:
                self._to_sweep.set()
            self._pump()

    async def _send(self, parcel: OutboxMessage) -> None:
        while True:
            await self._gates.wait_until_open(parcel.channel)
            if self._parcels.claimed_until[parcel.id] <= self._now():
                await self._leave_to_the_database(parcel)
                return self._to_sweep.set()
            try:
                if parcel.lane == BULK and not await self._store.read(partial(outbox.is_waiting, id=parcel.id)):
                    return  # taken back: what it says is no longer so
                ready = await self._prepare(parcel) if self._prepare else parcel
                outcome = await self._channels[parcel.channel].send(ready)
            except StoreUnavailable:
                return await self._leave_to_the_database(parcel)
            except Exception as error:
                return await self._failed(parcel, error)
            if not (isinstance(outcome, RetryLater) and outcome.everyone):
                return await self._settle(parcel, outcome)
            self._gates.pause(parcel.channel, outcome.seconds)

    async def _settle(self, parcel: OutboxMessage, outcome: SendResult) -> None:
        match outcome:
            case MessageSent(platform_id):
                self._sent[parcel.id] = DeliveredMessage(parcel.id, platform_id, self._now())
                self._to_mark.set()
            case RetryLater(seconds):
                tried = min(parcel.attempts + 1, TRIES - 2)  # however long a platform is away, errors have two tries
                await self._defer(parcel, seconds * 2 ** (tried - 1), tried, None)
            case AddressGone(reason):
                await self._give_up(parcel, reason, GONE)
            case MessageRejected(reason):
                log.warning("message %d to %s was refused: %s", parcel.id, parcel.channel, reason)
                await self._give_up(parcel, reason, REFUSED)

    async def _failed(self, parcel: OutboxMessage, error: Exception) -> None:
        what = describe_error(error)
        tried = parcel.attempts + 1
        log.error("message %d to %s, try %d: %s", parcel.id, parcel.channel, tried, what)
        if tried >= TRIES:
            await self._give_up(parcel, what, REFUSED)
        else:
            await self._defer(parcel, 2.0**tried, tried, what)

    async def _defer(self, parcel: OutboxMessage, seconds: float, attempts: int, error: str | None) -> None:
        wait = min(seconds, LONGEST_WAIT)
        until = self._now() + timedelta(seconds=wait)
        await self._leave_to_the_database(
            parcel, partial(outbox.defer, parcel=parcel, until=until, attempts=attempts, error=error)
        )
        if wait < SWEEP_EVERY:
            asyncio.get_running_loop().call_later(wait, self._to_sweep.set)

    async def _leave_to_the_database(
        self, parcel: OutboxMessage, work: Callable[[Connection], None] | None = None
    ) -> None:
        """The row waits there, and what follows it in its conversation behind it."""
        conversation = parcel.conversation_id
        async with self._books:  # a sweep on its way may bring what follows; it must be given back too
            self._deferred[conversation] = min(parcel.lane, self._deferred.get(conversation, BULK))
            behind = self._parcels.remove_behind(parcel)

            def leave(tx: Connection) -> None:
                if work:
                    work(tx)
                if behind:
                    outbox.give_back(tx, self._holder, behind)

            await self._record(leave)

    async def _give_back(self, ids: list[int]) -> None:
        await self._record(partial(outbox.give_back, by=self._holder, ids=ids))
        self._to_sweep.set()

    async def _give_up(self, parcel: OutboxMessage, reason: str, why: LossReason) -> None:
        def park(tx: Connection) -> None:
            outbox.park(tx, parcel, reason)
            if why == GONE:
                outbox.park_conversation(tx, parcel.conversation_id, reason)
            if why == REFUSED or conversations.block(tx, parcel.conversation_id, self._now()):
                self._on_lost(tx, parcel, why)

        async with self._books:
            if why == GONE:
                self._parcels.remove_behind(parcel)
            await self._record(park)
        self._to_sweep.set()

    async def _record(self, work: Callable[[Connection], None]) -> None:
        while True:
            try:
                return await self._store.write(work)
            except StoreUnavailable:
                if self._stopping:
                    raise
                await self._sleep(STORE_AGAIN)

    async def _keep_marking(self) -> None:
        while not self._stopping:
            await self._to_mark.wait()
            self._to_mark.clear()
            try:
                await self._mark()
            except Exception as error:  # what is sent next tries again
                log.error("what was sent could not be marked: %s", describe_error(error))

    async def _mark(self) -> None:
        """One write for whatever was sent while the last one ran."""
        async with self._books:
            batch = list(self._sent.values())
            await self._record(partial(outbox.mark_sent, delivered=batch))
            for delivered in batch:
                del self._sent[delivered.id]

    async def _keep_sweeping(self) -> None:
        while not self._stopping:
            try:
                await self.sweep()
            except StoreUnavailable as error:
                log.warning("the outbox cannot be read: %s", error)
            except Exception as error:
                log.error("the outbox could not be swept: %s", describe_error(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(SWEEP_EVERY):
                    await self._to_sweep.wait()
            self._to_sweep.clear()

    def _spawn(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

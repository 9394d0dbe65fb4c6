"""Sends outbox messages to the channels: in order within a conversation, many conversations in parallel.

A reply is claimed by this process when it is inserted and is sent from memory. The sweep claims what waits in the
database: bulk messages, retries, and messages of a process that ended. A message that was sent but not marked as sent
before a crash is sent again.
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
"""How long a claim lasts; a running process renews its claims before they expire."""
SWEEP_EVERY = 5.0
"""Seconds between two sweeps unless one is requested earlier."""
ROOM = {REPLY: 2_000, BULK: 500}
"""Messages a sweep keeps in memory at most, by lane."""
SIDE_BY_SIDE = {REPLY: 64, BULK: 16}
"""Messages sent at the same time on one channel, by lane."""
TRIES = 8
"""Unexpected errors after which a message is given up (parked)."""
LONGEST_WAIT = 60.0
"""Seconds before a message is tried again, at most."""
STORE_AGAIN = 1.0
"""Seconds before a failed write to the store is repeated."""


PrepareMessage: TypeAlias = Callable[[OutboxMessage], Awaitable[OutboxMessage]]
"""Renders what a message still lacks, and returns the message to send."""
OnLost: TypeAlias = Callable[[Connection, OutboxMessage, LossReason], Any]
"""Informs others of an undeliverable message, in the transaction that parks it; the messages it adds are unclaimed."""


class OutboxSender:
    """Delivers the outbox. ``holder`` is the name of this process in claims; it is unique per database."""

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
        self._queue = SendQueue()
        self._pauses = ChannelPauses(sleep)
        self._deferred: dict[int, int] = {}  # conversation → lane of a row in the database that must be sent first
        self._sent: dict[int, DeliveredMessage] = {}  # sent, not yet marked as sent in the database
        self._marking_lock = asyncio.Lock()  # no sweep while messages are marked as sent or given back
        self._running: Counter[tuple[str, int]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loops: list[asyncio.Task[None]] = []
        self._to_mark, self._to_sweep = asyncio.Event(), asyncio.Event()
        self._stopping = False

    @property
    def claim(self) -> OutboxClaim:
        """A claim for messages that are passed to ``enqueue`` as soon as their transaction has committed."""
        return OutboxClaim(self._holder, self._now() + LEASE)

    @property
    def backlog(self) -> int:
        """Replies in memory that are not sent yet; the Telegram channel stops fetching while there are too many."""
        return self._queue.count(REPLY)

    def enqueue(self, messages: Iterable[OutboxMessage]) -> None:
        """Takes messages after their commit. Those without a claim are left to the next sweep."""
        deferred_ids: list[int] = []
        for message in messages:
            if message.claimed_until is None:
                self._to_sweep.set()
            elif message.lane >= self._deferred.get(message.conversation_id, BULK + 1):
                deferred_ids.append(message.id)
            else:
                self._queue.put(message)
        if deferred_ids:
            self._spawn(self._give_back(deferred_ids))
        self._pump()

    async def start(self) -> None:
        """Starts delivery. On a database of one process (SQLite) claims left by an earlier run are ended at once."""
        if not self._store.shared:
            await self._store.write(outbox.give_back_everything)
        self._loops = [asyncio.create_task(self._keep_marking()), asyncio.create_task(self._keep_sweeping())]

    async def stop(self, patience: float = 5.0) -> None:
        """Waits up to ``patience`` seconds for messages being sent, marks them, and gives back all other claims."""
        self._stopping = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in self._tasks:
            task.cancel()
        self._to_sweep.set()
        self._to_mark.set()
        await asyncio.gather(*self._loops, *self._tasks, return_exceptions=True)
        self._pauses.stop()
        try:
            await self._store.write(partial(outbox.mark_sent, delivered=list(self._sent.values())))
            await self._store.write(partial(outbox.give_back_everything, by=self._holder))
        except StoreUnavailable:
            log.warning("%d messages sent but not marked: they will be repeated", len(self._sent))

    async def sweep(self) -> None:
        """Renews claims and loads due messages that nobody has claimed, up to ``ROOM``."""
        await self._renew()
        for lane in (REPLY, BULK):
            while (room := ROOM[lane] - self._queue.count(lane)) > 0:
                claim = partial(outbox.claim_waiting, claim=self.claim, now=self._now(), lane=lane)
                async with self._marking_lock:
                    messages = await self._store.write(partial(claim, channels=self._channels, limit=room))
                    self._take_over(messages)
                if not messages:
                    break

    def _take_over(self, messages: list[OutboxMessage]) -> None:
        for message in messages:
            self._deferred.pop(message.conversation_id, None)
            if message.id not in self._sent:
                self._queue.put(message)
        self._pump()

    async def _renew(self) -> None:
        """Renews claims that expire soon; removes messages that another process has claimed."""
        soon = self._now() + LEASE * 2 / 3
        expiring = [message_id for message_id, until in self._queue.claimed_until.items() if until < soon]
        if not expiring:
            return
        claim = self.claim
        renewed = await self._store.write(partial(outbox.renew, claim=claim, ids=expiring))
        claims = self._queue.claimed_until
        claims.update((message_id, claim.until) for message_id in renewed if message_id in claims)
        self._queue.remove(message_id for message_id in expiring if message_id not in renewed)

    def _pump(self) -> None:
        """Starts sending as many messages as ``SIDE_BY_SIDE`` allows."""
        for name in self._channels:
            for lane, width in SIDE_BY_SIDE.items():
                while not self._stopping and self._running[name, lane] < width:
                    message = self._queue.take(name, lane)
                    if message is None:
                        break
                    self._running[name, lane] += 1
                    self._spawn(self._serve(message))

    async def _serve(self, message: OutboxMessage) -> None:
        try:
            await self._send(message)
        except Exception as error:
            log.error("message %d: its result could not be stored: %s", message.id, describe_error(error))
        finally:
            self._running[message.channel, message.lane] -= 1
            self._queue.done(message)
            if message.lane == BULK and self._queue.count(BULK) == ROOM[BULK] // 2:
                self._to_sweep.set()
            self._pump()

    async def _send(self, message: OutboxMessage) -> None:
        while True:
            await self._pauses.wait_until_open(message.channel)
            if self._queue.claimed_until[message.id] <= self._now():
                await self._return_to_database(message)
                return self._to_sweep.set()
            try:
                waiting = partial(outbox.is_waiting, message_id=message.id)
                if message.lane == BULK and not await self._store.read(waiting):
                    return  # cancelled: the reminder is no longer true
                prepared = await self._prepare(message) if self._prepare else message
                result = await self._channels[message.channel].send(prepared)
            except StoreUnavailable:
                return await self._return_to_database(message)
            except Exception as error:
                return await self._failed(message, error)
            if not (isinstance(result, RetryLater) and result.whole_channel):
                return await self._settle(message, result)
            self._pauses.pause(message.channel, result.seconds)

    async def _settle(self, message: OutboxMessage, result: SendResult) -> None:
        match result:
            case MessageSent(platform_id):
                self._sent[message.id] = DeliveredMessage(message.id, platform_id, self._now())
                self._to_mark.set()
            case RetryLater(seconds):
                attempts_made = min(
                    message.attempts + 1, TRIES - 2
                )  # two tries remain for unexpected errors after a long outage
                await self._defer(message, seconds * 2 ** (attempts_made - 1), attempts_made, None)
            case AddressGone(reason):
                await self._give_up(message, reason, GONE)
            case MessageRejected(reason):
                log.warning("message %d to %s was refused: %s", message.id, message.channel, reason)
                await self._give_up(message, reason, REFUSED)

    async def _failed(self, message: OutboxMessage, error: Exception) -> None:
        failure = describe_error(error)
        attempts_made = message.attempts + 1
        log.error("message %d to %s, try %d: %s", message.id, message.channel, attempts_made, failure)
        if attempts_made >= TRIES:
            await self._give_up(message, failure, REFUSED)
        else:
            await self._defer(message, 2.0**attempts_made, attempts_made, failure)

    async def _defer(self, message: OutboxMessage, seconds: float, attempts: int, error: str | None) -> None:
        wait = min(seconds, LONGEST_WAIT)
        until = self._now() + timedelta(seconds=wait)
        await self._return_to_database(
            message, lambda tx: outbox.defer(tx, message, until, attempts=attempts, error=error)
        )
        if wait < SWEEP_EVERY:
            asyncio.get_running_loop().call_later(wait, self._to_sweep.set)

    async def _return_to_database(
        self, message: OutboxMessage, work: Callable[[Connection], None] | None = None
    ) -> None:
        """Removes a message and all later ones of its conversation from memory; a sweep loads them again.

        ``work`` runs in the same transaction.
        """
        conversation = message.conversation_id
        async with self._marking_lock:  # a running sweep may have loaded later ones
            self._deferred[conversation] = min(message.lane, self._deferred.get(conversation, BULK))
            later_ids = self._queue.remove_behind(message)

            def work_and_give_back(tx: Connection) -> None:
                if work:
                    work(tx)
                if later_ids:
                    outbox.give_back(tx, self._holder, later_ids)

            await self._record(work_and_give_back)

    async def _give_back(self, ids: list[int]) -> None:
        await self._record(partial(outbox.give_back, by=self._holder, ids=ids))
        self._to_sweep.set()

    async def _give_up(self, message: OutboxMessage, reason: str, loss: LossReason) -> None:
        def park(tx: Connection) -> None:
            outbox.park(tx, message, reason)
            if loss == GONE:
                outbox.park_conversation(tx, message.conversation_id, reason)
            if loss == REFUSED or conversations.block(tx, message.conversation_id, self._now()):
                self._on_lost(tx, message, loss)

        async with self._marking_lock:
            if loss == GONE:
                self._queue.remove_behind(message)
            await self._record(park)
        self._to_sweep.set()

    async def _record(self, work: Callable[[Connection], None]) -> None:
        """Writes, and repeats the write until the store is available or the sender stops."""
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
            except Exception as error:  # the next message that is sent tries again
                log.error("what was sent could not be marked: %s", describe_error(error))

    async def _mark(self) -> None:
        """Marks as sent, in one write, all messages sent since the last write."""
        async with self._marking_lock:
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

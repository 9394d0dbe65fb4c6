"""A message comes in: one turn, committed; a turn that fails three times becomes a dead letter and a polite answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from bot.delivery.outbox_sender import OutboxSender
from bot.error_format import call_path, describe_error
from bot.keyed_lock import KeyedLock
from handlers.turn import dispatch
from handlers.turn.incoming_files import parse_incoming_file
from handlers.turn.messages import Incoming
from handlers.turn.services import Services
from locales import words
from storage.database.store import Store, StoreUnavailable
from storage.messaging import conversations, dead_letters, inbound_events, outbox
from storage.messaging.outbox import OutboxClaim, OutboxMessage

log = logging.getLogger(__name__)
TRIES = 3


class InboundReceiver:
    """Takes what channels hand over. ``receive`` returns after the commit, so a channel may then acknowledge."""

    def __init__(self, store: Store, services: Services, delivery: OutboxSender, now: Callable[[], datetime]) -> None:
        self._store, self._services, self._delivery, self._now = store, services, delivery, now
        self._lanes = KeyedLock()
        self._reading = asyncio.Semaphore()
        self._unsure: set[tuple[str, str]] = set()  # events whose commit failed, or was not heard of

    async def receive(self, incoming: Incoming) -> None:
        """Raises ``StoreUnavailable`` where nothing could be kept: the channel must not acknowledge."""
        async with self._lanes.hold((incoming.channel, incoming.address)):
            self._delivery.enqueue(await self._take(await self._looked_into(incoming)))

    async def _looked_into(self, incoming: Incoming) -> Incoming:
        """A file is read before the turn, in a thread, one at a time: within the turn everybody would wait for it."""
        if incoming.file is None:
            return incoming
        async with self._reading:
            return await asyncio.to_thread(parse_incoming_file, incoming)

    async def _take(self, incoming: Incoming) -> list[OutboxMessage]:
        """Where the store fails, what is on disk is not known until the event comes again: then all that waits for the
        person and is ours goes out, so that no answer overtakes an older one.
        """
        event = (incoming.channel, incoming.event_id)
        try:
            parcels = await self._try(incoming, repeated=event in self._unsure)
        except StoreUnavailable:
            self._unsure.add(event)
            raise
        self._unsure.discard(event)
        return parcels

    async def _try(self, incoming: Incoming, *, repeated: bool) -> list[OutboxMessage]:
        claim, now = self._delivery.claim, self._now()

        def work(tx: Connection) -> list[OutboxMessage]:
            parcels = dispatch.handle_incoming(tx, incoming, now, self._services, claim)
            return outbox.claimed_messages(tx, incoming.channel, incoming.address, claim.by) if repeated else parcels

        for attempt in range(1, TRIES + 1):
            try:
                return await self._store.write(work)
            except StoreUnavailable:
                raise
            except Exception as error:
                failure = describe_error(error)
                log.error("event %s, try %d: %s\n%s", incoming.event_id, attempt, failure, call_path(error))
        return await self._bury(incoming, now, failure, claim)

    async def _bury(self, incoming: Incoming, now: datetime, failure: str, claim: OutboxClaim) -> list[OutboxMessage]:
        """Where even this fails it is the database that is not as it should be, whatever it says."""
        try:
            return await self._store.write(lambda tx: store_dead_letter(tx, incoming, now, failure, claim))
        except StoreUnavailable:
            raise
        except Exception as error:
            log.error("a failed turn could not be kept: %s\n%s", describe_error(error), call_path(error))
            raise StoreUnavailable(describe_error(error)) from None


def store_dead_letter(
    tx: Connection, incoming: Incoming, now: datetime, failure: str, claim: OutboxClaim
) -> list[OutboxMessage]:
    """Keeps the message aside for somebody to look at, without its text, and answers politely."""
    if not inbound_events.first_seen(tx, incoming.channel, incoming.event_id, now):
        return []
    conversation = conversations.lock_conversation(tx, incoming.channel, incoming.address, now, incoming.language)
    dead_letters.add(tx, incoming.channel, incoming.address, incoming.event_id, describe(incoming), failure, now)
    payload = {"text": words(conversation.language)("turn.failed")}
    parcel = outbox.add(tx, conversation, payload, now=now, claim=claim)
    return [parcel] if parcel else []


def describe(incoming: Incoming) -> dict[str, object]:
    """What a dead letter keeps: the shape of the message, never its words (they may be what must not be stored)."""
    return {
        "length": len(incoming.text),
        "choice": incoming.button_token,
        "file": incoming.file.mime if incoming.file else None,
    }

"""Incoming messages: one turn in one transaction; after three failures a dead letter is stored and an apology sent."""

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
    """Handles the messages of all channels. ``receive`` returns after the commit; then the channel may acknowledge."""

    def __init__(self, store: Store, services: Services, delivery: OutboxSender, now: Callable[[], datetime]) -> None:
        self._store, self._services, self._delivery, self._now = store, services, delivery, now
        self._locks = KeyedLock()
        self._parsing = asyncio.Semaphore()
        self._uncommitted: set[tuple[str, str]] = set()  # (channel, event id) whose commit failed or was not confirmed

    async def receive(self, incoming: Incoming) -> None:
        """Handles one message, after earlier ones of the same person.

        Raises ``StoreUnavailable`` when nothing could be stored: the channel must not acknowledge.
        """
        async with self._locks.hold((incoming.channel, incoming.address)):
            self._delivery.enqueue(await self._take(await self._with_parsed_file(incoming)))

    async def _with_parsed_file(self, incoming: Incoming) -> Incoming:
        """Parses the file, in a thread and one file at a time, before the turn: the turn blocks all other writers."""
        if incoming.file is None:
            return incoming
        async with self._parsing:
            return await asyncio.to_thread(parse_incoming_file, incoming)

    async def _take(self, incoming: Incoming) -> list[OutboxMessage]:
        """Handles the message; returns the messages to send.

        After a store failure it is unknown whether the turn was committed. When the event is delivered again, all
        messages of the conversation that this process has claimed are returned, so that they are sent in order.
        """
        event = (incoming.channel, incoming.event_id)
        try:
            messages = await self._try(incoming, repeated=event in self._uncommitted)
        except StoreUnavailable:
            self._uncommitted.add(event)
            raise
        self._uncommitted.discard(event)
        return messages

    async def _try(self, incoming: Incoming, *, repeated: bool) -> list[OutboxMessage]:
        """Runs the turn up to ``TRIES`` times, then stores a dead letter."""
        claim, now = self._delivery.claim, self._now()

        def work(tx: Connection) -> list[OutboxMessage]:
            messages = dispatch.handle_incoming(tx, incoming, now, self._services, claim)
            return outbox.claimed_messages(tx, incoming.channel, incoming.address, claim.by) if repeated else messages

        for attempt in range(1, TRIES + 1):
            try:
                return await self._store.write(work)
            except StoreUnavailable:
                raise
            except Exception as error:
                failure = describe_error(error)
                log.error("event %s, try %d: %s\n%s", incoming.event_id, attempt, failure, call_path(error))
        return await self._store_failure(incoming, now, failure, claim)

    async def _store_failure(
        self, incoming: Incoming, now: datetime, failure: str, claim: OutboxClaim
    ) -> list[OutboxMessage]:
        """Stores the dead letter. Any failure here is reported as ``StoreUnavailable``: the database is at fault."""
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
    """Stores a dead letter for the administrators, without the message's text; returns the apology to send."""
    if not inbound_events.first_seen(tx, incoming.channel, incoming.event_id, now):
        return []
    conversation = conversations.lock_conversation(tx, incoming.channel, incoming.address, now, incoming.language)
    dead_letters.add(tx, incoming.channel, incoming.address, incoming.event_id, describe(incoming), failure, now)
    payload = {"text": words(conversation.language)("turn.failed")}
    message = outbox.add(tx, conversation, payload, now=now, claim=claim)
    return [message] if message else []


def describe(incoming: Incoming) -> dict[str, object]:
    """What a dead letter keeps: length, button token and media type, never the text, which may be secret."""
    return {
        "length": len(incoming.text),
        "choice": incoming.button_token,
        "file": incoming.file.mime if incoming.file else None,
    }

"""Files that were ordered are made before their message is delivered: read in a transaction, rendered in a thread.

A crash in between leaves the order and the message waiting; both are found at the next start.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.error_format import call_path, describe_error
from handlers.turn import file_jobs
from handlers.turn.services import Services
from storage.database.store import Store, StoreUnavailable
from storage.messaging.outbox import OutboxMessage

log = logging.getLogger(__name__)
TRIES = 3


class FileRenderer:
    """What ``Delivery`` calls with every message before it is sent."""

    def __init__(self, store: Store, services: Services, now: Callable[[], datetime]) -> None:
        self._store, self._services, self._now = store, services, now
        self._rendering = asyncio.Semaphore()

    async def __call__(self, parcel: OutboxMessage) -> OutboxMessage:
        """Raises what went wrong, twice; then the message goes out without its files, and says so."""
        try:
            if all([await self._made(file["id"]) for file in parcel.payload.get("files", ())]):
                return parcel
        except StoreUnavailable:
            raise
        except Exception as error:
            if parcel.attempts + 1 < TRIES:
                raise
            log.error(
                "message %d: a file could not be made: %s\n%s", parcel.id, describe_error(error), call_path(error)
            )
        payload = await self._store.write(partial(file_jobs.give_up, parcel=parcel, now=self._now()))
        return replace(parcel, payload=payload)

    async def _made(self, file_id: str) -> bool:
        """Whether the file is there; an ordered one is made first, one at a time."""
        now = self._now()
        render = await self._store.read(partial(file_jobs.prepare, services=self._services, file_id=file_id, now=now))
        if not callable(render):
            return render
        async with self._rendering:
            content = await asyncio.to_thread(render)
        await self._store.write(partial(file_jobs.finish, file_id=file_id, content=content, now=now))
        return True

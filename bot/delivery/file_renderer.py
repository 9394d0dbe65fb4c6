"""Renders the deferred files of a message before it is sent: data read in one transaction, rendered in a thread.

File job and message stay stored until both are done, so a crash in between only repeats the work.
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
    """The sender's ``prepare``: called with every message before it is sent."""

    def __init__(self, store: Store, services: Services, now: Callable[[], datetime]) -> None:
        self._store, self._services, self._now = store, services, now
        self._rendering = asyncio.Semaphore()

    async def __call__(self, message: OutboxMessage) -> OutboxMessage:
        """Renders the files of ``message`` and returns it.

        A failure is raised, so that the sender tries again; at the third try the message is sent without its files and
        its text says so.
        """
        try:
            if all([await self._ensure_content(file["id"]) for file in message.payload.get("files", ())]):
                return message
        except StoreUnavailable:
            raise
        except Exception as error:
            if message.attempts + 1 < TRIES:
                raise
            log.error(
                "message %d: a file could not be made: %s\n%s", message.id, describe_error(error), call_path(error)
            )
        payload = await self._store.write(lambda tx: file_jobs.give_up(tx, message, self._now()))
        return replace(message, payload=payload)

    async def _ensure_content(self, file_id: str) -> bool:
        """Renders the file if it is a waiting file job, one at a time. Returns whether its content exists."""
        now = self._now()
        render = await self._store.read(partial(file_jobs.prepare, services=self._services, file_id=file_id, now=now))
        if not callable(render):
            return render
        async with self._rendering:
            content = await asyncio.to_thread(render)
        await self._store.write(partial(file_jobs.finish, file_id=file_id, content=content, now=now))
        return True

"""Fetches updates. Each request's offset acknowledges only updates whose turns are committed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.telegram.http_request import TooManyRequests
from bot.channels.telegram.updates import JsonObject, chat_of
from bot.error_format import call_path, describe_error
from storage.database.store import StoreUnavailable

log = logging.getLogger(__name__)
BACKLOG_LIMIT = 2000
"""Replies waiting to be sent; while there are more, no updates are fetched."""
LOOK_AGAIN = 0.2
"""Seconds between two checks of the backlog."""
LONGEST = 60.0
"""Seconds between two tries, at most."""


class Poller:
    """``fetch(offset)`` is one long poll; ``take(update)`` returns after the commit or raises StoreUnavailable.

    Updates of one chat are handled in order, those of different chats in parallel.
    """

    def __init__(
        self,
        fetch: Callable[[int | None], Awaitable[list[JsonObject]]],
        take: Callable[[JsonObject], Awaitable[None]],
        backlog: Callable[[], int],
        first_wait: float,
    ) -> None:
        self._fetch, self._take, self._backlog, self._first_wait = fetch, take, backlog, first_wait
        self._failures = 0

    async def run(self) -> None:
        """Polls until cancelled. Raises InvalidToken; after any other failure it tries again, with growing pauses."""
        offset: int | None = None
        while True:
            if self._backlog() > BACKLOG_LIMIT:
                await asyncio.sleep(LOOK_AGAIN)
                continue
            try:
                updates = await self._fetch(offset)
                offset = await self._take_all(updates)
                self._failures = 0
            except InvalidToken:
                raise
            except TooManyRequests as flood:
                await asyncio.sleep(flood.seconds)
            except StoreUnavailable as error:
                await self._back_off("The store takes nothing, updates stay with Telegram: %s", error)
            except Conflict as error:
                await self._back_off("Another program fetches this bot's updates, only one may: %s", error)
            except TelegramError as error:
                await self._back_off("No updates from Telegram: %s", error)
            except Exception as error:
                await self._back_off("No updates from Telegram: %s", describe_error(error))

    async def _take_all(self, updates: Sequence[JsonObject]) -> int | None:
        """Handles a batch; returns the next offset, ``None`` after an empty batch.

        Without an offset, because after a week without updates Telegram may continue with a lower update id. Raises
        StoreUnavailable if an update could not be stored: Telegram sends the batch again, and updates already handled
        are recognised by their id.
        """
        if not updates:
            return None
        chats: dict[int, list[JsonObject]] = {}
        for update in sorted(updates, key=lambda update: int(update["update_id"])):
            chats.setdefault(chat_of(update), []).append(update)
        taken = await asyncio.gather(*map(self._take_chat, chats.values()), return_exceptions=True)
        for result in taken:
            if isinstance(result, BaseException):
                raise result
        return max(int(update["update_id"]) for update in updates) + 1

    async def _take_chat(self, updates: Sequence[JsonObject]) -> None:
        for update in updates:
            try:
                await self._take(update)
            except StoreUnavailable:
                raise
            except Exception as error:  # an unreadable update must not block the others
                log.error(
                    "Update %s was left out: %s\n%s", update["update_id"], describe_error(error), call_path(error)
                )

    async def _back_off(self, message: str, error: object) -> None:
        """Logs ``message`` and waits: ``first_wait`` seconds, doubled with each failure, at most ``LONGEST``."""
        wait = min(self._first_wait * 2**self._failures, LONGEST)
        self._failures = min(self._failures + 1, 16)
        log.warning(message + " (again in %.1f s)", error, wait)
        await asyncio.sleep(wait)

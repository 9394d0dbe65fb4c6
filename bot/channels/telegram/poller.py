"""Fetches updates and acknowledges only what was taken: the next request names the first update not yet committed."""

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
"""Replies waiting to be sent; above it no further message is fetched."""
LOOK_AGAIN = 0.2
"""Seconds between two looks whether the backlog has shrunk."""
LONGEST = 60.0
"""Seconds between two tries at most."""


class Poller:
    """``fetch(offset)`` is one long poll, ``take(update)`` returns after the commit or raises StoreUnavailable.

    One chat's updates are taken one after the other, different chats side by side.
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
        """Polls until cancelled. Raises InvalidToken; whatever else goes wrong is tried again, ever more slowly."""
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
        """Takes a batch; returns the next offset. After an empty batch there is none to confirm, and none is named:
        after a quiet week Telegram starts its numbering anywhere, also below the last offset.

        Raises StoreUnavailable where one was not taken: the batch comes again, and what was taken is known by its id.
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
            except Exception as error:  # one update nobody can read must not keep all others waiting
                log.error(
                    "Update %s was left out: %s\n%s", update["update_id"], describe_error(error), call_path(error)
                )

    async def _back_off(self, message: str, error: object) -> None:
        wait = min(self._first_wait * 2**self._failures, LONGEST)
        self._failures = min(self._failures + 1, 16)
        log.warning(message + " (again in %.1f s)", error, wait)
        await asyncio.sleep(wait)

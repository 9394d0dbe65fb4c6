"""The Telegram channel: updates are fetched by long polling, messages sent within the platform's rate limits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, BotCommandScopeAllPrivateChats
from telegram.error import InvalidToken, TelegramError

from bot.channels import ChannelStopped
from bot.channels.telegram.http_request import AiohttpRequest, TooManyRequests, keep_token_out_of_logs
from bot.channels.telegram.poller import LONGEST, Poller
from bot.channels.telegram.sender import LoadAttachment, Sender, is_address_gone
from bot.channels.telegram.updates import (
    NAME,
    ButtonTap,
    JsonObject,
    TelegramFileRef,
    UnsupportedChat,
    file_ref,
    read_update,
    tap_of,
)
from bot.delivery.rate_limiter import REPLY, RateLimiter
from bot.delivery.send_result import SendResult
from handlers.turn.messages import File, Incoming, MissingContent
from locales import words
from storage.messaging.outbox import OutboxMessage

log = logging.getLogger(__name__)
Receive = Callable[[Incoming], Awaitable[None]]
CommandMenu = Mapping[str, Sequence[tuple[str, str]]]
"""Command menu by language: ``{"vi": [("baocao", "Báo cáo phải nộp")], "en": …}``; the first is the default."""

BULK_RATE, CHAT_RATE, CHAT_BURST = 25, 1, 3
"""Messages a second in bulk and to one chat, and how many one chat may get at once."""
POLL_SECONDS = 25
UPDATES = '["message","callback_query","my_chat_member"]'
FETCH_TRIES, FETCH_SECONDS = 3, 20.0
"""Tries and seconds to fetch a file; no further updates are fetched meanwhile."""


class TelegramChannel:
    """``start`` opens the connections, ``run`` polls until cancelled, ``send`` sends one message, ``stop`` closes.

    ``backlog`` returns how many replies wait to be sent. ``rate``: messages a second in all (0: no limit, also none
    per chat). ``first_wait``: seconds before the second try after a failure. ``introduced`` gets the bot's user name.
    """

    name = NAME

    def __init__(
        self,
        token: str,
        *,
        base_url: str = "https://api.telegram.org",
        load_attachment: LoadAttachment,
        menu: CommandMenu,
        backlog: Callable[[], int],
        now: Callable[[], datetime],
        rate: float = 29,
        first_wait: float = 1.0,
        introduced: Callable[[str | None], None] = lambda username: None,
    ) -> None:
        keep_token_out_of_logs()
        self._request = AiohttpRequest()
        self._bot = Bot(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )
        self._rate_limiter = RateLimiter(rate, min(rate, BULK_RATE), CHAT_RATE if rate else 0, CHAT_BURST)
        self._sender = Sender(self._bot, self._rate_limiter, load_attachment)
        self._menu, self._introduced, self._backlog, self._now = menu, introduced, backlog, now
        self._first_wait = first_wait
        self._left_chats: set[int] = set()
        self._background_tasks: set[asyncio.Task[None]] = set()

    async def start(self, receive: Receive) -> None:
        """Prepares the connections; makes no network call."""
        self._receive = receive
        await self._request.initialize()

    async def run(self) -> None:
        """Fetches updates until cancelled. Raises ChannelStopped if Telegram refuses the token."""
        poller = Poller(self._fetch, self._take, self._backlog, self._first_wait)
        while True:
            await self._introduce()
            try:
                await poller.run()
            except InvalidToken:
                await asyncio.sleep(self._first_wait)  # getMe decides whether the token is really refused

    async def stop(self) -> None:
        """Closes the connections; to be called after the last ``send``."""
        for task in self._background_tasks:
            task.cancel()
        await asyncio.gather(*self._background_tasks, return_exceptions=True)
        await self._request.shutdown()

    async def send(self, message: OutboxMessage) -> SendResult:
        return await self._sender.send(message)

    async def _introduce(self) -> None:
        """Calls getMe until it succeeds; then removes a webhook and sets the command menu.

        Raises ChannelStopped if the token is refused.
        """
        wait = self._first_wait
        while True:
            try:
                me = await self._bot.get_me()
            except InvalidToken:
                raise ChannelStopped(words("vi")("telegram.token_refused")) from None
            except TelegramError as error:
                if isinstance(error, TooManyRequests):
                    wait = max(wait, error.seconds)
                log.warning("Telegram cannot be reached: %s (again in %.1f s)", error, wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST)
            else:
                break
        log.info("Telegram: @%s", me.username)
        self._introduced(me.username)
        await self._try_optional(self._bot.delete_webhook(drop_pending_updates=False))
        await self._try_optional(self._show_menu())

    async def _try_optional(self, call: Coroutine[Any, Any, object]) -> None:
        """Makes a call whose failure is only logged: a self-hosted Bot API may lack a method."""
        try:
            await call
        except TelegramError as error:
            log.warning("Telegram: going on without it: %s", error)

    async def _show_menu(self) -> None:
        """Sets the command menu for private chats, by language."""
        everybody = next(iter(self._menu.values()), ())
        scope = BotCommandScopeAllPrivateChats()
        await self._bot.set_my_commands(everybody, scope)
        for language, commands in self._menu.items():
            await self._bot.set_my_commands(commands, scope, language)

    async def _fetch(self, offset: int | None) -> list[JsonObject]:
        """One long poll for updates from ``offset`` on, as JSON objects. Raises TelegramError for any other answer."""
        query: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": UPDATES}
        if offset is not None:
            query["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        answer: Any = await self._request.post(url, read_timeout=POLL_SECONDS + 10)
        if not (isinstance(answer, list) and all(isinstance(item, dict) and "update_id" in item for item in answer)):
            raise TelegramError("Invalid server response")
        return answer

    async def _take(self, update: JsonObject) -> None:
        """Handles one update; returns after the commit."""
        event = read_update(update, self._now())
        if isinstance(event, UnsupportedChat):
            self._begin_to_leave(event)
        elif event is not None:
            await self._receive(await self._with_content(event, update))
        if tap := tap_of(update):
            self._run_in_background(self._answer_tap(tap))

    async def _with_content(self, incoming: Incoming, update: JsonObject) -> Incoming:
        """Adds the content of the message's file, or why it is missing. Files of other kinds keep only their name."""
        ref = file_ref(update)
        if incoming.file is None or ref is None:
            return incoming
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                content, missing = await self._content(ref, update)
        except TimeoutError:
            content, missing = b"", "lost"
        return replace(incoming, file=File(incoming.file.name, incoming.file.mime, content, missing=missing))

    async def _content(self, ref: TelegramFileRef, update: JsonObject) -> tuple[bytes, MissingContent]:
        """Fetches a file. Its size is checked before, as the message and as Telegram give it."""
        if (ref.size or 0) > ref.limit:
            return b"", "too_big"
        for _ in range(FETCH_TRIES):
            try:
                file = await self._bot.get_file(ref.file_id)
                if (file.file_size or 0) > ref.limit:
                    return b"", "too_big"
                content = await file.download_as_bytearray()
            except TelegramError as error:
                if "file is too big" in str(error).lower():
                    return b"", "too_big"
                log.warning("The file of update %s could not be fetched: %s", update["update_id"], error)
                await asyncio.sleep(self._first_wait)
            else:
                return (bytes(content), None) if len(content) <= ref.limit else (b"", "too_big")
        return b"", "lost"

    def _begin_to_leave(self, departure: UnsupportedChat) -> None:
        """Leaves in the background, so that polling does not wait; later updates of that chat are ignored."""
        if departure.added or departure.chat not in self._left_chats:
            self._left_chats.add(departure.chat)
            self._run_in_background(self._leave(departure))

    async def _leave(self, departure: UnsupportedChat) -> None:
        """Writes that the bot works only in private chats, and leaves; after a failure the next update tries again."""
        text = words(departure.language or "vi")("telegram.private_only")
        try:
            await self._rate_limiter.wait_for_slot(REPLY, departure.chat)
            await self._bot.send_message(departure.chat, text)
        except TelegramError as error:
            log.info("Nothing could be said in a group: %s", error)
        try:
            await self._bot.leave_chat(departure.chat)
        except TelegramError as error:
            log.info("A group was not left: %s", error)
            if not is_address_gone(error):
                self._left_chats.discard(departure.chat)

    def _run_in_background(self, call: Coroutine[Any, Any, None]) -> None:
        """Runs an optional call in the background."""
        task = asyncio.create_task(call)
        self._background_tasks.add(task)
        task.add_done_callback(self._background_tasks.discard)

    async def _answer_tap(self, tap: ButtonTap) -> None:
        """Ends the waiting mark of the pressed button and removes the buttons of an answered question."""
        if self._rate_limiter.is_paused:
            return
        try:
            await self._bot.answer_callback_query(tap.query)
            if tap.message and self._rate_limiter.take_spare_slot(str(tap.chat)):
                await self._bot.edit_message_reply_markup(tap.chat, tap.message)
        except TooManyRequests as flood:
            self._rate_limiter.pause(flood.seconds)
        except TelegramError as error:
            log.debug("A tap was not answered: %s", error)

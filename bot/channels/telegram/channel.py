"""Telegram: updates come by polling, messages go out at the platform's pace."""

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
"""The command menu by language, the first for everybody else: ``{"vi": [("baocao", "Báo cáo phải nộp")], "en": …}``."""

BULK_RATE, CHAT_RATE, CHAT_BURST = 25, 1, 3
"""Messages a second in bulk and to one chat, and how many one chat may get at once."""
POLL_SECONDS = 25
UPDATES = '["message","callback_query","my_chat_member"]'
FETCH_TRIES, FETCH_SECONDS = 3, 20.0
"""For a file; meanwhile no further message of anybody is fetched."""


class TelegramChannel:
    """``start`` opens the connections, ``run`` polls until cancelled, ``send`` carries one parcel, ``stop`` closes.

    ``backlog`` tells how many replies wait; ``rate`` is messages a second in all (0: no limit, nor one per chat);
    ``first_wait`` is the pause in seconds after a first failure; ``introduced`` is told the bot's user name.
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
        self._pacer = RateLimiter(rate, min(rate, BULK_RATE), CHAT_RATE if rate else 0, CHAT_BURST)
        self._sender = Sender(self._bot, self._pacer, load_attachment)
        self._menu, self._introduced, self._backlog, self._now = menu, introduced, backlog, now
        self._first_wait = first_wait
        self._left: set[int] = set()
        self._courtesies: set[asyncio.Task[None]] = set()

    async def start(self, receive: Receive) -> None:
        """Ready to send. Asks nothing of the network."""
        self._receive = receive
        await self._request.initialize()

    async def run(self) -> None:
        """Fetches updates for ever. Raises ChannelStopped where Telegram refuses the token."""
        poller = Poller(self._fetch, self._take, self._backlog, self._first_wait)
        while True:
            await self._introduce()
            try:
                await poller.run()
            except InvalidToken:
                await asyncio.sleep(self._first_wait)  # asked once more who we are before it counts

    async def stop(self) -> None:
        """Closes the connections; to be called after the last ``send``."""
        for task in self._courtesies:
            task.cancel()
        await asyncio.gather(*self._courtesies, return_exceptions=True)
        await self._request.shutdown()

    async def send(self, parcel: OutboxMessage) -> SendResult:
        return await self._sender.send(parcel)

    async def _introduce(self) -> None:
        """Asks who we are until the network is there; then ends a webhook and shows the command menu."""
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
        await self._or_without(self._bot.delete_webhook(drop_pending_updates=False))
        await self._or_without(self._show_menu())

    async def _or_without(self, call: Coroutine[Any, Any, object]) -> None:
        """A self-hosted Bot API may lack a method: only getMe decides whether we may work."""
        try:
            await call
        except TelegramError as error:
            log.warning("Telegram: going on without it: %s", error)

    async def _show_menu(self) -> None:
        everybody = next(iter(self._menu.values()), ())
        scope = BotCommandScopeAllPrivateChats()
        await self._bot.set_my_commands(everybody, scope)
        for language, commands in self._menu.items():
            await self._bot.set_my_commands(commands, scope, language)

    async def _fetch(self, offset: int | None) -> list[JsonObject]:
        """One long poll, as plain JSON."""
        query: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": UPDATES}
        if offset is not None:
            query["offset"] = offset
        url = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        answer: Any = await self._request.post(url, read_timeout=POLL_SECONDS + 10)
        if not (isinstance(answer, list) and all(isinstance(one, dict) and "update_id" in one for one in answer)):
            raise TelegramError("Invalid server response")
        return answer

    async def _take(self, update: JsonObject) -> None:
        """Returns after the commit."""
        unsupported_chat = read_update(update, self._now())
        if isinstance(unsupported_chat, UnsupportedChat):
            self._begin_to_leave(unsupported_chat)
        elif unsupported_chat is not None:
            await self._receive(await self._with_content(unsupported_chat, update))
        if tap := tap_of(update):
            self._do(self._answer_tap(tap))

    async def _with_content(self, incoming: Incoming, update: JsonObject) -> Incoming:
        """With the content of its file, or why there is none; of what is not wanted only the name goes on."""
        matching_file_ref = file_ref(update)
        if incoming.file is None or matching_file_ref is None:
            return incoming
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                content, missing = await self._content(matching_file_ref, update)
        except TimeoutError:
            content, missing = b"", "lost"
        return replace(incoming, file=File(incoming.file.name, incoming.file.mime, content, missing=missing))

    async def _content(self, matching_file_ref: TelegramFileRef, update: JsonObject) -> tuple[bytes, MissingContent]:
        """The size is looked at before anything is fetched: as the message tells it, and as Telegram does."""
        if (matching_file_ref.size or 0) > matching_file_ref.limit:
            return b"", "too_big"
        for _ in range(FETCH_TRIES):
            try:
                file = await self._bot.get_file(matching_file_ref.file_id)
                if (file.file_size or 0) > matching_file_ref.limit:
                    return b"", "too_big"
                content = await file.download_as_bytearray()
            except TelegramError as error:
                if "file is too big" in str(error).lower():
                    return b"", "too_big"
                log.warning("The file of update %s could not be fetched: %s", update["update_id"], error)
                await asyncio.sleep(self._first_wait)
            else:
                return (bytes(content), None) if len(content) <= matching_file_ref.limit else (b"", "too_big")
        return b"", "lost"

    def _begin_to_leave(self, departure: UnsupportedChat) -> None:
        """Beside the polling, which waits for nobody's pace; messages from before it left are passed over."""
        if departure.added or departure.chat not in self._left:
            self._left.add(departure.chat)
            self._do(self._leave(departure))

    async def _leave(self, departure: UnsupportedChat) -> None:
        """Says that the bot serves in private only, and leaves; where it cannot, the next message tells it again."""
        text = words(departure.language or "vi")("telegram.private_only")
        try:
            await self._pacer.wait_for_slot(REPLY, departure.chat)
            await self._bot.send_message(departure.chat, text)
        except TelegramError as error:
            log.info("Nothing could be said in a group: %s", error)
        try:
            await self._bot.leave_chat(departure.chat)
        except TelegramError as error:
            log.info("A group was not left: %s", error)
            if not is_address_gone(error):
                self._left.discard(departure.chat)

    def _do(self, courtesy: Coroutine[Any, Any, None]) -> None:
        """In the background: nice where it works, missed by nobody where it does not."""
        task = asyncio.create_task(courtesy)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _answer_tap(self, tap: ButtonTap) -> None:
        """Ends the button's waiting mark and takes the buttons away: their question has passed."""
        if self._pacer.is_paused:
            return
        try:
            await self._bot.answer_callback_query(tap.query)
            if tap.message and self._pacer.take_spare_slot(str(tap.chat)):
                await self._bot.edit_message_reply_markup(tap.chat, tap.message)
        except TooManyRequests as flood:
            self._pacer.pause(flood.seconds)
        except TelegramError as error:
            log.debug("A tap was not answered: %s", error)

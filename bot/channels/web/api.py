"""The HTTP interface of the web channel (``docs/web-channel.md``): sessions, messages, files, demo controls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypedDict

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.file_download import wait_for_file
from bot.channels.web.long_polls import LongPolls
from bot.channels.web.requests import (
    MAX_TEXT,
    MAX_WAIT,
    ApiError,
    OrjsonResponse,
    bearer,
    content_of,
    file_headers,
    instant,
    json_object,
    language_of,
    number,
    seconds,
    text_of,
    words_for,
)
from bot.channels.web.visitor_limit import VisitorLimit
from handlers.turn.messages import File, Incoming
from handlers.turn.services import RandomCodes
from locales import Words
from reporting.deadlines.calendar import TIME_ZONE
from storage.database.store import Store
from storage.messaging import attachments, conversations, web_sessions
from storage.messaging.conversations import Conversation
from storage.messaging.web_sessions import CHANNEL, BotMessage

Receive = Callable[[Incoming], Awaitable[None]]


class Persona(TypedDict):
    """A role for visitors of the demo: ``{"id": "leader", "label": "Lãnh đạo", "role": "leader", "unit": …}``."""

    id: str
    label: str
    role: str
    unit: str


class DemoControls(Protocol):
    """What the demo adds to the web channel: personas, and a clock that can be set."""

    def personas(self, words: Words) -> list[Persona]:
        """The roles a visitor can take."""
        ...

    def enter(self, tx: Connection, persona: str, conversation: Conversation) -> None:
        """Connects the conversation to the persona's person and membership."""
        ...

    async def move(self, to: datetime) -> None:
        """Sets the clock and runs a tick at once."""
        ...


@dataclass(frozen=True)
class VisitorSession:
    """A session's secret token and the address of its conversation."""

    token: str
    address: str


class WebApi:
    """The routes below ``/api``. ``demo_controls`` is ``None`` outside the demo."""

    def __init__(
        self,
        store: Store,
        long_polls: LongPolls,
        receive: Receive,
        now: Callable[[], datetime],
        random_codes: RandomCodes,
        demo_controls: DemoControls | None,
    ) -> None:
        self._store, self._long_polls, self._receive, self._now = store, long_polls, receive, now
        self._random_codes, self._demo_controls = random_codes, demo_controls
        elapsed = asyncio.get_running_loop().time
        self._session_limit = VisitorLimit(burst=500, rate=5, elapsed=elapsed)
        self._message_limit = VisitorLimit(burst=200, rate=10, elapsed=elapsed)

    def routes(self) -> list[Route]:
        return [
            Route("/api/personas", self.personas, methods=["GET"]),
            Route("/api/sessions", self.open, methods=["POST"]),
            Route("/api/sessions", self.close, methods=["DELETE"]),
            Route("/api/messages", self.take, methods=["POST"]),
            Route("/api/messages", self.tell, methods=["GET"]),
            Route("/api/files/{id}", self.file, methods=["GET"]),
            Route("/api/clock", self.clock, methods=["GET"]),
            Route("/api/clock", self.move, methods=["POST"]),
        ]

    # --- sessions -------------------------------------------------------------------------------------------------

    async def personas(self, request: Request) -> Response:
        """The personas; an empty list outside the demo."""
        return OrjsonResponse(self._demo_controls.personas(words_for(request)) if self._demo_controls else [])

    async def open(self, request: Request) -> Response:
        """Creates a session with a new address and handles its /start at once, so that the page is not empty."""
        self._allow(self._session_limit, request.client.host if request.client else "")
        content = await json_object(request)
        persona, code = text_of(content, "persona", most=100), text_of(content, "code", most=100)
        if persona is not None and persona not in self._ids(request):
            raise ApiError(404, "no_such_persona")
        token, address, now, language = (
            self._random_codes.token(),
            self._random_codes.token(),
            self._now(),
            language_of(request),
        )

        def work(tx: Connection) -> None:
            web_sessions.open(tx, token, address, now)
            if persona is not None and self._demo_controls:
                conversation = conversations.lock_conversation(tx, CHANNEL, address, now, language)
                self._demo_controls.enter(tx, persona, conversation)
                conversations.save(tx, conversation, now)

        await self._store.write(work)
        await self._receive(
            Incoming(CHANNEL, address, f"{address}:start", now, f"/start {code or ''}", language=language)
        )
        return OrjsonResponse({"token": token})

    async def close(self, request: Request) -> Response:
        """Ends the session of the request."""
        session = await self._session(request)
        await self._store.write(lambda tx: web_sessions.close(tx, session.token))
        return OrjsonResponse({"ok": True})

    def _ids(self, request: Request) -> set[str]:
        return (
            {persona["id"] for persona in self._demo_controls.personas(words_for(request))}
            if self._demo_controls
            else set()
        )

    # --- messages -------------------------------------------------------------------------------------------------

    async def take(self, request: Request) -> Response:
        """Receives a message; responds after the commit, so that the page repeats a message without response."""
        session = await self._session(request)
        self._allow(self._message_limit, session.address)
        await self._receive(await self._incoming(request, session.address))
        return OrjsonResponse({"ok": True})

    async def _incoming(self, request: Request, address: str) -> Incoming:
        content = await content_of(request)
        text, choice = text_of(content, "text", most=MAX_TEXT), text_of(content, "choice", most=100)
        file = content.get("file")
        if text is None and choice is None and not isinstance(file, File):
            raise ApiError(400, "empty_message")
        return Incoming(
            CHANNEL,
            address,
            f"{address}:{self._client_id(content)}",
            self._now(),
            text=text or "",
            button_token=choice,
            file=file if isinstance(file, File) else None,
            sender=text_of(content, "name", most=200) or "",
            language=language_of(request),
        )

    def _client_id(self, content: dict[str, Any]) -> str:
        """The page's own id of the message, used to recognise a repeated one."""
        message_id = content.get("id")
        if message_id is None:
            return self._random_codes.token()
        message_id = str(message_id) if isinstance(message_id, (str, int)) and not isinstance(message_id, bool) else ""
        if not 1 <= len(message_id) <= 64 or not message_id.isprintable():
            raise ApiError(400, "bad_id")
        return message_id

    async def tell(self, request: Request) -> Response:
        """The bot's messages after the id ``after``; with ``wait`` (seconds) the response waits for the next one."""
        session = await self._session(request)
        after, wait = number(request, "after", most=2**62), seconds(request, "wait", most=MAX_WAIT)
        return OrjsonResponse(
            [message(bot_message) for bot_message in await self._wait_for_messages(session.address, after, wait)]
        )

    async def _wait_for_messages(self, address: str, after: int, wait: float) -> list[BotMessage]:
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        with self._long_polls.listening(address) as news:
            while True:
                news.clear()
                messages = await self._store.read(lambda tx: web_sessions.messages_to(tx, address, after))
                remaining = until - loop.time()
                if messages or remaining <= 0 or self._long_polls.closed:
                    return messages
                try:
                    await asyncio.wait_for(news.wait(), remaining)
                except TimeoutError:
                    until = 0

    async def file(self, request: Request) -> Response:
        """A file of this conversation: images are shown by the browser, everything else is downloaded."""
        session, file_id = await self._session(request), request.path_params["id"]
        attachment = await wait_for_file(
            self._store,
            lambda tx: attachments.get(tx, file_id) if web_sessions.may_open(tx, session.address, file_id) else None,
        )
        if attachment is None:
            raise ApiError(404, "no_such_file")
        return Response(
            attachment.content, media_type=attachment.mime, headers=file_headers(attachment, "private, max-age=3600")
        )

    # --- demo controls ------------------------------------------------------------------------------------------------

    async def clock(self, request: Request) -> Response:
        """The demo's time."""
        if self._demo_controls is None:
            raise ApiError(404, "no_clock")
        return OrjsonResponse({"now": self._now().astimezone(TIME_ZONE).isoformat(timespec="seconds")})

    async def move(self, request: Request) -> Response:
        """Sets the demo's clock."""
        if self._demo_controls is None:
            raise ApiError(404, "no_clock")
        await self._demo_controls.move(instant(await json_object(request), "now"))
        return await self.clock(request)

    # --- shared ------------------------------------------------------------------------------------

    async def _session(self, request: Request) -> VisitorSession:
        """The session of the bearer token. Raises ApiError 401."""
        token = bearer(request)
        session = await self._store.read(lambda tx: web_sessions.find(tx, token))
        if session is None:
            raise ApiError(401, "unauthorized")
        if session.is_used_again(now := self._now()):
            await self._store.write(lambda tx: web_sessions.use(tx, token, now))
        return VisitorSession(token, session.address)

    def _allow(self, limit: VisitorLimit, key: str) -> None:
        """Raises ApiError 429 above the limit; the demo has no limit."""
        if self._demo_controls is None and (wait := limit.take(key)):
            raise ApiError(429, "too_many", retry_after=wait, seconds=wait)


def message(bot_message: BotMessage) -> dict[str, Any]:
    """→ ``{"id": 12, "text": "…", "choices": [{"id": "3.0", "label": "Bắt đầu"}], "attachments": []}``."""
    payload = bot_message.payload
    return {
        "id": bot_message.id,
        "text": payload["text"],
        "choices": [{"id": choice["id"], "label": choice["label"]} for choice in payload.get("choices", [])],
        "attachments": [{**file, "url": f"/api/files/{file['id']}"} for file in payload.get("files", [])],
    }

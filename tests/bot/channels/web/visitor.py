"""A web channel over real HTTP with a bot behind it that says what it heard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
from sqlalchemy import Connection

from bot.channels.web.api import DemoControls
from bot.channels.web.channel import WebChannel
from handlers.turn.messages import Incoming, Payload
from handlers.turn.services import RandomCodes
from storage.database.store import Store
from storage.messaging import attachments, conversations, inbound_events, outbox
from storage.messaging.outbox import OutboxMessage


class Parrot:
    """Answers "/hinh" with an image, everything else with its own words and two choices."""

    def __init__(self, store: Store, random_codes: RandomCodes, now: datetime) -> None:
        self.store, self.random_codes, self.now = store, random_codes, now
        self.channel: WebChannel | None = None
        self.heard: list[Incoming] = []
        self.trouble: Exception | None = None

    async def receive(self, incoming: Incoming) -> None:
        if self.trouble:
            raise self.trouble
        parcel = await self.store.write(lambda tx: self.take(tx, incoming))
        if parcel and self.channel:
            await self.channel.send(parcel)

    def take(self, tx: Connection, incoming: Incoming) -> OutboxMessage | None:
        if not inbound_events.first_seen(tx, incoming.channel, incoming.event_id, self.now):
            return None
        self.heard.append(incoming)
        choices = [{"id": "1.0", "label": "Bắt đầu"}, {"id": "1.1", "label": "Để sau"}]
        payload: Payload = {"text": incoming.text or f"[{incoming.button_token}]", "choices": choices}  # type: ignore[typeddict-item]
        if incoming.text == "/hinh":
            conversation = conversations.lock_conversation(tx, incoming.channel, incoming.address, self.now)
            token = self.random_codes.token()
            payload["files"] = [attachments.add(tx, token, conversation.id, "mã.png", "image/png", b"PNG", self.now)]
        return self.say(tx, incoming.address, payload)

    def say(self, tx: Connection, address: str, payload: Payload) -> OutboxMessage | None:
        conversation = conversations.lock_conversation(tx, "web", address, self.now)
        return outbox.add(tx, conversation, payload, now=self.now)


class Visitor:
    """Somebody with the page open: speaks and looks for what was said."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.headers: dict[str, str] = {}

    async def ask(self, method: str, path: str, **kwargs: Any) -> tuple[int, Any, Mapping[str, str]]:
        headers = self.headers | kwargs.pop("headers", {})
        async with self.http.request(method, path, headers=headers, **kwargs) as answer:
            is_json = answer.content_type == "application/json"
            return answer.status, await (answer.json() if is_json else answer.read()), answer.headers

    async def begin(self, **content: str) -> str:
        status, answer, _ = await self.ask("POST", "/api/sessions", json=content)
        assert status == 200, answer
        self.headers["Authorization"] = f"Bearer {answer['token']}"
        token: str = answer["token"]
        return token

    async def say(self, **content: Any) -> int:
        status, _, _ = await self.ask("POST", "/api/messages", json=content)
        return status

    async def hears(self, after: int = 0, wait: int = 0) -> list[dict[str, Any]]:
        status, answer, _ = await self.ask("GET", f"/api/messages?after={after}&wait={wait}")
        assert status == 200, answer
        messages: list[dict[str, Any]] = answer
        return messages

    async def problem(self, method: str, path: str, **kwargs: Any) -> tuple[int, str]:
        status, answer, _ = await self.ask(method, path, **kwargs)
        assert set(answer) == {"error", "message"}
        assert answer["message"]
        return status, answer["error"]


@asynccontextmanager
async def opened(parrot: Parrot, stage: DemoControls | None = None) -> AsyncIterator[str]:
    """The channel, listening; yields its address."""
    parrot.channel = WebChannel(
        parrot.store,
        host="127.0.0.1",
        port=0,
        now=lambda: parrot.now,
        random_codes=parrot.random_codes,
        demo_controls=stage,
    )
    await parrot.channel.start(parrot.receive)
    try:
        yield parrot.channel.address
    finally:
        await parrot.channel.stop()

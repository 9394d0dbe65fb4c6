"""Where the app would be: what the Telegram channel is tried out with."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from bot.channels import ChannelStopped
from bot.channels.telegram.channel import TelegramChannel
from handlers.turn.messages import Incoming
from storage.database.store import StoreUnavailable
from storage.messaging.attachments import Attachment
from storage.messaging.outbox import OutboxMessage
from tests.emulators.telegram_api import TOKEN
from tests.emulators.telegram_faults import Fault

NOW = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)
MENU = {"vi": [("baocao", "Báo cáo phải nộp")], "en": [("baocao", "Reports owed")]}
BREAKDOWNS = [
    Fault.BAD_GATEWAY,
    Fault.OVERLOADED,
    Fault.HTML,
    Fault.TRUNCATED,
    Fault.CUT_BEFORE,
    Fault.CUT_AFTER,
    Fault.LOST_AFTER,
]
FILES = {
    "qr": Attachment("qr", 1, "ma-moi.png", "image/png", b"\x89PNG" * 10),
    "form": Attachment("form", 1, "biểu mẫu.xlsx", "application/vnd.ms-excel", b"PK" * 10),
    "large": Attachment("large", 1, "bieu-do.png", "image/png", bytes(10 * 1024 * 1024 + 1)),
}


class Office:
    """Stands where the app does: takes messages, or says that it cannot."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.refuse = 0
        self.wait_for: dict[str, asyncio.Event] = {}
        self._arrived = asyncio.Condition()

    async def receive(self, incoming: Incoming) -> None:
        if event := self.wait_for.get(incoming.text):
            await event.wait()
        async with self._arrived:
            if self.refuse:
                self.refuse -= 1
                raise StoreUnavailable("no space left on device")
            self.taken.append(incoming)
            self._arrived.notify_all()

    async def has(self, n: int) -> list[Incoming]:
        async with asyncio.timeout(10), self._arrived:
            await self._arrived.wait_for(lambda: len(self.taken) >= n)
        return self.taken


async def load(file_id: str) -> Attachment | None:
    return FILES.get(file_id)


def a_channel(base_url: str, backlog: Callable[[], int] = lambda: 0, **settings: Any) -> TelegramChannel:
    fixed: dict[str, Any] = {"token": TOKEN, "rate": 0, "first_wait": 0.001, "now": lambda: NOW, "menu": MENU}
    return TelegramChannel(base_url=base_url, load_attachment=load, backlog=backlog, **(fixed | settings))


@asynccontextmanager
async def running(channel: TelegramChannel, office: Office) -> AsyncIterator[asyncio.Task[None]]:
    await channel.start(office.receive)
    run = asyncio.create_task(channel.run())
    try:
        yield run
    finally:
        run.cancel()
        with suppress(asyncio.CancelledError, ChannelStopped):
            await run
        await channel.stop()


def parcel(address: object, text: str = "Câu 1/17", *, message_id: int = 1, **payload: Any) -> OutboxMessage:
    return OutboxMessage(message_id, 1, "telegram", str(address), 0, {"text": text, **payload}, 0)

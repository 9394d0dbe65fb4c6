from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest
from sqlalchemy import Connection

from bot.delivery.outbox_sender import OutboxSender
from handlers.reminders.undeliverable import LossReason
from storage.database.store import Store
from storage.messaging.outbox import OutboxMessage
from tests.bot.delivery.phones import Phones, Time


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def make(store: Store, phones: Phones, time: Time, told: list[str]) -> Callable[..., OutboxSender]:
    def make(holder: str = "one", on: Store = store) -> OutboxSender:
        def tell(tx: Connection, message: OutboxMessage, why: LossReason) -> None:
            told.append(f"{message.address} {why}")

        return OutboxSender(on, {"telegram": phones}, holder, time.now, on_lost=tell, sleep=time.sleep)

    return make


@pytest.fixture
async def delivery(make: Callable[..., OutboxSender]) -> AsyncIterator[OutboxSender]:
    delivery = make()
    await delivery.start()
    yield delivery
    await delivery.stop()

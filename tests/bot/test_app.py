"""The program put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.app import App
from bot.delivery.send_result import MessageRejected
from handlers.turn.messages import Incoming
from handlers.turn.services import Links
from storage.database.store import Store, StoreUnavailable
from storage.messaging import outbox
from tests import province
from tests.bot.delivery.phones import Phones


@pytest.fixture
def make(store: Store, now: datetime) -> Callable[[Phones], App]:
    return lambda phones: App(store, {"telegram": phones}, lambda: now, Links())


async def test_a_first_tick_that_fails_keeps_nobody_from_writing(
    make: Callable[[Phones], App], now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: Any) -> Any:
        raise StoreUnavailable("no space left on device")

    monkeypatch.setattr("bot.app.tick", fails)
    phones = Phones()
    app = make(phones)
    await app.start()
    await app.receive(Incoming("telegram", "17", "1", now, text="/start"))
    await phones.rang(1)
    await app.stop()
    assert "the first tick failed: StoreUnavailable" in caplog.text


async def test_a_refused_message_is_shown_to_the_coordinator_at_once(
    make: Callable[[Phones], App], store: Store, now: datetime
) -> None:
    ca_mau = await store.write(lambda tx: province.build(tx, now))
    phones = Phones()
    phones.answers["officer"].append(MessageRejected("Bad Request: can't parse entities"))
    app = App(store, {"telegram": phones, "test": phones}, lambda: now, Links())

    def owe(tx: Connection) -> None:
        outbox.add(tx, ca_mau.officer.conversation(tx, now), {"text": "hạn nộp còn 5 ngày"}, now=now)

    await store.write(owe)
    await app.delivery.start()
    await phones.rang(2)
    await app.delivery.stop()

    assert [address for address, _ in phones.log] == ["officer", "coordinator"]
    assert "không gửi được" in phones.log[1][1]


def test_two_programs_never_hold_by_the_same_name(make: Callable[[Phones], App]) -> None:
    """Not even in one process, nor in a container that starts again with the same process id."""
    app, two = make(Phones()), make(Phones())
    assert app.delivery.claim.by != two.delivery.claim.by
    assert len(app.delivery.claim.by) <= 40

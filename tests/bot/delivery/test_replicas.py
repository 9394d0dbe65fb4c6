"""Crashes, restarts and other programs: once where that can be known, and never not at all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.outbox_sender import LEASE, OutboxSender, RetryLater
from storage.database.connect import open_store
from storage.database.store import Store, StoreUnavailable, Work
from storage.messaging import outbox
from storage.messaging.outbox import BULK
from tests.bot.delivery.phones import Phones, Time, say, states, stored, swept_until


async def test_after_a_crash_what_was_not_marked_goes_out(
    store: Store, time: Time, phones: Phones, make: Callable[..., OutboxSender]
) -> None:
    """The claims of the dead end by themselves; where only one program runs they are void at once."""
    dead = make("dead")
    await say(store, time, ("17", "1"), ("17", "2"), claim=dead.claim)
    delivery = make("alive")
    await delivery.start()
    if store.shared:
        await delivery.sweep()
        assert phones.log == []
        time.pass_by(LEASE.total_seconds() + 1)
    await swept_until(delivery, phones, 2)
    await delivery.stop()
    assert phones.heard("17") == ["1", "2"]


async def test_stopping_leaves_the_rest_to_the_next_run(
    store: Store, time: Time, phones: Phones, make: Callable[..., OutboxSender]
) -> None:
    phones.hold["17"] = asyncio.Event()
    first = make("first")
    await first.start()
    first.enqueue(await say(store, time, ("17", "1"), ("17", "2"), claim=first.claim))
    await phones.rang(1)
    await first.stop(patience=0)
    assert [state for _, state, _ in await states(store)] == ["waiting", "waiting"]

    del phones.hold["17"]
    second = make("second")
    await second.start()
    await phones.rang(3)
    await second.stop()
    assert phones.heard("17") == ["1", "1", "2"]


async def test_a_message_that_is_slow_to_leave_stays_ours(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender, make: Callable[..., OutboxSender]
) -> None:
    phones.hold["17"] = asyncio.Event()
    delivery.enqueue(await say(store, time, ("17", "1"), ("17", "2"), claim=delivery.claim))
    await phones.rang(1)
    another = make("another")
    for _ in range(6):
        time.pass_by(LEASE.total_seconds() / 2)
        await delivery.sweep()
        await another.sweep()
    phones.hold["17"].set()
    await phones.rang(2)
    assert phones.heard("17") == ["1", "2"]
    await another.stop()


async def test_who_slept_through_its_claims_sends_nothing_twice(
    store: Store, time: Time, phones: Phones, make: Callable[..., OutboxSender]
) -> None:
    """A replica freezes with two messages in hand, another sends them, the first wakes up."""
    asleep, woken = asyncio.Event(), asyncio.Event()

    async def freeze(seconds: float) -> None:
        time.pass_by(seconds)
        asleep.set()
        await woken.wait()

    frozen, awake = OutboxSender(store, {"telegram": phones}, "frozen", time.now, sleep=freeze), make("awake")
    phones.answers["17"].append(RetryLater(LEASE.total_seconds() + 1, whole_channel=True))
    frozen.enqueue(await say(store, time, ("17", "1"), ("17", "2"), claim=frozen.claim))
    await asleep.wait()
    await swept_until(awake, phones, 3)
    await awake.stop()
    woken.set()
    await frozen.sweep()
    await frozen.stop()
    assert phones.heard("17") == ["1", "1", "2"]
    assert [state for _, state, _ in await states(store)] == ["sent", "sent"]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_two_replicas_share_the_work_and_repeat_nothing(
    store: Store, database_url: str, time: Time, phones: Phones, make: Callable[..., OutboxSender]
) -> None:
    other_store = await open_store(database_url)
    delivery, two = make("one"), make("two", other_store)
    await say(store, time, *((str(n % 40), f"{n:03}") for n in range(200)), lane=BULK)
    await asyncio.gather(delivery.start(), two.start())
    await phones.rang(200)
    await asyncio.gather(delivery.stop(), two.stop())
    await other_store.close()
    assert len(phones.log) == len(set(phones.log)) == 200
    for address in range(40):
        assert phones.heard(str(address)) == sorted(phones.heard(str(address)))


class Flaky:
    """A store that fails on demand."""

    shared = False

    def __init__(self, store: Store) -> None:
        self._store, self.failures = store, 0

    async def write(self, work: Work[Any]) -> Any:
        if self.failures:
            self.failures -= 1
            raise StoreUnavailable("disk full")
        return await self._store.write(work)

    async def read(self, work: Work[Any]) -> Any:
        return await self._store.read(work)

    async def close(self) -> None: ...


async def test_while_nothing_can_be_stored_what_was_sent_is_remembered(
    store: Store, time: Time, phones: Phones, make: Callable[..., OutboxSender], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    flaky = Flaky(store)
    delivery = make("one", flaky)
    await delivery.start()
    parcels = await say(store, time, ("17", "1"), claim=delivery.claim)
    flaky.failures = 3
    delivery.enqueue(parcels)
    await phones.rang(1)
    await stored(store, lambda rows: [state for _, state, _ in rows] == ["sent"])
    await delivery.stop()
    assert phones.log == [("17", "1")]


async def test_a_marking_that_failed_for_whatever_reason_is_made_up_for(
    store: Store, time: Time, phones: Phones, make: Callable[..., OutboxSender], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, odd = outbox.mark_sent, [RuntimeError("who knows")]

    def mark_sent(*about: Any, **how: Any) -> None:
        if odd:
            raise odd.pop()
        real(*about, **how)

    monkeypatch.setattr(outbox, "mark_sent", mark_sent)
    delivery = make("one")
    await delivery.start()
    for text in ("1", "2"):
        delivery.enqueue(await say(store, time, ("17", text), claim=delivery.claim))
        await phones.rang(int(text))
    await stored(store, lambda rows: [state for _, state, _ in rows] == ["sent", "sent"])
    await delivery.stop()

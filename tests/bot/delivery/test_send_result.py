"""What a platform may answer, and what becomes of the message."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.delivery.outbox_sender import TRIES, AddressGone, MessageRejected, OutboxSender, RetryLater
from storage.database.schema import conversation
from storage.database.schema import outbox as rows
from storage.database.store import Store
from tests.bot.delivery.phones import Phones, Time, say, states, stored, swept_until


async def test_silence_for_everyone_is_kept_and_nothing_is_lost(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender
) -> None:
    phones.answers["17"].append(RetryLater(30, whole_channel=True))
    delivery.enqueue(await say(store, time, ("17", "1"), ("17", "2"), claim=delivery.claim))
    await phones.rang(3)
    assert phones.heard("17") == ["1", "1", "2"]
    assert 30 in time.slept


async def test_nobody_speaks_while_the_gate_is_closed(store: Store, phones: Phones, now: datetime) -> None:
    time, open_again = Time(now), asyncio.Event()

    async def sleep(seconds: float) -> None:
        await open_again.wait()

    delivery = OutboxSender(store, {"telegram": phones}, "one", time.now, sleep=sleep)
    phones.answers["17"].append(RetryLater(30, whole_channel=True))
    delivery.enqueue(await say(store, time, ("17", "1"), claim=delivery.claim))
    await phones.rang(1)
    delivery.enqueue(await say(store, time, ("18", "1"), claim=delivery.claim))
    for _ in range(20):
        await asyncio.sleep(0)
    assert phones.log == [("17", "1")]
    open_again.set()
    await phones.rang(3)
    assert phones.heard("18") == ["1"]
    await delivery.stop()


async def test_one_conversation_is_put_off_and_its_order_kept(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender
) -> None:
    phones.answers["17"].append(RetryLater(10, whole_channel=False))
    first = await say(store, time, ("17", "1"), ("17", "2"), claim=delivery.claim)
    delivery.enqueue(first)
    await phones.rang(1)
    delivery.enqueue(await say(store, time, ("17", "3"), ("18", "1"), claim=delivery.claim))
    await phones.rang(2)
    assert phones.heard("18") == ["1"]
    await stored(store, lambda rows: any(tries for _, _, tries in rows))
    await delivery.sweep()
    assert phones.heard("17") == ["1"]
    time.pass_by(10)
    await delivery.sweep()
    await phones.rang(5)
    assert phones.heard("17") == ["1", "1", "2", "3"]


async def test_every_putting_off_is_longer_but_none_gives_up(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender
) -> None:
    phones.answers["17"].extend([RetryLater(2, whole_channel=False)] * 30)
    delivery.enqueue(await say(store, time, ("17", "1"), claim=delivery.claim))
    for times in range(1, 31):
        await phones.rang(times)
        time.pass_by(60)
        await swept_until(delivery, phones, times + 1)
    await delivery.stop()
    assert [state for _, state, _ in await states(store)] == ["sent"]


async def test_who_blocked_us_is_left_in_peace_and_somebody_is_told(
    store: Store, time: Time, phones: Phones, told: list[str], delivery: OutboxSender
) -> None:
    phones.answers["17"].append(AddressGone("403"))
    delivery.enqueue(await say(store, time, ("17", "1"), ("17", "2"), ("18", "1"), claim=delivery.claim))
    await phones.rang(2)
    await delivery.stop()
    assert sorted(phones.log) == [("17", "1"), ("18", "1")]
    assert [state for _, state, _ in await states(store)] == ["parked", "parked", "sent"]
    assert told == ["17 gone"]
    blocked = select(conversation.c.address).where(conversation.c.blocked_at.is_not(None))
    assert await store.read(lambda tx: tx.execute(blocked).scalars().all()) == ["17"]


async def test_what_the_platform_refuses_is_parked_and_told_and_the_next_goes_on(
    store: Store, time: Time, phones: Phones, told: list[str], delivery: OutboxSender
) -> None:
    phones.answers["17"].append(MessageRejected("400: message is too long"))
    delivery.enqueue(await say(store, time, ("17", "long"), ("17", "short"), claim=delivery.claim))
    await phones.rang(2)
    await delivery.stop()
    assert await states(store) == [("long", "parked", 1), ("short", "sent", 0)]
    assert told == ["17 refused"]


async def test_an_unexpected_error_is_tried_again_and_at_last_given_up(
    store: Store, time: Time, phones: Phones, told: list[str], delivery: OutboxSender, caplog: pytest.LogCaptureFixture
) -> None:
    phones.answers["17"].extend([RuntimeError("https://api.example/bot123:SECRET/sendMessage")] * TRIES)
    delivery.enqueue(await say(store, time, ("17", "1"), claim=delivery.claim))
    for times in range(1, TRIES):
        await phones.rang(times)
        time.pass_by(60)
        await swept_until(delivery, phones, times + 1)
    await delivery.stop()
    assert await states(store) == [("1", "parked", TRIES)]
    assert told == ["17 refused"]
    assert "SECRET" not in caplog.text
    error = await store.read(lambda tx: tx.execute(select(rows.c.error)).scalar_one())
    assert error.startswith("RuntimeError in send, phones.py line ")

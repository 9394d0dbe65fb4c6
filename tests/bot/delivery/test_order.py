"""Messages reach people in order, and nobody waits for somebody else."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.delivery.outbox_sender import ROOM, OutboxSender
from storage.database.schema import outbox as rows
from storage.database.store import Store
from storage.messaging.outbox import BULK
from tests.bot.delivery.phones import Phones, Time, say, states


async def test_a_reply_goes_out_and_is_marked(store: Store, time: Time, phones: Phones, delivery: OutboxSender) -> None:
    delivery.enqueue(await say(store, time, ("17", "Câu 1/17"), claim=delivery.claim))
    await phones.rang(1)
    await delivery.stop()
    assert phones.log == [("17", "Câu 1/17")]
    assert await states(store) == [("Câu 1/17", "sent", 0)]
    platform_id = await store.read(lambda tx: tx.execute(select(rows.c.platform_id)).scalar_one())
    assert platform_id.startswith("m")


async def test_an_unclaimed_message_is_found(store: Store, time: Time, phones: Phones, delivery: OutboxSender) -> None:
    delivery.enqueue(await say(store, time, ("17", "Nhắc việc"), lane=BULK))
    await phones.rang(1)


async def test_a_conversation_hears_in_order_one_at_a_time(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender
) -> None:
    texts = [str(n) for n in range(20)]
    delivery.enqueue(reversed(await say(store, time, *(("17", text) for text in texts), claim=delivery.claim)))
    await phones.rang(20)
    assert phones.heard("17") == texts
    assert phones.most_at_once == 1


async def test_conversations_do_not_wait_for_each_other(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender
) -> None:
    phones.hold["slow"] = asyncio.Event()
    delivery.enqueue(await say(store, time, ("slow", "1"), ("quick", "1"), ("quick", "2"), claim=delivery.claim))
    await phones.rang(3)
    assert phones.heard("quick") == ["1", "2"]
    phones.hold["slow"].set()


async def test_replies_do_not_wait_for_bulk(store: Store, time: Time, phones: Phones, delivery: OutboxSender) -> None:
    crowd = [str(n) for n in range(100)]
    blocked = asyncio.Event()
    phones.hold.update(dict.fromkeys(crowd, blocked))
    delivery.enqueue(await say(store, time, *((address, "Nhắc việc") for address in crowd), lane=BULK))
    await phones.rang(16)
    delivery.enqueue(await say(store, time, ("99", "Đã ghi"), ("someone", "Đã ghi"), claim=delivery.claim))
    await phones.rang(18)
    assert ("99", "Đã ghi") in phones.log
    assert delivery.backlog == 1
    blocked.set()
    await phones.rang(102)
    assert phones.heard("99") == ["Đã ghi", "Nhắc việc"]


async def test_more_bulk_than_memory_holds_goes_out_too(
    store: Store, time: Time, phones: Phones, delivery: OutboxSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROOM, BULK, 10)
    delivery.enqueue(await say(store, time, *((str(n), "Nhắc việc") for n in range(35)), lane=BULK))
    await phones.rang(35)
    assert len(set(phones.log)) == 35

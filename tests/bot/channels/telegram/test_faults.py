"""The outbox, delivery and the channel together, while Telegram misbehaves: nothing lost, little repeated, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection

from bot.channels.telegram.channel import TelegramChannel
from bot.delivery.outbox_sender import OutboxSender
from storage.database.store import Store
from storage.messaging import conversations, outbox
from storage.messaging.outbox import BULK, REPLY
from tests.bot.channels.telegram.telegram_office import Office, a_channel
from tests.emulators.telegram_api import TelegramApi
from tests.emulators.telegram_faults import DONE_FIRST, Fault
from tests.emulators.telegram_people import Person


@asynccontextmanager
async def delivering(store: Store, channel: TelegramChannel, office: Office) -> AsyncIterator[OutboxSender]:
    delivery = OutboxSender(store, {channel.name: channel}, "test", lambda: datetime.now(UTC))
    await channel.start(office.receive)
    await delivery.start()
    try:
        yield delivery
    finally:
        await delivery.stop()
        await channel.stop()


def put(people: list[Person], texts: list[str], lane: int) -> Callable[[Connection], None]:
    """Every text for every person, in order."""

    def work(tx: Connection) -> None:
        now = datetime.now(UTC)
        for person in people:
            conversation = conversations.lock_conversation(tx, "telegram", str(person.id), now)
            for text in texts:
                outbox.add(tx, conversation, {"text": text}, now=now, lane=lane)

    return work


def heard(people: list[Person]) -> list[list[str]]:
    """What each heard, a repetition right after left out."""
    return [[text for i, text in enumerate(p.texts) if i == 0 or p.texts[i - 1] != text] for p in people]


async def all_heard(api: TelegramApi, people: list[Person], n: int) -> None:
    await api.until(lambda: all(len(set(p.texts)) >= n for p in people) or None, within=30)


async def test_a_bad_line_repeats_at_most_what_was_cut_and_loses_nothing(
    store: Store, api: TelegramApi, office: Office
) -> None:
    bad = (Fault.BAD_GATEWAY, Fault.CUT_BEFORE, Fault.HTML, *DONE_FIRST)
    api.trouble.shares = dict.fromkeys(bad, 0.02)
    people = [api.person(f"Cán bộ {i}") for i in range(20)]
    texts = [f"Câu {i}/5" for i in range(1, 6)]
    await store.write(put(people, texts, REPLY))
    async with delivering(store, a_channel(api.base_url), office):
        await all_heard(api, people, len(texts))
    ended = Counter(call.ended for call in api.calls_of("sendMessage"))
    assert heard(people) == [texts] * len(people)
    assert sum(len(p.texts) for p in people) - len(people) * len(texts) <= sum(ended[f.name] for f in DONE_FIRST)
    assert sum(ended[f.name] for f in bad) >= 3, "the line was not bad enough to tell anything"


async def test_after_a_429_silence_then_conversations_before_bulk(
    store: Store, api: TelegramApi, office: Office
) -> None:
    reminded, talking = [api.person() for _ in range(60)], [api.person() for _ in range(5)]
    await store.write(put(reminded, ["Nhắc"], BULK))
    api.silence(1.2)
    async with delivering(store, a_channel(api.base_url, rate=200), office) as delivery:
        refused = (await api.asked("sendMessage", "429"))[0]
        await store.write(put(talking, ["Trả lời"], REPLY))
        await delivery.sweep()
        await all_heard(api, reminded + talking, 1)
    calls = api.calls_of("sendMessage", "ok")
    assert len(calls) == 65
    assert calls[0].at - refused.at >= 1
    first = [int(call.asked["chat_id"]) for call in calls[:20]]
    assert {person.id for person in talking} <= set(first)


async def test_a_server_that_enforces_its_window_is_never_provoked_for_long(
    store: Store, api: TelegramApi, office: Office
) -> None:
    api.window.per_second = 30
    people = [api.person() for _ in range(60)]
    await store.write(put(people, ["Nhắc"], BULK))
    async with delivering(store, a_channel(api.base_url, rate=29), office):
        await all_heard(api, people, 1)
    assert not api.calls_of("sendMessage", "429")
    assert [len(p.texts) for p in people] == [1] * 60


async def test_who_blocked_the_bot_holds_up_nobody(store: Store, api: TelegramApi, office: Office) -> None:
    blocked, other = api.person(), api.person()
    blocked.block()
    await store.write(put([blocked, other], ["một", "hai"], REPLY))
    async with delivering(store, a_channel(api.base_url), office):
        await all_heard(api, [other], 2)
        await api.asked("sendMessage", "403")
    held = await store.write(partial(held_of, address=str(blocked.id)))
    assert held.blocked_at is not None
    assert len(api.calls_of("sendMessage", "403")) <= 2  # the second may have been on its way


def held_of(tx: Connection, address: str) -> conversations.Conversation:
    return conversations.lock_conversation(tx, "telegram", address, datetime.now(UTC))


async def test_a_stop_in_the_middle_loses_nothing(store: Store, api: TelegramApi, office: Office) -> None:
    people = [api.person() for _ in range(10)]
    texts = [f"Câu {i}/10" for i in range(1, 11)]
    await store.write(put(people, texts, REPLY))
    for stop_after in (15, 40, 100):
        async with delivering(store, a_channel(api.base_url), office):
            await api.asked("sendMessage", "ok", n=stop_after)
    assert heard(people) == [texts] * 10
    assert sum(len(p.texts) for p in people) == 100

"""A reminder stops the moment the report is in, also where it waits in memory to be sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.delivery.outbox_sender import LEASE, OutboxSender, RetryLater
from bot.scheduled_jobs import tick
from handlers.registry import build_services
from handlers.turn.services import Links, RandomCodes
from storage.database.store import Store, StoreUnavailable
from storage.messaging import conversations, outbox
from storage.messaging.outbox import REPLY, OutboxMessage
from storage.reports import obligations, submissions
from tests import province
from tests.bot.delivery.phones import Phones, Time, swept_until
from tests.province import CALENDAR, Province

RUNG = datetime(2026, 5, 20, 1, tzinfo=UTC)
OTHERS = {"officer", "colleague", "commune", "coordinator"}


@pytest.fixture
async def here(store: Store) -> Province:
    return await store.write(lambda tx: province.build(tx, datetime(2026, 5, 1, tzinfo=UTC)))


@pytest.fixture
def silence() -> asyncio.Event:
    """Set when the platform's silence is over."""
    return asyncio.Event()


@pytest.fixture
async def on_test(store: Store, phones: Phones, silence: asyncio.Event) -> AsyncIterator[OutboxSender]:
    async def sleep(_: float) -> None:
        await silence.wait()

    delivery = OutboxSender(store, {"test": phones}, "one", Time(RUNG).now, sleep=sleep)
    await delivery.start()
    yield delivery
    await delivery.stop()


async def reminders_wait_in_memory(
    store: Store, delivery: OutboxSender, phones: Phones, random_codes: RandomCodes
) -> None:
    """The platform asks for silence; then the clock ticks."""

    def reply(tx: Connection) -> OutboxMessage | None:
        to = conversations.lock_conversation(tx, "test", "somebody", RUNG)
        return outbox.add(tx, to, {"text": "…"}, now=RUNG, lane=REPLY, claim=delivery.claim)

    phones.answers["somebody"].append(RetryLater(30, whole_channel=True))
    first = await store.write(reply)
    assert first is not None
    delivery.enqueue([first])
    await phones.rang(1)
    delivery.enqueue(await tick(store, build_services(random_codes, CALENDAR, Links()), RUNG))
    await delivery.sweep()


async def test_in_memory_too(
    store: Store,
    here: Province,
    on_test: OutboxSender,
    phones: Phones,
    silence: asyncio.Event,
    random_codes: RandomCodes,
) -> None:
    def file(tx: Connection) -> None:
        obligation = obligations.of_unit(tx, here.nam_can.id)[0]
        submissions.submit(
            tx, obligation, b"{}", receipt="R", filed_by=here.nam_can_officer.id, now=RUNG, nil=False, figures=()
        )

    await reminders_wait_in_memory(store, on_test, phones, random_codes)
    await store.write(file)
    silence.set()
    await swept_until(on_test, phones, 2 + len(OTHERS) - 1)  # what the coordinator was to hear is no longer so either

    assert {address for address, _ in phones.log} == {"somebody", *OTHERS} - {"coordinator"}
    services = build_services(random_codes, CALENDAR, Links())
    assert [parcel.address for parcel in await tick(store, services, RUNG)] == ["coordinator"]


async def test_what_still_holds_goes_out(
    store: Store,
    here: Province,
    on_test: OutboxSender,
    phones: Phones,
    silence: asyncio.Event,
    random_codes: RandomCodes,
) -> None:
    await reminders_wait_in_memory(store, on_test, phones, random_codes)
    silence.set()
    await swept_until(on_test, phones, 3 + len(OTHERS))

    assert {address for address, _ in phones.log} == {"somebody", "nam-can", *OTHERS}


async def test_where_the_database_cannot_be_asked_it_waits_there(
    store: Store, here: Province, phones: Phones, random_codes: RandomCodes
) -> None:
    class Failing:
        """A store that cannot read for a while."""

        shared = store.shared
        broken = True

        async def read(self, work: Any) -> Any:
            if self.broken:
                raise StoreUnavailable("no")
            return await store.read(work)

        def __getattr__(self, name: str) -> Any:
            return getattr(store, name)

    failing, time = Failing(), Time(RUNG)
    delivery = OutboxSender(failing, {"test": phones}, "one", time.now, sleep=time.sleep)  # type: ignore[arg-type]
    await tick(store, build_services(random_codes, CALENDAR, Links()), RUNG)
    await delivery.sweep()
    for _ in range(200):
        await asyncio.sleep(0)
    assert phones.log == []
    failing.broken = False
    async with asyncio.timeout(10):
        while len(phones.log) <= len(OTHERS):
            time.pass_by(LEASE.total_seconds() + 1)  # the claim ends; whoever sweeps then takes it up again
            await delivery.sweep()
    await delivery.stop()

"""What time brings, on the real store."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Connection, delete, func, select

from bot import scheduled_jobs as ticking
from bot.scheduled_jobs import tick
from handlers.registry import build_services
from handlers.turn.services import Links, RandomCodes, Services
from reporting.roles import Role
from storage.database.schema import obligation, outbox
from storage.database.store import Store
from storage.messaging import inbound_events
from storage.messaging.outbox import DeliveredMessage, mark_sent
from storage.reports import obligations, submissions
from storage.units import selected_zones
from tests import province
from tests.province import CALENDAR, Province

MORNING = datetime(2026, 5, 20, 1, tzinfo=UTC)
"""Wednesday 20 May, eight in the morning in Vietnam: the districts' rung and the communes' last day."""


async def built(store: Store) -> Province:
    return await store.write(lambda tx: province.build(tx, MORNING - timedelta(days=30)))


async def reminders_kept(store: Store) -> int:
    return await store.read(lambda tx: tx.execute(select(func.count()).select_from(outbox)).scalar_one())


async def test_reminders_go_out_once(store: Store, services: Services) -> None:
    await built(store)

    parcels = await tick(store, services, MORNING)

    assert {parcel.address for parcel in parcels} == {"officer", "colleague", "nam-can", "commune", "coordinator"}
    assert await tick(store, services, MORNING + timedelta(minutes=1)) == []
    assert await reminders_kept(store) == 5


async def test_a_restart_forgets_nothing(store: Store, services: Services, random_codes: RandomCodes) -> None:
    await built(store)
    await tick(store, services, MORNING)

    another = build_services(random_codes, CALENDAR, Links())

    assert await tick(store, another, MORNING + timedelta(hours=3)) == []


async def test_quiet_hours_are_made_up_for_in_the_morning(store: Store, services: Services) -> None:
    await built(store)

    assert await tick(store, services, datetime(2026, 5, 19, 23, 59, tzinfo=UTC)) == []  # 06:59 in Vietnam
    assert len(await tick(store, services, datetime(2026, 5, 20, 0, 0, tzinfo=UTC))) == 5  # 07:00
    assert await reminders_kept(store) == 5


async def test_late_in_the_evening_nobody_is_disturbed(store: Store, services: Services) -> None:
    await built(store)

    assert await tick(store, services, datetime(2026, 5, 20, 14, 0, tzinfo=UTC)) == []  # 21:00
    parcels = await tick(store, services, datetime(2026, 5, 21, 0, 0, tzinfo=UTC))
    assert {parcel.address for parcel in parcels} == {
        "officer",
        "colleague",
        "nam-can",
        "commune",
        "coordinator",
        "leader",
    }


async def test_more_people_than_one_transaction_takes(
    store: Store, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticking, "DIGESTS_AT_ONCE", 3)
    here = await built(store)
    for number in range(5):
        await store.write(
            lambda tx, n=number: province.enrol(
                tx, MORNING - timedelta(days=1), here.cai_nuoc, Role.REPORTER, f"more-{n}"
            )  # type: ignore[misc]
        )

    assert len(await tick(store, services, MORNING)) == 10


async def test_each_day_what_is_owed_follows_the_plan(store: Store, services: Services) -> None:
    here = await built(store)
    await tick(store, services, MORNING)
    await store.write(lambda tx: selected_zones.select(tx, here.plan.id, 2026, [here.hoa_my.id], MORNING))

    await tick(store, services, MORNING + timedelta(hours=1))
    assert await store.read(lambda tx: obligations.of_unit(tx, here.hoa_my.id)) == []

    await tick(store, services, MORNING + timedelta(days=1))
    assert len(await store.read(lambda tx: obligations.of_unit(tx, here.hoa_my.id))) == 2


async def test_an_empty_database_ticks_too(store: Store, services: Services) -> None:
    assert await tick(store, services, MORNING) == []
    assert await store.read(lambda tx: tx.execute(select(func.count()).select_from(obligation)).scalar_one()) == 0


async def test_event_ids_are_kept_for_sixty_days(store: Store, services: Services) -> None:
    await store.write(lambda tx: inbound_events.first_seen(tx, "web", "old", MORNING - timedelta(days=61)))
    await store.write(lambda tx: inbound_events.first_seen(tx, "web", "young", MORNING - timedelta(days=59)))

    await tick(store, services, MORNING)

    assert await store.write(lambda tx: inbound_events.first_seen(tx, "web", "old", MORNING))
    assert not await store.write(lambda tx: inbound_events.first_seen(tx, "web", "young", MORNING))


async def test_replicas_that_tick_at_once_say_everything_once(
    store: Store, services: Services, random_codes: RandomCodes
) -> None:
    await built(store)
    others = [build_services(random_codes, CALENDAR, Links()) for _ in range(2)]

    messages = await asyncio.gather(*(tick(store, replica, MORNING) for replica in (services, *others)))

    assert sorted(parcel.address for parcels in messages for parcel in parcels) == sorted(
        ["officer", "colleague", "nam-can", "commune", "coordinator"]
    )
    assert await reminders_kept(store) == 5


async def test_nobody_is_reminded_of_what_is_being_filed_at_that_moment(store: Store, services: Services) -> None:
    """Where turns run side by side: the filing has its lock, and has not committed yet."""
    here = await built(store)
    locked, done = threading.Event(), threading.Event()

    def file(tx: Connection) -> None:
        report = obligations.of_unit(tx, here.nam_can.id)[0]
        submissions.lock(tx, report.id)
        if store.shared:
            locked.set()
            done.wait(10)
        submissions.submit(
            tx,
            report,
            b"{}",
            receipt="R",
            filed_by=here.nam_can_officer.id,
            now=MORNING,
            nil=False,
            figures=(),
        )

    filing = asyncio.create_task(store.write(file))
    if store.shared:
        await asyncio.to_thread(locked.wait, 10)
    else:
        await filing
    parcels = await tick(store, services, MORNING)
    done.set()
    await filing

    assert "nam-can" not in {parcel.address for parcel in parcels}
    assert "officer" in {parcel.address for parcel in parcels}


async def test_whatever_instants_it_ticks_at_each_moment_is_said_once(store: Store, services: Services) -> None:
    """A season with restarts and days without a tick, against one that never slept."""
    await built(store)
    mornings = [MORNING + timedelta(days=days, hours=hour) for days in range(-6, 16) for hour in (-1, 0, 4, 5, 12)]

    async def keys(instants: list[datetime]) -> list[str]:
        await store.write(lambda tx: tx.execute(delete(outbox)))
        for at in instants:
            parcels = await tick(store, build_services(services.random_codes, CALENDAR, Links()), at)
            delivered = [DeliveredMessage(parcel.id, None, at) for parcel in parcels]
            await store.write(partial(mark_sent, delivered=delivered))
        return await store.read(lambda tx: list(tx.scalars(select(outbox.c.key))))

    always, sometimes = await keys(mornings), await keys(mornings[2::7])

    assert sometimes
    assert len(always) == len(set(always)) > len(sometimes)
    assert set(sometimes) <= set(always)

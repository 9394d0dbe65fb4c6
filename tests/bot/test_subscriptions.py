"""What leaders asked to be told, on the real store: once a day, once after downtime, never too early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot import maintenance
from handlers.registry import build_services
from handlers.summary import subscriptions as summary_messages
from handlers.turn.services import Links, RandomCodes, Services
from reporting.roles import Role
from storage.database.store import Store
from storage.messaging.outbox import OutboxMessage
from storage.people import people, subscriptions
from storage.people.subscriptions import SubscriptionKind
from tests import province
from tests.province import CALENDAR, Province

DAY = timedelta(days=1)
MORNING = datetime(2026, 5, 25, 1, tzinfo=UTC)
"""Eight in the morning in Vietnam on Monday 25 May, the day after the last day of the six months."""


async def built(store: Store, *wishes: SubscriptionKind, since: datetime = MORNING - 30 * DAY) -> Province:
    def build(tx: Connection) -> Province:
        made = province.build(tx, MORNING - 30 * DAY)
        for wish in wishes:
            subscriptions.add(tx, made.leader.membership_id, wish, since)
        return made

    return await store.write(build)


def told(parcels: list[OutboxMessage]) -> list[str]:
    return [parcel.payload["text"].split("\n")[0] for parcel in parcels]


async def test_the_morning_after_once(store: Store, services: Services) -> None:
    await built(store, SubscriptionKind.MORNING_AFTER)
    assert await maintenance.queue_subscriptions(store, services, MORNING - DAY) == []
    parcels = await maintenance.queue_subscriptions(store, services, MORNING)
    assert [parcel.address for parcel in parcels] == ["leader"]
    assert "Quá hạn 5" in parcels[0].payload["text"]
    assert await maintenance.queue_subscriptions(store, services, MORNING + timedelta(hours=1)) == []
    assert await maintenance.queue_subscriptions(store, services, MORNING + DAY) == []


async def test_after_downtime_there_is_one(store: Store, services: Services) -> None:
    await built(store, SubscriptionKind.MORNING_AFTER)
    assert told(await maintenance.queue_subscriptions(store, services, MORNING + 3 * DAY)) == [
        "Báo cáo có hạn cuối 24/5/2026:"
    ]
    assert await maintenance.queue_subscriptions(store, services, MORNING + 4 * DAY) == []


async def test_long_after_it_is_no_news(store: Store, services: Services) -> None:
    await built(store, SubscriptionKind.MORNING_AFTER)
    assert await maintenance.queue_subscriptions(store, services, MORNING + 8 * DAY) == []


async def test_who_asks_after_a_deadline_waits_for_the_next(store: Store, services: Services) -> None:
    await built(store, SubscriptionKind.MORNING_AFTER, since=MORNING)
    assert await maintenance.queue_subscriptions(store, services, MORNING + DAY) == []


async def test_both_wishes_on_one_morning(store: Store, services: Services) -> None:
    await built(store, *SubscriptionKind)
    texts = told(await maintenance.queue_subscriptions(store, services, MORNING))
    assert texts == ["Báo cáo có hạn cuối 24/5/2026:", "Tình hình báo cáo đầu tuần · tỉnh Cà Mau"]


async def test_a_role_that_ended_is_told_nothing_and_another_hat_is_told_its_own(
    store: Store, services: Services
) -> None:
    made = await built(store, SubscriptionKind.MORNING_AFTER)

    def lead_a_district_instead(tx: Connection) -> None:
        people.revoke(tx, made.leader.membership_id, MORNING)
        own = people.grant(tx, made.leader.id, made.nam_can.id, Role.LEADER, None, MORNING)
        subscriptions.add(tx, own, SubscriptionKind.MORNING_AFTER, MORNING - 30 * DAY)

    await store.write(lead_a_district_instead)
    [parcel] = await maintenance.queue_subscriptions(store, services, MORNING)
    assert "UBND huyện Năm Căn" in parcel.payload["text"]
    assert "tỉnh Cà Mau" not in parcel.payload["text"]


async def test_two_who_tick_at_once_tell_once(store: Store, services: Services) -> None:
    await built(store, SubscriptionKind.MORNING_AFTER)
    news = await store.read(lambda tx: summary_messages.due_messages(tx, services, MORNING))
    assert news
    first, second = [
        await store.write(partial(summary_messages.queue_messages, services=services, news=news, now=MORNING))
        for _ in range(2)
    ]
    assert (len(first), second) == (1, [])


async def test_a_channel_whose_month_is_used_up_carries_none(store: Store, random_codes: RandomCodes) -> None:
    await built(store, SubscriptionKind.MORNING_AFTER)
    services = build_services(random_codes, CALENDAR, Links(), limits={province.CHANNEL: 0})
    assert await maintenance.queue_subscriptions(store, services, MORNING) == []

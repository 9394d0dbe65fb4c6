"""Scheduled work besides reminders: audit seals, deletion after the retention time, weekly line, subscriptions."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers.reminders import weekly_admin_line
from handlers.summary import subscriptions
from handlers.turn.services import Services
from reporting.deadlines.calendar import local_day
from storage.audit import audit
from storage.database import key_values
from storage.database.store import Store
from storage.messaging.outbox import OutboxMessage
from storage.operations import retention
from storage.operations.retention import Retention

ROWS_AT_ONCE = 200
"""Rows sealed or deleted in one transaction; a longer transaction would block incoming messages."""
FORGOTTEN = "forgotten"
"""The key-value entry with the local day on which expired rows were last deleted."""


async def seal_log(store: Store) -> None:
    """Seals all audit rows that have no seal yet."""
    while await store.write(partial(audit.seal, limit=ROWS_AT_ONCE)) == ROWS_AT_ONCE:
        pass


async def delete_expired(store: Store, retention_periods: Retention, now: datetime) -> None:
    """Deletes rows whose retention time is over, once per local day."""
    today = local_day(now).isoformat()
    if await store.read(lambda tx: key_values.get(tx, FORGOTTEN)) == today:
        return
    for rule in retention.rules(retention_periods, now):
        while some := await store.read(partial(rule.find, limit=ROWS_AT_ONCE)):
            await store.write(partial(rule.forget, some=some))
    await store.write(lambda tx: key_values.put(tx, FORGOTTEN, today))


async def queue_weekly_lines(store: Store, services: Services, now: datetime) -> list[OutboxMessage]:
    """Queues the line about the previous week for the administrators, once, on the first working day of a week."""
    week = await store.read(lambda tx: weekly_admin_line.week_to_report(tx, services.calendar, now))
    return await store.write(lambda tx: weekly_admin_line.queue_line(tx, week, now)) if week else []


async def queue_subscriptions(store: Store, services: Services, now: datetime) -> list[OutboxMessage]:
    """Queues the summaries that leaders subscribed to, once a day, in one short transaction."""
    news = await store.read(lambda tx: subscriptions.due_messages(tx, services, now))
    return [] if news is None else await store.write(lambda tx: subscriptions.queue_messages(tx, services, news, now))

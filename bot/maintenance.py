"""What the clock does for the office itself: sealing the audit log, forgetting in time, the line of Monday morning."""

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
"""Sealed or forgotten in one transaction: a longer one would make the people who are writing wait."""
FORGOTTEN = "forgotten"
"""The setting that says on which day everything due was forgotten."""


async def seal_log(store: Store) -> None:
    """Everything new in the audit log gets its seal."""
    while await store.write(partial(audit.seal, limit=ROWS_AT_ONCE)) == ROWS_AT_ONCE:
        pass


async def delete_expired(store: Store, stored_retention: Retention, now: datetime) -> None:
    """Once a day: what has been kept long enough goes."""
    today = local_day(now).isoformat()
    if await store.read(lambda tx: key_values.get(tx, FORGOTTEN)) == today:
        return
    for rule in retention.rules(stored_retention, now):
        while some := await store.read(partial(rule.find, limit=ROWS_AT_ONCE)):
            await store.write(partial(rule.forget, some=some))
    await store.write(lambda tx: key_values.put(tx, FORGOTTEN, today))


async def queue_weekly_lines(store: Store, services: Services, now: datetime) -> list[OutboxMessage]:
    """On the first working day of a week: how the week before went, told to the administrators once."""
    week = await store.read(lambda tx: weekly_admin_line.week_to_report(tx, services.calendar, now))
    return await store.write(lambda tx: weekly_admin_line.queue_line(tx, week, now)) if week else []


async def queue_subscriptions(store: Store, services: Services, now: datetime) -> list[OutboxMessage]:
    """Once a day: what leaders asked to be told, read beside the writer and told in one short transaction."""
    news = await store.read(lambda tx: subscriptions.due_messages(tx, services, now))
    return [] if news is None else await store.write(lambda tx: subscriptions.queue_messages(tx, services, news, now))

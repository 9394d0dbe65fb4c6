"""What one tick of the scheduler does: reports owed, reminders, deletion, weekly line, subscriptions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from bot import maintenance
from handlers.reminders import quota_warning, run
from handlers.turn.services import Services
from reporting.deadlines.calendar import DAY, last_instant, local_day
from reporting.reminders.nudge_limits import is_waking
from storage.database import key_values
from storage.database.store import Store
from storage.messaging import inbound_events, reminder_cancellation
from storage.messaging.outbox import OutboxMessage
from storage.reports import obligation_sync
from storage.units.units import Unit

EVENTS_KEPT = timedelta(days=60)
"""How long the ids of incoming events are kept, to recognise repeated ones."""
DIGESTS_AT_ONCE = 50
"""Digests queued in one transaction; a longer transaction would block incoming messages."""
HOUSE_KEPT = "house_kept"
"""The key-value entry with the local day of the last daily maintenance; the stored name stays."""


async def tick(store: Store, services: Services, now: datetime) -> list[OutboxMessage]:
    """Does what is due at ``now`` and returns the messages put into the outbox.

    Repeating it (another tick, a restart, a second process) adds nothing. Raises ``StoreUnavailable``; the next tick
    tries again. In quiet hours nothing is sent.
    """
    await store.write(lambda tx: run_maintenance(tx, services, now))
    await maintenance.seal_log(store)
    await maintenance.delete_expired(store, services.retention, now)
    if not is_waking(now):
        return []
    reminded = await remind(store, services, now)
    return [
        *reminded,
        *await maintenance.queue_weekly_lines(store, services, now),
        *await maintenance.queue_subscriptions(store, services, now),
    ]


async def remind(store: Store, services: Services, now: datetime) -> list[OutboxMessage]:
    """Cancels unsent reminders of earlier days and queues the digests that are due now."""
    await store.write(lambda tx: reminder_cancellation.cancel_outdated(tx, last_instant(local_day(now) - DAY), now))
    digests = await store.read(lambda tx: run.digests_to_send(tx, services, now))
    messages: list[OutboxMessage] = []
    left_out: defaultdict[str, list[Unit]] = defaultdict(list)
    for start in range(0, len(digests), DIGESTS_AT_ONCE):
        some = digests[start : start + DIGESTS_AT_ONCE]
        result = await store.write(partial(run.queue_digests, digests=some, services=services, now=now))
        messages += result.messages
        for channel, units in result.left_out.items():
            left_out[channel] += units
    if services.monthly_limits:
        messages += await store.write(partial(quota_warning.warn, services=services, left_out=left_out, now=now))
    return messages


def run_maintenance(tx: Connection, services: Services, now: datetime) -> None:
    """Once a day: creates the reports owed under active plans and deletes old event ids."""
    today = local_day(now).isoformat()
    if key_values.get(tx, HOUSE_KEPT) == today:
        return
    for plan in services.plans.active(tx):
        obligation_sync.ensure(tx, plan, services.calendar, now)
    inbound_events.forget(tx, now - EVENTS_KEPT)
    key_values.put(tx, HOUSE_KEPT, today)

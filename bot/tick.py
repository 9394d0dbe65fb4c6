"""What time brings: obligations, reminders, cleaning."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from handlers import reminder
from handlers.turn import Desk
from reporting.calendar import local_day
from reporting.reminders import is_waking
from storage import audit, events, obligations, settings
from storage.outbox import Parcel
from storage.store import Store

EVENTS_KEPT = timedelta(days=60)
PEOPLE_AT_ONCE = 50
"""Reminded in one transaction: a longer one would make the people who are writing wait."""
ROWS_AT_ONCE = 200
"""Sealed in one transaction."""
HOUSE_KEPT = "house_kept"


async def tick(store: Store, desk: Desk, now: datetime) -> list[Parcel]:
    """Does whatever is due at ``now``; a second tick, a restart or another replica adds nothing.

    Returns the reminders put into the outbox. Raises ``StoreUnavailable``: the next tick does it.
    """
    await store.write(lambda tx: keep_house(tx, desk, now))
    await seal(store)
    if not is_waking(now):
        return []
    people = await store.read(lambda tx: reminder.whom(tx, desk, now))
    parcels: list[Parcel] = []
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        some = people[start : start + PEOPLE_AT_ONCE]
        parcels += await store.write(partial(reminder.remind, person_ids=some, desk=desk, now=now))
    return parcels


async def seal(store: Store) -> None:
    """Everything new in the audit log gets its seal, a few rows at a time so that writers do not wait."""
    while await store.write(partial(audit.seal, limit=ROWS_AT_ONCE)) == ROWS_AT_ONCE:
        pass


def keep_house(tx: Connection, desk: Desk, now: datetime) -> None:
    """Once a day: what the units owe follows the plans, the units and the communes; old event ids are forgotten."""
    today = local_day(now).isoformat()
    if settings.get(tx, HOUSE_KEPT) == today:
        return
    for plan in desk.plans.active(tx):
        obligations.ensure(tx, plan, desk.calendar, now)
    events.forget(tx, now - EVENTS_KEPT)
    settings.put(tx, HOUSE_KEPT, today)

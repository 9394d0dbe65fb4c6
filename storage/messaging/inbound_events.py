"""Events received from channels, stored so that an event received twice is processed once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from storage.database.schema import event
from storage.database.sql import insert_or_ignore

_SEE = insert_or_ignore(event, "channel", "event_id").returning(event.c.event_id)
_FORGET = delete(event).where(event.c.at < bindparam("before"))


def first_seen(tx: Connection, channel: str, event_id: str, now: datetime) -> bool:
    """Store an event; False if it was received before.

    A second transaction with the same event waits here until the first one has ended.
    """
    return tx.execute(_SEE, {"channel": channel, "event_id": event_id, "at": now}).first() is not None


def forget(tx: Connection, before: datetime) -> int:
    """Delete events received ``before`` an instant, which no platform sends again; returns their number."""
    return tx.execute(_FORGET, {"before": before}).rowcount

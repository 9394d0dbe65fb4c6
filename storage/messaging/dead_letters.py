"""Incoming messages whose processing failed three times; they are stored for administrators and not tried again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.database.schema import dead_letter

_ADD = insert(dead_letter)
_NEWEST = select(dead_letter).order_by(dead_letter.c.id.desc()).limit(100)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: int
    channel: str
    address: str
    event_id: str
    payload: Mapping[str, Any]
    error: str
    at: datetime


def add(
    tx: Connection, channel: str, address: str, event_id: str, payload: Mapping[str, Any], error: str, now: datetime
) -> None:
    """Store a failed message. ``payload``: technical details that help to find the cause, without the person's text."""
    row = {"channel": channel, "address": address, "event_id": event_id, "payload": payload, "error": error, "at": now}
    tx.execute(_ADD, row)


def newest(tx: Connection) -> list[DeadLetter]:
    """The newest 100 of them, the newest first."""
    return [DeadLetter(*row) for row in tx.execute(_NEWEST)]

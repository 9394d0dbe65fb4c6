"""Subscriptions to regular messages, stored for a membership, so that they end with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from reporting.roles import OVERSEES
from storage.database.schema import membership, subscription, unit
from storage.database.sql import insert_or_ignore
from storage.units import units
from storage.units.units import Unit


class SubscriptionKind(StrEnum):
    MORNING_AFTER = "morning_after"
    """The summary of a report, on the morning after its last day."""
    MONDAY = "monday"
    """The status of the current reports, on the first working day of a week."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One membership with a subscription, and since when."""

    person_id: int
    membership_id: int
    since: datetime
    unit: Unit


_OF_MEMBERSHIP = select(subscription.c.kind).where(subscription.c.membership_id == bindparam("of"))
_ADD = insert_or_ignore(subscription, "membership_id", "kind")
_REMOVE = delete(subscription).where(
    subscription.c.membership_id == bindparam("of"), subscription.c.kind == bindparam("which")
)
_LIVE = (
    select(membership.c.person_id, membership.c.id, subscription.c.at, *units.COLUMNS)
    .join_from(subscription, membership, membership.c.id == subscription.c.membership_id)
    .join(unit, unit.c.id == membership.c.unit_id)
    .where(
        subscription.c.kind == bindparam("which"),
        membership.c.revoked_at.is_(None),
        membership.c.role.in_(sorted(OVERSEES)),
    )
    .order_by(membership.c.id)
)


def kinds_of(tx: Connection, membership_id: int) -> frozenset[SubscriptionKind]:
    return frozenset(SubscriptionKind(kind) for (kind,) in tx.execute(_OF_MEMBERSHIP, {"of": membership_id}))


def add(tx: Connection, membership_id: int, kind: SubscriptionKind, now: datetime) -> None:
    """Add a subscription; nothing happens if the membership has it already."""
    tx.execute(_ADD, {"membership_id": membership_id, "kind": kind.value, "at": now})


def remove(tx: Connection, membership_id: int, kind: SubscriptionKind) -> None:
    tx.execute(_REMOVE, {"of": membership_id, "which": kind.value})


def subscribers(tx: Connection, kind: SubscriptionKind) -> list[Subscriber]:
    """The current memberships with this subscription whose role may have it."""
    return [_subscriber(row) for row in tx.execute(_LIVE, {"which": kind.value})]


def _subscriber(row: Sequence[Any]) -> Subscriber:
    return Subscriber(row[0], row[1], row[2], units.of_row(row[3:]))

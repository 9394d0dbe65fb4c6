"""What somebody asked to be told without asking: by membership, so that it ends with the role."""

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
    """How the running reports stand, on the first working day of a week."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One membership that is to be told."""

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


def add(tx: Connection, membership_id: int, wish: SubscriptionKind, now: datetime) -> None:
    tx.execute(_ADD, {"membership_id": membership_id, "kind": wish.value, "at": now})


def remove(tx: Connection, membership_id: int, wish: SubscriptionKind) -> None:
    tx.execute(_REMOVE, {"of": membership_id, "which": wish.value})


def subscribers(tx: Connection, wish: SubscriptionKind) -> list[Subscriber]:
    """Who is to be told; nobody whose role has ended."""
    return [_subscriber(row) for row in tx.execute(_LIVE, {"which": wish.value})]


def _subscriber(row: Sequence[Any]) -> Subscriber:
    return Subscriber(row[0], row[1], row[2], units.of_row(row[3:]))

"""The members who can receive messages, by unit and role: officers, coordinators, leaders."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select

from reporting.reminders.recipients import Recipients, RoleHolder
from reporting.roles import FILES, Role
from storage.database.schema import conversation, membership, unit

_HEAR = [role.value for role in (*FILES, Role.COORDINATOR, Role.LEADER)]
_REACHABLE = (
    select(membership.c.unit_id, membership.c.role, membership.c.person_id, membership.c.id, membership.c.granted_at)
    .where(
        membership.c.role.in_(_HEAR),
        membership.c.revoked_at.is_(None),
        exists().where(conversation.c.person_id == membership.c.person_id, conversation.c.blocked_at.is_(None)),
    )
    .order_by(membership.c.id)
)
_REACHABLE_IN = _REACHABLE.where(membership.c.unit_id.in_(bindparam("units", expanding=True)))
_AT_THE_TOP = (
    select(membership.c.person_id)
    .join(unit, unit.c.id == membership.c.unit_id)
    .where(unit.c.parent_id.is_(None), membership.c.role == Role.COORDINATOR.value, membership.c.revoked_at.is_(None))
    .distinct()
    .order_by(membership.c.person_id)
)


def all_recipients(tx: Connection) -> Recipients:
    """The recipients of all units."""
    return _posts(tx.execute(_REACHABLE))


def recipients_in(tx: Connection, unit_ids: Collection[int]) -> Recipients:
    """The recipients of these units."""
    return _posts(tx.execute(_REACHABLE_IN, {"units": list(unit_ids)}))


def coordinators_at_the_top(tx: Connection) -> list[int]:
    """Person ids of the coordinators of the unit at the top of the tree."""
    return list(tx.scalars(_AT_THE_TOP))


def _posts(rows: Iterable[Any]) -> Recipients:
    return Recipients(RoleHolder(row[0], Role(row[1]), row[2], row[3], row[4]) for row in rows)

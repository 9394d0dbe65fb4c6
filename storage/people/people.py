"""People and their memberships. A person may have several memberships, each a role in a unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from reporting.roles import Role
from storage.audit import audit
from storage.database.schema import membership, person, unit
from storage.messaging.conversations import Conversation
from storage.units.units import COLUMNS, Unit, of_row


@dataclass(frozen=True, slots=True)
class Member:
    """A person in one role of one unit."""

    person_id: int
    name: str
    membership_id: int
    role: Role
    unit: Unit


_LIVE = (
    select(person.c.id, person.c.name, membership.c.id, membership.c.role, *COLUMNS)
    .join_from(membership, person, membership.c.person_id == person.c.id)
    .join(unit, membership.c.unit_id == unit.c.id)
    .where(membership.c.revoked_at.is_(None))
)
_OF_PERSON = _LIVE.where(membership.c.person_id == bindparam("person")).order_by(membership.c.id)
_CURRENT = (
    _LIVE.where(membership.c.person_id == bindparam("person"))
    .order_by((membership.c.id == bindparam("preferred")).desc(), membership.c.id)
    .limit(1)
)
_OF_UNITS = _LIVE.where(
    membership.c.unit_id.in_(bindparam("units", expanding=True)),
    membership.c.role.in_(bindparam("roles", expanding=True)),
).order_by(unit.c.path.desc(), membership.c.id)
_IN_ROLE = _LIVE.where(membership.c.role == bindparam("as_role")).order_by(membership.c.id)
_ADD = insert(person).returning(person.c.id)
_RENAME = update(person).where(person.c.id == bindparam("which")).values(name=bindparam("to"))
_NAME = select(person.c.name).where(person.c.id == bindparam("id"))
_GRANT = insert(membership).returning(membership.c.id)
_GRANT_AGAIN = (
    update(membership)
    .where(
        membership.c.person_id == bindparam("person"),
        membership.c.unit_id == bindparam("in_unit"),
        membership.c.role == bindparam("as_role"),
    )
    .values(granted_by=bindparam("by"), granted_at=bindparam("now"), revoked_at=None)
    .returning(membership.c.id)
)
_REVOKE = (
    update(membership)
    .where(membership.c.id == bindparam("which"), membership.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


def member_of(tx: Connection, conversation: Conversation) -> Member | None:
    """The person of a conversation in the membership selected there; if that has ended, in their oldest other one.

    ``None`` if there is no person, or the person has no membership.
    """
    if conversation.person_id is None:
        return None
    preferred = conversation.membership_id or 0
    row = tx.execute(_CURRENT, {"person": conversation.person_id, "preferred": preferred}).one_or_none()
    return _member(row) if row else None


def memberships(tx: Connection, person_id: int) -> list[Member]:
    """The current memberships of a person, the oldest first."""
    return _members(tx, _OF_PERSON, {"person": person_id})


def of_unit(tx: Connection, unit_id: int, roles: Collection[Role]) -> list[Member]:
    """The members of a unit with one of ``roles``."""
    return _members(tx, _OF_UNITS, {"units": [unit_id], "roles": [role.value for role in roles]})


def overseers(tx: Connection, unit: Unit, roles: Collection[Role]) -> list[Member]:
    """The members with one of ``roles`` in the unit or a unit above it, those of the nearest unit first."""
    return _members(tx, _OF_UNITS, {"units": list(unit.ancestors), "roles": [role.value for role in roles]})


def in_role(tx: Connection, role: Role) -> list[Member]:
    """All members with a role, in any unit."""
    return _members(tx, _IN_ROLE, {"as_role": role.value})


def add_person(tx: Connection, name: str, now: datetime) -> int:
    """Store a new person with the name from the channel (at most 200 characters); returns the id."""
    person_id: int = tx.execute(_ADD, {"name": name[:200], "created_at": now}).scalar_one()
    return person_id


def name_of(tx: Connection, person_id: int) -> str:
    name: str = tx.execute(_NAME, {"id": person_id}).scalar_one()
    return name


def rename(tx: Connection, person_id: int, name: str, now: datetime) -> None:
    """Change the name of a person; it is shown for earlier acts too."""
    before = name_of(tx, person_id)
    tx.execute(_RENAME, {"which": person_id, "to": name[:200]})
    audit.record(tx, now, person_id, "person.renamed", before=before, after=name[:200])


def grant(tx: Connection, person_id: int, unit_id: int, role: Role, by: int | None, now: datetime) -> int:
    """Give a person a role in a unit, also one that had ended before; returns the id of the membership."""
    again = tx.execute(
        _GRANT_AGAIN, {"person": person_id, "in_unit": unit_id, "as_role": role.value, "by": by, "now": now}
    ).scalar_one_or_none()
    if again is not None:
        return int(again)
    values = {"person_id": person_id, "unit_id": unit_id, "role": role.value, "granted_by": by, "granted_at": now}
    return int(tx.execute(_GRANT, values).scalar_one())


def revoke(tx: Connection, membership_id: int, now: datetime) -> None:
    """End a membership without further effects; see ``memberships`` for those."""
    tx.execute(_REVOKE, {"which": membership_id, "now": now})


def _members(tx: Connection, statement: Select[Any], values: dict[str, object]) -> list[Member]:
    return [_member(row) for row in tx.execute(statement, values)]


def _member(row: Sequence[Any]) -> Member:
    return Member(row[0], row[1], row[2], Role(row[3]), of_row(row[4:]))

"""The members of a unit and the units below it, and the units without an officer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Date, String, and_, bindparam, exists, func, or_, select

from reporting.deadlines.obligation import OWED
from reporting.roles import FILES, Role
from storage.database.schema import conversation, membership, obligation, person, plan, unit
from storage.people.people import Member
from storage.units.units import COLUMNS, Unit, of_row


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A current membership: since when, granted by whom, and when the person wrote last on any channel."""

    member: Member
    since: datetime
    granted_by: str | None
    last_active: datetime | None


_grantor = person.alias()
_LAST_ACTIVE = (
    select(func.max(conversation.c.updated_at)).where(conversation.c.person_id == person.c.id).scalar_subquery()
)
_LISTED = (
    select(
        membership.c.granted_at,
        _grantor.c.name,
        _LAST_ACTIVE,
        *(person.c.id, person.c.name, membership.c.id, membership.c.role, *COLUMNS),
    )
    .join_from(membership, person, membership.c.person_id == person.c.id)
    .join(unit, membership.c.unit_id == unit.c.id)
    .outerjoin(_grantor, _grantor.c.id == membership.c.granted_by)
    .where(membership.c.revoked_at.is_(None))
    .order_by(unit.c.path, membership.c.id)
)
_WITHIN = _LISTED.where(unit.c.path.startswith(bindparam("path", type_=String)))
_OF_PERSON = _LISTED.where(membership.c.person_id == bindparam("person"))
_ONE = _LISTED.where(membership.c.id == bindparam("membership"))

_NO_PLAN = ~exists().where(plan.c.active)
_OWES = exists().where(obligation.c.unit_id == unit.c.id, obligation.c.state.in_([state.value for state in OWED]))
_HAS_OFFICER = exists().where(
    membership.c.unit_id == unit.c.id,
    membership.c.revoked_at.is_(None),
    membership.c.role.in_([role.value for role in FILES]),
)
_DAY = bindparam("today", type_=Date)
_WITHOUT_OFFICER = (
    select(*COLUMNS)
    .where(
        unit.c.path.startswith(bindparam("path", type_=String)),
        or_(unit.c.valid_from.is_(None), unit.c.valid_from <= _DAY),
        or_(unit.c.valid_to.is_(None), unit.c.valid_to >= _DAY),
        or_(_OWES, and_(_NO_PLAN, unit.c.id != bindparam("own"))),
        ~_HAS_OFFICER,
    )
    .order_by(unit.c.path)
)


def members_within(tx: Connection, unit: Unit) -> list[ListedMember]:
    """The current memberships in a unit and the units below it, ordered by the path of the unit."""
    return [_listed(row) for row in tx.execute(_WITHIN, {"path": unit.path})]


def of_person(tx: Connection, person_id: int) -> list[ListedMember]:
    """The current memberships of a person."""
    return [_listed(row) for row in tx.execute(_OF_PERSON, {"person": person_id})]


def get(tx: Connection, membership_id: int) -> ListedMember | None:
    """The membership with this id; ``None`` if it has ended."""
    row = tx.execute(_ONE, {"membership": membership_id}).one_or_none()
    return _listed(row) if row else None


def without_officer(tx: Connection, within: Unit, today: date) -> list[Unit]:
    """The units in ``within`` that owe a report and have no officer.

    While no plan is active, all units below ``within`` that have no officer.
    """
    rows = tx.execute(_WITHOUT_OFFICER, {"path": within.path, "own": within.id, "today": today})
    return [of_row(row) for row in rows]


def _listed(row: Sequence[Any]) -> ListedMember:
    since, granted_by, last_active, person_id, name, membership_id, role, *in_unit = row
    return ListedMember(
        Member(person_id, name, membership_id, Role(role), of_row(in_unit)), since, granted_by, last_active
    )

"""How a membership ends: revoked, handed over or left, at once; what was done under it stays with the unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, delete, literal_column, select

from reporting.roles import FILES, INVITES, Role
from storage.audit import audit
from storage.database.schema import conversation, membership, outbox, person, snooze, unit
from storage.messaging import conversations, reminder_cancellation
from storage.messaging.outbox import BULK
from storage.people import invitations, people
from storage.people.people import Member
from storage.units.units import COLUMNS, Unit, of_row

KeepReason = Literal["only_coordinator", "only_admin"]
"""Why a membership may not end: nobody else could do what it is for."""


@dataclass(frozen=True, slots=True)
class KnownMembership:
    """A membership, whether it holds or not: ``ended_at`` is ``None`` while it does."""

    member: Member
    ended_at: datetime | None


class EndedMembership(NamedTuple):
    last: bool
    """The person has no other membership."""
    codes: int
    """How many of their invitations were withdrawn with it."""


_GET = (
    select(membership.c.revoked_at, person.c.id, person.c.name, membership.c.id, membership.c.role, *COLUMNS)
    .join_from(membership, person, membership.c.person_id == person.c.id)
    .join(unit, membership.c.unit_id == unit.c.id)
    .where(membership.c.id == bindparam("membership"))
)
_ALIKE = (
    select(membership.c.id, membership.c.unit_id)
    .where(membership.c.revoked_at.is_(None), membership.c.role == bindparam("as_role"))
    .with_for_update()
)
_FORGET_SNOOZE = delete(snooze).where(snooze.c.person_id == bindparam("person"))
_UNSAID = delete(outbox).where(
    outbox.c.state == literal_column("'waiting'"),
    outbox.c.lane == BULK,
    outbox.c.conversation_id.in_(select(conversation.c.id).where(conversation.c.person_id == bindparam("person"))),
)


def get(tx: Connection, membership_id: int) -> KnownMembership:
    """Raises NoResultFound for an id nobody was given."""
    ended_at, person_id, name, id, role, *in_unit = tx.execute(_GET, {"membership": membership_id}).one()
    return KnownMembership(Member(person_id, name, id, Role(role), of_row(in_unit)), ended_at)


def shield(tx: Connection, member: Member) -> KeepReason | None:
    """Why this membership has to stay: the unit's last coordinator, the only administrator. Others like it are locked.

    Two who revoke each other at the same moment do not both succeed.
    """
    if member.role not in INVITES:
        return None
    others = [row for row in tx.execute(_ALIKE, {"as_role": member.role.value}) if row.id != member.membership_id]
    if member.role == Role.ADMIN:
        return None if others else "only_admin"
    return None if any(row.unit_id == member.unit.id for row in others) else "only_coordinator"


def revoke(tx: Connection, member: Member, now: datetime, by: int | None) -> EndedMembership:
    """Taken away by somebody: with it the codes the person has given out there, so that none leads back in."""
    given_out = invitations.open_by(tx, member.person_id, member.unit, now) if member.role in INVITES else []
    handing = invitations.handover_of(tx, member.membership_id, now)
    others = [invitation for invitation in given_out if invitation.hands_over is None]
    codes = invitations.revoke_all(tx, [*others, *([handing] if handing else [])], now, by)
    return EndedMembership(_end(tx, member, now, by, "membership.revoked"), codes)


def hand_over(tx: Connection, member: Member, now: datetime, to: int) -> EndedMembership:
    """Ended by its successor's yes."""
    return EndedMembership(_end(tx, member, now, to, "membership.handed_over", to=to), 0)


def move(tx: Connection, member: Member, into: Unit, now: datetime, by: int | None) -> None:
    """The same role in another unit instead: the one it was held in has merged into that."""
    people.grant(tx, member.person_id, into.id, member.role, by, now)
    _end(tx, member, now, by, "membership.moved", to=into.code)


def leave(tx: Connection, member: Member, now: datetime) -> EndedMembership:
    """Given up by the person; after the last one nobody is behind their addresses any more."""
    last = _end(tx, member, now, member.person_id, "person.left")
    if last:
        tx.execute(_FORGET_SNOOZE, {"person": member.person_id})
        conversations.detach_person(tx, member.person_id)
    return EndedMembership(last, 0)


def _end(tx: Connection, member: Member, now: datetime, by: int | None, action: str, **detail: Any) -> bool:
    """Returns whether it was the person's last one; what was not yet sent to them is not sent any more."""
    people.revoke(tx, member.membership_id, now)
    audit.record(tx, now, by, action, unit_id=member.unit.id, person=member.person_id, role=member.role.value, **detail)
    if member.role in FILES:
        reminder_cancellation.cancel_for_unit(tx, member.unit.id)
    if people.memberships(tx, member.person_id):
        return False
    tx.execute(_UNSAID, {"person": member.person_id})
    return True

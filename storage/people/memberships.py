"""The end of memberships: revoked, handed over, moved or given up. What was done in them stays with the unit."""

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
"""Why a membership must not end: it is the only one with its role in the unit, or in the whole system."""


@dataclass(frozen=True, slots=True)
class KnownMembership:
    """A membership, current or ended; ``ended_at``: ``None`` while it is current."""

    member: Member
    ended_at: datetime | None


class EndedMembership(NamedTuple):
    """The result of ending a membership."""

    last: bool
    """Whether it was the person's last membership."""
    codes: int
    """Number of the person's invitations that were revoked with it."""


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
    """The membership with this id, current or ended. Raises NoResultFound if there is none."""
    ended_at, person_id, name, _, role, *in_unit = tx.execute(_GET, {"membership": membership_id}).one()
    return KnownMembership(Member(person_id, name, membership_id, Role(role), of_row(in_unit)), ended_at)


def shield(tx: Connection, member: Member) -> KeepReason | None:
    """Why a membership must not end: it is the unit's last coordinator or the only administrator. Otherwise ``None``.

    All memberships with the same role are locked, so that two people who revoke each other do not both succeed.
    """
    if member.role not in INVITES:
        return None
    others = [row for row in tx.execute(_ALIKE, {"as_role": member.role.value}) if row.id != member.membership_id]
    if member.role == Role.ADMIN:
        return None if others else "only_admin"
    return None if any(row.unit_id == member.unit.id for row in others) else "only_coordinator"


def revoke(tx: Connection, member: Member, now: datetime, by: int | None) -> EndedMembership:
    """End a membership on behalf of another person (``by``), and revoke the invitations the person created there.

    So the person cannot come back with one of these codes.
    """
    issued = invitations.open_by(tx, member.person_id, member.unit, now) if member.role in INVITES else []
    handover = invitations.handover_of(tx, member.membership_id, now)
    others = [invitation for invitation in issued if invitation.hands_over is None]
    codes = invitations.revoke_all(tx, [*others, *([handover] if handover else [])], now, by)
    return EndedMembership(_end(tx, member, now, by, "membership.revoked"), codes)


def hand_over(tx: Connection, member: Member, now: datetime, to: int) -> EndedMembership:
    """End a membership because its successor (person id ``to``) has accepted the handover."""
    return EndedMembership(_end(tx, member, now, to, "membership.handed_over", to=to), 0)


def move(tx: Connection, member: Member, into: Unit, now: datetime, by: int | None) -> None:
    """Replace a membership by one with the same role in the unit that its unit was merged into."""
    people.grant(tx, member.person_id, into.id, member.role, by, now)
    _end(tx, member, now, by, "membership.moved", to=into.code)


def leave(tx: Connection, member: Member, now: datetime) -> EndedMembership:
    """End a membership at the person's own request; after the last one the person is detached from all addresses."""
    last = _end(tx, member, now, member.person_id, "person.left")
    if last:
        tx.execute(_FORGET_SNOOZE, {"person": member.person_id})
        conversations.detach_person(tx, member.person_id)
    return EndedMembership(last, 0)


def _end(tx: Connection, member: Member, now: datetime, by: int | None, action: str, **detail: Any) -> bool:
    """End a membership; returns whether it was the person's last one.

    Then the bulk messages that wait for the person are deleted.
    """
    people.revoke(tx, member.membership_id, now)
    audit.record(tx, now, by, action, unit_id=member.unit.id, person=member.person_id, role=member.role.value, **detail)
    if member.role in FILES:
        reminder_cancellation.cancel_for_unit(tx, member.unit.id)
    if people.memberships(tx, member.person_id):
        return False
    tx.execute(_UNSAID, {"person": member.person_id})
    return True

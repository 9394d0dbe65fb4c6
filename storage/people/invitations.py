"""Invitations: a person who sends the code gets a role in a unit. Only the hash of the code is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, String, bindparam, insert, select, update

from reporting.roles import Role
from reporting.text import clean
from storage.audit import audit
from storage.database.schema import invitation, unit
from storage.units.units import COLUMNS, Unit, of_row

ALPHABET = "2345679ACDEFGHJKMNPQRSTUVWXYZ"
"""Characters of codes, without those that look alike: 0 and O, 1, I and L, 8 and B."""
LENGTH = 8
"""Number of characters of a code."""

InvitationRefusal = Literal["expired", "used_up", "revoked"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to ``role`` in ``unit``."""

    id: int
    unit: Unit
    role: Role
    invited_by: int | None
    expires_at: datetime
    uses_left: int
    revoked_at: datetime | None
    hands_over: int | None
    """The membership that ends when this one is accepted."""

    def refusal(self, now: datetime) -> InvitationRefusal | None:
        """Why it is not valid any more; ``None`` while it is."""
        if self.revoked_at is not None:
            return "revoked"
        if self.uses_left < 1:
            return "used_up"
        return "expired" if now >= self.expires_at else None


_SELECT = select(
    invitation.c.id,
    invitation.c.role,
    invitation.c.invited_by,
    invitation.c.expires_at,
    invitation.c.uses_left,
    invitation.c.revoked_at,
    invitation.c.hands_over,
    *COLUMNS,
).join_from(invitation, unit, invitation.c.unit_id == unit.c.id)
_GET = _SELECT.where(invitation.c.id == bindparam("id"))
_BY_HASH = _SELECT.where(invitation.c.code_hash == bindparam("hash"))
_OPEN = _SELECT.where(
    invitation.c.uses_left > 0, invitation.c.expires_at > bindparam("now"), invitation.c.revoked_at.is_(None)
).order_by(invitation.c.id)
_OPEN_INTO = _OPEN.where(
    invitation.c.unit_id.in_(bindparam("units", expanding=True)), invitation.c.hands_over.is_(None)
)
_HANDING_OVER = _OPEN.where(invitation.c.hands_over == bindparam("membership"))
_OPEN_BY = _OPEN.where(
    invitation.c.invited_by == bindparam("person"), unit.c.path.startswith(bindparam("path", type_=String))
)
_INSERT = insert(invitation).returning(invitation.c.id)
_USE = (
    update(invitation)
    .where(
        invitation.c.id == bindparam("which"),
        invitation.c.uses_left > 0,
        invitation.c.expires_at > bindparam("now"),
        invitation.c.revoked_at.is_(None),
    )
    .values(uses_left=invitation.c.uses_left - 1)
)
_TELL_IN = (
    update(invitation)
    .where(invitation.c.id.in_(bindparam("which", expanding=True)))
    .values(told_in=bindparam("message"))
)
_REVOKE = (
    update(invitation)
    .where(invitation.c.id == bindparam("which"), invitation.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


def format_code(code: str) -> str:
    """A code as it is shown: "7KQ4M2XD" → "7KQ4-M2XD"."""
    return f"{code[:4]}-{code[4:]}"


def hash_code(code: str) -> str:
    """SHA-256 of a typed code, whatever its case, dashes and spaces."""
    letters = "".join(char for char in clean(code).upper() if char.isalnum())
    return hashlib.sha256(b"baocao invitation " + letters.encode()).hexdigest()


def add(
    tx: Connection,
    code: str,
    unit: Unit,
    role: Role,
    *,
    by: int | None,
    now: datetime,
    expires_at: datetime,
    uses: int = 1,
    hands_over: int | None = None,
) -> int:
    """Store a new invitation; returns its id.

    ``by``: id of the person who invites, ``None`` from the command line; ``uses``: how often it can be used;
    ``hands_over``: id of the membership that ends when the invitation is accepted.
    """
    values = {
        "code_hash": hash_code(code),
        "unit_id": unit.id,
        "role": role.value,
        "invited_by": by,
        "created_at": now,
        "expires_at": expires_at,
        "uses_left": uses,
        "hands_over": hands_over,
    }
    invitation_id: int = tx.execute(_INSERT, values).scalar_one()
    audit.record(
        tx,
        now,
        by,
        "invitation.issued",
        unit_id=unit.id,
        invitation=invitation_id,
        role=role.value,
        uses=uses,
        hands_over=hands_over,
    )
    return invitation_id


def link_message(tx: Connection, ids: Iterable[int], message_id: int) -> None:
    """Store which message of the outbox shows the codes of these invitations, so that they can be masked later."""
    tx.execute(_TELL_IN, {"which": list(ids), "message": message_id})


def get(tx: Connection, invitation_id: int) -> Invitation:
    """The invitation with this id. Raises NoResultFound if there is none."""
    return _of_row(tx.execute(_GET, {"id": invitation_id}).one())


def by_code(tx: Connection, code: str) -> Invitation | None:
    """The invitation with this code, valid or not; ``None`` if there is none."""
    row = tx.execute(_BY_HASH, {"hash": hash_code(code)}).one_or_none()
    return _of_row(row) if row else None


def use(tx: Connection, invitation_id: int, now: datetime) -> bool:
    """Use an invitation once; False if it is used up, expired or revoked.

    Of two transactions at the same time that need the last use, one gets it.
    """
    return tx.execute(_USE, {"which": invitation_id, "now": now}).rowcount == 1


def revoke(tx: Connection, invitation_id: int, now: datetime, by: int | None = None) -> None:
    """Revoke an invitation, so that it cannot be used any more; nothing happens if it was revoked before."""
    if tx.execute(_REVOKE, {"which": invitation_id, "now": now}).rowcount:
        unit_id = get(tx, invitation_id).unit.id
        audit.record(tx, now, by, "invitation.revoked", unit_id=unit_id, invitation=invitation_id)


def revoke_all(tx: Connection, some: Iterable[Invitation], now: datetime, by: int | None) -> int:
    """Revoke those of the invitations that are still valid; returns their number."""
    valid_ids = [invitation.id for invitation in some if invitation.refusal(now) is None]
    for invitation_id in valid_ids:
        revoke(tx, invitation_id, now, by)
    return len(valid_ids)


def open_into(tx: Connection, unit_ids: Collection[int], now: datetime) -> list[Invitation]:
    """The valid invitations to any of these units, the oldest first, without handovers."""
    rows = tx.execute(_OPEN_INTO, {"units": list(unit_ids), "now": now})
    return [_of_row(row) for row in rows]


def handover_of(tx: Connection, membership_id: int, now: datetime) -> Invitation | None:
    """The valid invitation that hands over a membership; ``None`` if there is none."""
    row = tx.execute(_HANDING_OVER, {"membership": membership_id, "now": now}).first()
    return _of_row(row) if row else None


def open_by(tx: Connection, person_id: int, within: Unit, now: datetime) -> list[Invitation]:
    """The valid invitations to a unit and the units below it that a person has created."""
    rows = tx.execute(_OPEN_BY, {"person": person_id, "path": within.path, "now": now})
    return [_of_row(row) for row in rows]


def _of_row(row: Sequence[Any]) -> Invitation:
    invitation_id, role, invited_by, expires_at, uses_left, revoked_at, hands_over, *in_unit = row
    return Invitation(
        invitation_id, of_row(in_unit), Role(role), invited_by, expires_at, uses_left, revoked_at, hands_over
    )

"""Invitations: a code that binds whoever sends it to a unit and a role. Only its hash is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update

from reporting.people import Role
from reporting.text import clean
from storage.tables import invitation, unit
from storage.units import COLUMNS, Unit, of_row

ALPHABET = "2345679ACDEFGHJKMNPQRSTUVWXYZ"
"""No 0 and O, 1, I and L, 8 and B."""
LENGTH = 8

Refusal = Literal["expired", "used_up", "revoked"]


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation into ``unit`` as ``role``."""

    id: int
    unit: Unit
    role: Role
    invited_by: int | None
    expires_at: datetime
    uses_left: int
    revoked_at: datetime | None

    def refusal(self, now: datetime) -> Refusal | None:
        """Why it no longer holds; ``None`` while it does."""
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
    *COLUMNS,
).join_from(invitation, unit, invitation.c.unit_id == unit.c.id)
_GET = _SELECT.where(invitation.c.id == bindparam("id"))
_BY_HASH = _SELECT.where(invitation.c.code_hash == bindparam("hash"))
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
_REVOKE = (
    update(invitation)
    .where(invitation.c.id == bindparam("which"), invitation.c.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
)


def shown(code: str) -> str:
    """How a code is written for people: "7KQ4M2XD" → "7KQ4-M2XD"."""
    return f"{code[:4]}-{code[4:]}"


def hashed(code: str) -> str:
    """SHA-256 of the code as typed, whatever its case, dashes and spaces."""
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
) -> int:
    """Keeps a new invitation; returns its id. ``by``: the person who invites, ``None`` from the command line."""
    values = {
        "code_hash": hashed(code),
        "unit_id": unit.id,
        "role": role.value,
        "invited_by": by,
        "created_at": now,
        "expires_at": expires_at,
        "uses_left": uses,
    }
    id: int = tx.execute(_INSERT, values).scalar_one()
    return id


def get(tx: Connection, id: int) -> Invitation:
    return _of_row(tx.execute(_GET, {"id": id}).one())


def by_code(tx: Connection, code: str) -> Invitation | None:
    row = tx.execute(_BY_HASH, {"hash": hashed(code)}).one_or_none()
    return _of_row(row) if row else None


def use(tx: Connection, id: int, now: datetime) -> bool:
    """Takes one use; False where none is left, it has expired or was revoked. Of two at once, one gets it."""
    return tx.execute(_USE, {"which": id, "now": now}).rowcount == 1


def revoke(tx: Connection, id: int, now: datetime) -> None:
    tx.execute(_REVOKE, {"which": id, "now": now})


def _of_row(row: Sequence[Any]) -> Invitation:
    id, role, invited_by, expires_at, uses_left, revoked_at, *in_unit = row
    return Invitation(id, of_row(in_unit), Role(role), invited_by, expires_at, uses_left, revoked_at)

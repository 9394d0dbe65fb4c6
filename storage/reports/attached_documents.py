"""Signed reports attached as photographs or PDF, several to a report. Of a removed file name and hash are kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.database.schema import evidence, person


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """One attached file: ``size`` in bytes, SHA-256 in hexadecimal digits; ``person``: name of who attached it."""

    id: str
    obligation_id: int
    name: str
    mime: str
    sha256: str
    size: int
    person: str
    at: datetime


_ADD = insert(evidence)
_LIVE = (
    select(
        evidence.c.id,
        evidence.c.obligation_id,
        evidence.c.name,
        evidence.c.mime,
        evidence.c.sha256,
        evidence.c.size,
        person.c.name,
        evidence.c.at,
    )
    .join(person, person.c.id == evidence.c.person_id)
    .where(evidence.c.removed_at.is_(None))
)
_OF_REPORT = _LIVE.where(evidence.c.obligation_id == bindparam("obligation")).order_by(evidence.c.at, evidence.c.id)
_GET = _LIVE.where(evidence.c.id == bindparam("which"))
_CONTENT = select(evidence.c.content).where(evidence.c.id == bindparam("which"))
_REMOVE = update(evidence).where(evidence.c.id == bindparam("which")).values(removed_at=bindparam("at_"), content=b"")


def add(
    tx: Connection,
    file_id: str,
    obligation_id: int,
    name: str,
    mime: str,
    content: bytes,
    person_id: int,
    now: datetime,
) -> AttachedDocument:
    """Attach a file to a report; ``file_id``: 32 characters that cannot be guessed."""
    row = {
        "id": file_id,
        "obligation_id": obligation_id,
        "name": name,
        "mime": mime,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "content": content,
        "person_id": person_id,
        "at": now,
    }
    tx.execute(_ADD, row)
    return AttachedDocument(*tx.execute(_GET, {"which": file_id}).one())


def of_report(tx: Connection, obligation_id: int) -> list[AttachedDocument]:
    """The attached files, the oldest first, without removed ones."""
    return [AttachedDocument(*row) for row in tx.execute(_OF_REPORT, {"obligation": obligation_id})]


def get(tx: Connection, file_id: str) -> AttachedDocument | None:
    """The file with this id; ``None`` if it was removed."""
    row = tx.execute(_GET, {"which": file_id}).one_or_none()
    return AttachedDocument(*row) if row else None


def content(tx: Connection, file_id: str) -> bytes:
    """The content of a file; empty if it was removed."""
    stored: bytes = tx.execute(_CONTENT, {"which": file_id}).scalar_one()
    return stored


def remove(tx: Connection, file_id: str, now: datetime) -> None:
    """Remove a file; its content is deleted."""
    tx.execute(_REMOVE, {"which": file_id, "at_": now})

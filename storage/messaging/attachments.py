"""Files sent to a conversation, or received in it and not assigned yet; each has an id that cannot be guessed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.database.schema import attachment

_ADD = insert(attachment)
_REMOVE = delete(attachment).where(attachment.c.id == bindparam("which"))
_FILL = (
    update(attachment)
    .where(attachment.c.id == bindparam("which"))
    .values(content=bindparam("bytes"), sha256=bindparam("hash"))
)
_GET = select(
    attachment.c.id, attachment.c.conversation_id, attachment.c.name, attachment.c.mime, attachment.c.content
).where(attachment.c.id == bindparam("id"))


class AttachmentReference(TypedDict):
    """The reference to a file in the payload of a message."""

    id: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file; ``content`` is empty while its job (see ``file_jobs``) has not run."""

    id: str
    conversation_id: int
    name: str
    mime: str
    content: bytes


def add(
    tx: Connection, file_id: str, conversation_id: int, name: str, mime: str, content: bytes, now: datetime
) -> AttachmentReference:
    """Store a file for a conversation; ``file_id``: 32 characters that cannot be guessed."""
    row = {"conversation_id": conversation_id, "sha256": hashlib.sha256(content).hexdigest(), "content": content}
    tx.execute(_ADD, {"id": file_id, "name": name, "mime": mime, "created_at": now, **row})
    return {"id": file_id, "name": name, "mime": mime}


def get(tx: Connection, file_id: str) -> Attachment | None:
    """The file with this id; ``None`` if there is none."""
    row = tx.execute(_GET, {"id": file_id}).first()
    return None if row is None else Attachment(*row)


def fill(tx: Connection, file_id: str, content: bytes) -> str:
    """Set the content of a file; returns its SHA-256 in hexadecimal digits."""
    digest = hashlib.sha256(content).hexdigest()
    tx.execute(_FILL, {"which": file_id, "bytes": content, "hash": digest})
    return digest


def remove(tx: Connection, file_id: str) -> None:
    """Delete a file."""
    tx.execute(_REMOVE, {"which": file_id})

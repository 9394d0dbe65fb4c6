"""Files that go out, or came in and wait for a word: known by their unguessable id."""

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
    """How a payload names a file."""

    id: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """``content`` is empty for as long as the file is ordered and not made."""

    id: str
    conversation_id: int
    name: str
    mime: str
    content: bytes


def add(
    tx: Connection, file_id: str, conversation_id: int, name: str, mime: str, content: bytes, now: datetime
) -> AttachmentReference:
    """Keeps a file for a conversation; ``file_id`` is 32 unguessable characters."""
    row = {"conversation_id": conversation_id, "sha256": hashlib.sha256(content).hexdigest(), "content": content}
    tx.execute(_ADD, {"id": file_id, "name": name, "mime": mime, "created_at": now, **row})
    return {"id": file_id, "name": name, "mime": mime}


def get(tx: Connection, file_id: str) -> Attachment | None:
    row = tx.execute(_GET, {"id": file_id}).first()
    return None if row is None else Attachment(*row)


def fill(tx: Connection, file_id: str, content: bytes) -> str:
    """The content of a file that was ordered; returns its SHA-256."""
    found = hashlib.sha256(content).hexdigest()
    tx.execute(_FILL, {"which": file_id, "bytes": content, "hash": found})
    return found


def remove(tx: Connection, file_id: str) -> None:
    """Forgets a file that nothing names any more."""
    tx.execute(_REMOVE, {"which": file_id})

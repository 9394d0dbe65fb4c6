"""Sessions of the web channel: a bearer token identifies an address. Only the SHA-256 of the token is stored."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from storage.database.schema import attachment, conversation, outbox, web_session
from storage.messaging.outbox import EMPTIED

CHANNEL = "web"


class BotMessage(NamedTuple):
    """One message of the bot to an address; later messages of a conversation have larger ids."""

    id: int
    payload: dict[str, Any]
    """``handlers.turn.messages.Payload``."""


class WebSession(NamedTuple):
    """The address that a token identifies, and when the token was used last, accurate to a day."""

    address: str
    used_at: datetime

    def is_used_again(self, now: datetime) -> bool:
        """Whether ``used_at`` has to be updated: it is at least a day old."""
        return now - self.used_at >= timedelta(days=1)


_OPEN = insert(web_session)
_FIND = select(web_session.c.address, web_session.c.used_at).where(web_session.c.token_hash == bindparam("hash"))
_USE = update(web_session).where(web_session.c.token_hash == bindparam("hash")).values(used_at=bindparam("at"))
_CLOSE = delete(web_session).where(web_session.c.token_hash == bindparam("hash"))
_SAID = (
    select(outbox.c.id, outbox.c.payload)
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .where(
        conversation.c.channel == CHANNEL,
        conversation.c.address == bindparam("address"),
        outbox.c.id > bindparam("after"),
        outbox.c.payload != EMPTIED,
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
)
_MAY_OPEN = (
    select(attachment.c.id)
    .join(conversation, conversation.c.id == attachment.c.conversation_id)
    .where(
        conversation.c.channel == CHANNEL,
        conversation.c.address == bindparam("address"),
        attachment.c.id == bindparam("file"),
    )
)
_NEWEST = select(func.coalesce(func.max(outbox.c.id), 0))
_SPOKEN_TO = (
    select(outbox.c.id, outbox.c.address)
    .where(outbox.c.channel == CHANNEL, outbox.c.id > bindparam("after"))
    .order_by(outbox.c.id.desc())
    .limit(1000)
)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def open(tx: Connection, token: str, address: str, now: datetime) -> None:
    tx.execute(_OPEN, {"token_hash": _hash(token), "address": address, "created_at": now, "used_at": now})


def find(tx: Connection, token: str) -> WebSession | None:
    row = tx.execute(_FIND, {"hash": _hash(token)}).first()
    return WebSession(*row) if row else None


def use(tx: Connection, token: str, now: datetime) -> None:
    """Store that a session is used now; unused ones are deleted after a time (storage.operations.retention)."""
    tx.execute(_USE, {"hash": _hash(token), "at": now})


def close(tx: Connection, token: str) -> None:
    tx.execute(_CLOSE, {"hash": _hash(token)})


def messages_to(tx: Connection, address: str, after: int, limit: int = 200) -> list[BotMessage]:
    """The messages of the bot to ``address`` with an id larger than ``after``, the oldest first."""
    return [BotMessage(*row) for row in tx.execute(_SAID, {"address": address, "after": after, "limit": limit})]


def may_open(tx: Connection, address: str, file_id: str) -> bool:
    """Whether the file belongs to the conversation of this address."""
    return tx.execute(_MAY_OPEN, {"address": address, "file": file_id}).first() is not None


def newest(tx: Connection) -> int:
    """The id of the newest message of all conversations; 0 if there is none."""
    return int(tx.execute(_NEWEST).scalar_one())


def message_addresses(tx: Connection, after: int) -> dict[int, str]:
    """Message id → address, for the messages with an id larger than ``after`` (at most the newest 1000)."""
    return {row.id: row.address for row in tx.execute(_SPOKEN_TO, {"after": after})}

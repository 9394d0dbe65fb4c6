"""Outgoing messages: stored in the transaction that causes them, delivered afterwards, in order within a conversation.

A waiting message is delivered by the program that has claimed it. A new reply is claimed when it is inserted, so that
the same program can deliver it from memory; it stays unclaimed if an older message of the conversation waits that
another program has claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from storage.database.schema import Instant, conversation, outbox
from storage.database.sql import insert_or_ignore
from storage.messaging.conversations import Conversation

REPLY, BULK = 0, 1
EMPTIED = {"text": ""}
"""The payload of a message after its text was deleted; see storage.operations.retention."""
LONGEST_WAIT = timedelta(minutes=5)
"""No message is deferred for longer: one that is due later was deferred before the clock was set back."""


@dataclass(frozen=True, slots=True)
class OutboxClaim:
    """The right of program ``by`` to deliver messages ``until`` an instant; after it any program may claim them."""

    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message to deliver. ``lane``: REPLY or BULK; ``claimed_until``: ``None`` if this program must not send it."""

    id: int
    conversation_id: int
    channel: str
    address: str
    lane: int
    payload: Mapping[str, Any]
    attempts: int
    claimed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DeliveredMessage:
    """A message that was delivered. ``platform_id``: its id on the platform, for edits."""

    id: int
    platform_id: str | None
    at: datetime


def _waiting(rows: Any) -> ColumnElement[bool]:
    """The condition for waiting rows; a literal and not a parameter, because the partial indexes need it."""
    return rows.c.state == literal_column("'waiting'")  # type: ignore[no-any-return]


_older = outbox.alias("older")
_OLDER_ELSEWHERE = exists().where(
    _older.c.conversation_id == bindparam("conversation_id"),
    _waiting(_older),
    _older.c.lane <= bindparam("lane"),
    or_(
        _older.c.claimed_by.is_(None),
        _older.c.claimed_by != bindparam("by"),
        _older.c.claimed_until < bindparam("created_at", type_=Instant),
    ),
)
_BOUND = ("conversation_id", "channel", "address", "key", "lane", "payload", "next_at", "claimed_until", "created_at")
_ADD = (
    insert_or_ignore(outbox, "key")
    .values({name: bindparam(name) for name in _BOUND})
    .values(claimed_by=case((_OLDER_ELSEWHERE, None), else_=bindparam("by")))
    .returning(outbox.c.id, outbox.c.claimed_by)
)

_MESSAGE_COLUMNS = (
    outbox.c.id,
    outbox.c.conversation_id,
    outbox.c.channel,
    outbox.c.address,
    outbox.c.lane,
    outbox.c.payload,
    outbox.c.attempts,
    outbox.c.claimed_until,
)
_OLDER_NOT_OURS = exists().where(
    _older.c.conversation_id == outbox.c.conversation_id,
    _waiting(_older),
    _older.c.lane <= outbox.c.lane,
    _older.c.id < outbox.c.id,
    or_(
        _older.c.claimed_by.is_(None),
        _older.c.claimed_by != bindparam("by"),
        _older.c.claimed_until < bindparam("now", type_=Instant),
    ),
)
_FREE = (
    select(outbox.c.id)
    .where(
        _waiting(outbox),
        outbox.c.lane == bindparam("lane"),
        outbox.c.channel.in_(bindparam("channels", expanding=True)),
        or_(
            outbox.c.next_at <= bindparam("now", type_=Instant),
            outbox.c.next_at > bindparam("set_back", type_=Instant),
        ),
        or_(outbox.c.claimed_by.is_(None), outbox.c.claimed_until < bindparam("now", type_=Instant)),
        ~_OLDER_NOT_OURS,
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(claimed_by=bindparam("by"), claimed_until=bindparam("until"))
    .returning(*_MESSAGE_COLUMNS)
)
_WAITS = select(outbox.c.id).where(outbox.c.id == bindparam("of"), _waiting(outbox))
_HELD = (
    select(*_MESSAGE_COLUMNS)
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .where(
        conversation.c.channel == bindparam("channel"),
        conversation.c.address == bindparam("address"),
        _waiting(outbox),
        outbox.c.claimed_by == bindparam("by"),
    )
    .order_by(outbox.c.id)
)
_RENEW = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), _waiting(outbox), outbox.c.claimed_by == bindparam("me"))
    .values(claimed_until=bindparam("until"))
    .returning(outbox.c.id)
)
_UNCLAIMED: dict[str, Any] = {"claimed_by": None, "claimed_until": None}
_GIVE_BACK = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)), outbox.c.claimed_by == bindparam("me"))
    .values(_UNCLAIMED)
)
_GIVE_BACK_ALL = (
    update(outbox)
    .where(_waiting(outbox), outbox.c.claimed_by == func.coalesce(bindparam("me", type_=String), outbox.c.claimed_by))
    .values(_UNCLAIMED)
)
_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("of"))
    .values(state="sent", sent_at=bindparam("at"), platform_id=bindparam("platform"), error=None, **_UNCLAIMED)
)
_DEFER = (
    update(outbox)
    .where(outbox.c.id == bindparam("of"), _waiting(outbox))
    .values(next_at=bindparam("at"), attempts=bindparam("tried"), error=bindparam("why"), **_UNCLAIMED)
)
_REWRITE = update(outbox).where(outbox.c.id == bindparam("of"), _waiting(outbox)).values(payload=bindparam("instead"))
_PARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("of"), _waiting(outbox))
    .values(state="parked", error=bindparam("why"), attempts=bindparam("tried"), **_UNCLAIMED)
)
_PARK_ALL = (
    update(outbox)
    .where(outbox.c.conversation_id == bindparam("of"), _waiting(outbox))
    .values(state="parked", error=bindparam("why"), **_UNCLAIMED)
)


def add(
    tx: Connection,
    conversation: Conversation,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    claim: OutboxClaim | None = None,
    lane: int = REPLY,
    key: str | None = None,
) -> OutboxMessage | None:
    """Store a message to be sent; ``None`` if there is one with the same ``key`` ("reminder:2026-05-19:17").

    ``claim``: claim it for this program at once.
    """
    recipient = {"conversation_id": conversation.id, "channel": conversation.channel, "address": conversation.address}
    claimed = {"by": claim.by if claim else None, "claimed_until": claim.until if claim else None}
    message = {"key": key, "lane": lane, "payload": payload, "next_at": now, "created_at": now}
    row = tx.execute(_ADD, recipient | claimed | message).first()
    if row is None:
        return None
    return OutboxMessage(
        id=row.id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        address=conversation.address,
        lane=lane,
        payload=payload,
        attempts=0,
        claimed_until=claim.until if claim and row.claimed_by else None,
    )


def claim_waiting(
    tx: Connection, claim: OutboxClaim, now: datetime, *, lane: int, channels: Iterable[str], limit: int
) -> list[OutboxMessage]:
    """Claim up to ``limit`` due messages that no other program has claimed.

    Of each conversation it is the oldest one, or the next one after those this program has claimed. Call it again until
    the result is empty: each call claims at most one further message of a conversation.
    """
    where = {
        "now": now,
        "set_back": now + LONGEST_WAIT,
        "by": claim.by,
        "lane": lane,
        "channels": list(channels),
        "limit": limit,
    }
    free = list(tx.scalars(_FREE, where))
    if not free:
        return []
    rows = tx.execute(_CLAIM, {"ids": free, "by": claim.by, "until": claim.until})
    return sorted((OutboxMessage(*row) for row in rows), key=lambda message: message.id)


def claimed_messages(tx: Connection, channel: str, address: str, by: str) -> list[OutboxMessage]:
    """The waiting messages to an address that ``by`` has claimed, the oldest first."""
    return [OutboxMessage(*row) for row in tx.execute(_HELD, {"channel": channel, "address": address, "by": by})]


def is_waiting(tx: Connection, message_id: int) -> bool:
    """Whether a message is still to be sent: a reminder that is not true any more may have been cancelled."""
    return tx.execute(_WAITS, {"of": message_id}).first() is not None


def renew(tx: Connection, claim: OutboxClaim, ids: Iterable[int]) -> set[int]:
    """Extend claims until ``claim.until``; returns the ids of the messages that ``claim.by`` still has."""
    return set(tx.scalars(_RENEW, {"ids": list(ids), "me": claim.by, "until": claim.until}))


def give_back(tx: Connection, by: str, ids: Iterable[int]) -> None:
    """End the claims of ``by`` on these messages."""
    tx.execute(_GIVE_BACK, {"ids": list(ids), "me": by})


def give_back_everything(tx: Connection, by: str | None = None) -> None:
    """End all claims of ``by``, or of every program (for a database that only one program uses at a time)."""
    tx.execute(_GIVE_BACK_ALL, {"me": by})


def mark_sent(tx: Connection, delivered: Sequence[DeliveredMessage]) -> None:
    """Store that messages were delivered, also if their claim has ended, so that they are not sent again."""
    if delivered:
        tx.execute(
            _SENT, [{"of": message.id, "at": message.at, "platform": message.platform_id} for message in delivered]
        )


def defer(tx: Connection, message: OutboxMessage, until: datetime, *, attempts: int, error: str | None = None) -> None:
    """Do not send a message before ``until``; later messages in its lane of the conversation wait for it."""
    tx.execute(_DEFER, {"of": message.id, "at": until, "tried": attempts, "why": error})


def rewrite(tx: Connection, message: OutboxMessage, payload: Mapping[str, Any]) -> None:
    """Replace the payload of a message that still waits."""
    tx.execute(_REWRITE, {"of": message.id, "instead": payload})


def park(tx: Connection, message: OutboxMessage, error: str) -> None:
    """Give up on a message; it stays in the table with the state "parked" and the error."""
    tx.execute(_PARK, {"of": message.id, "why": error, "tried": message.attempts + 1})


def park_conversation(tx: Connection, conversation_id: int, error: str) -> None:
    """Give up on all waiting messages of a conversation that cannot receive messages any more."""
    tx.execute(_PARK_ALL, {"of": conversation_id, "why": error})

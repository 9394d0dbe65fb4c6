"""What is to be said: committed with what it answers, delivered afterwards, in order within a conversation.

A waiting row is worked by whoever holds its claim. A fresh reply is claimed as it is inserted, so that its turn may
deliver it straight from memory; it stays unclaimed where something older of the conversation waits with another holder.
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
"""The payload of a message whose text was kept long enough; see storage.operations.retention."""
LONGEST_WAIT = timedelta(minutes=5)
"""Nobody puts a message off for longer: what is due later than that was put off before the clock was set back."""


@dataclass(frozen=True, slots=True)
class OutboxClaim:
    """``by`` works the rows it claims ``until`` an instant; then anybody may."""

    by: str
    until: datetime


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One message to deliver; ``lane`` is REPLY or BULK, ``claimed_until`` is None where it is not ours to send."""

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
    """``platform_id`` is the message's id on the platform, for edits."""

    id: int
    platform_id: str | None
    at: datetime


def _waiting(rows: Any) -> ColumnElement[bool]:
    """Spelled out, not bound: only so do the partial indexes serve."""
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

_PARCEL = (
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
    .returning(*_PARCEL)
)
_WAITS = select(outbox.c.id).where(outbox.c.id == bindparam("of"), _waiting(outbox))
_HELD = (
    select(*_PARCEL)
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
    """Puts a message in line; None where ``key`` ("reminder:2026-05-19:17") stands already."""
    about = {"conversation_id": conversation.id, "channel": conversation.channel, "address": conversation.address}
    claimed = {"by": claim.by if claim else None, "claimed_until": claim.until if claim else None}
    what = {"key": key, "lane": lane, "payload": payload, "next_at": now, "created_at": now}
    row = tx.execute(_ADD, about | claimed | what).first()
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
    """Takes up to ``limit`` due rows that nobody holds: of a conversation the oldest, and what follows rows we hold.

    Ask again until nothing comes: each asking reaches one row deeper into a conversation.
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
    return sorted((OutboxMessage(*row) for row in rows), key=lambda parcel: parcel.id)


def claimed_messages(tx: Connection, channel: str, address: str, by: str) -> list[OutboxMessage]:
    """What waits for an address and is claimed by ``by``, the oldest first."""
    return [OutboxMessage(*row) for row in tx.execute(_HELD, {"channel": channel, "address": address, "by": by})]


def is_waiting(tx: Connection, id: int) -> bool:
    """Whether a message is still to be sent: one that is no longer true may have been taken back."""
    return tx.execute(_WAITS, {"of": id}).first() is not None


def renew(tx: Connection, claim: OutboxClaim, ids: Iterable[int]) -> set[int]:
    """Keeps claims alive; returns those that are still ours."""
    return set(tx.scalars(_RENEW, {"ids": list(ids), "me": claim.by, "until": claim.until}))


def give_back(tx: Connection, by: str, ids: Iterable[int]) -> None:
    """Ends claims of ``by``."""
    tx.execute(_GIVE_BACK, {"ids": list(ids), "me": by})


def give_back_everything(tx: Connection, by: str | None = None) -> None:
    """Ends all claims of ``by``, or of everybody: where one program runs at a time, claims left behind are void."""
    tx.execute(_GIVE_BACK_ALL, {"me": by})


def mark_sent(tx: Connection, delivered: Sequence[DeliveredMessage]) -> None:
    """Also where the claim was lost meanwhile: what was said must not be said again."""
    if delivered:
        tx.execute(
            _SENT, [{"of": message.id, "at": message.at, "platform": message.platform_id} for message in delivered]
        )


def defer(tx: Connection, parcel: OutboxMessage, until: datetime, *, attempts: int, error: str | None = None) -> None:
    """Not before ``until``; what follows in its lane of the conversation waits behind it."""
    tx.execute(_DEFER, {"of": parcel.id, "at": until, "tried": attempts, "why": error})


def rewrite(tx: Connection, parcel: OutboxMessage, payload: Mapping[str, Any]) -> None:
    """Says something else instead, while it waits."""
    tx.execute(_REWRITE, {"of": parcel.id, "instead": payload})


def park(tx: Connection, parcel: OutboxMessage, error: str) -> None:
    """Gives up on a message, visibly."""
    tx.execute(_PARK, {"of": parcel.id, "why": error, "tried": parcel.attempts + 1})


def park_conversation(tx: Connection, conversation_id: int, error: str) -> None:
    """Gives up on everything that waits for an address which takes nothing any more."""
    tx.execute(_PARK_ALL, {"of": conversation_id, "why": error})

"""Who may send what, and when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from storage.database.schema import outbox as rows
from storage.messaging import conversations, outbox
from storage.messaging.conversations import Conversation
from storage.messaging.outbox import BULK, REPLY, DeliveredMessage, OutboxClaim, OutboxMessage

LEASE = timedelta(seconds=20)


@pytest.fixture
def officer(tx: Connection, now: datetime) -> Conversation:
    return conversations.lock_conversation(tx, "telegram", "17", now)


@pytest.fixture
def colleague(tx: Connection, now: datetime) -> Conversation:
    return conversations.lock_conversation(tx, "telegram", "18", now)


@pytest.fixture
def mine(now: datetime) -> OutboxClaim:
    return OutboxClaim("mine", now + LEASE)


@pytest.fixture
def yours(now: datetime) -> OutboxClaim:
    return OutboxClaim("yours", now + LEASE)


def put(tx: Connection, to: Conversation, now: datetime, text: str = "Đã ghi", **how: Any) -> OutboxMessage:
    parcel = outbox.add(tx, to, {"text": text}, now=now, **how)
    assert parcel is not None
    return parcel


def take(tx: Connection, claim: OutboxClaim, now: datetime, lane: int = REPLY, limit: int = 100) -> list[int]:
    parcels = outbox.claim_waiting(tx, claim, now, lane=lane, channels=["telegram", "web"], limit=limit)
    return [parcel.id for parcel in parcels]


def row(tx: Connection, parcel: OutboxMessage) -> Any:
    return tx.execute(select(rows).where(rows.c.id == parcel.id)).one()


def test_a_parcel_comes_out_as_it_was_put_in(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim
) -> None:
    put(tx, officer, now, "Câu 1/17")
    (parcel,) = outbox.claim_waiting(tx, mine, now, lane=REPLY, channels=["telegram"], limit=9)
    assert (parcel.channel, parcel.address, parcel.payload) == ("telegram", "17", {"text": "Câu 1/17"})
    assert (parcel.lane, parcel.attempts, parcel.claimed_until) == (REPLY, 0, mine.until)


def test_a_key_stands_once(tx: Connection, now: datetime, officer: Conversation, colleague: Conversation) -> None:
    put(tx, officer, now, key="reminder:2026-05-19:17")
    assert outbox.add(tx, colleague, {"text": "…"}, now=now, key="reminder:2026-05-19:17") is None


def test_a_fresh_reply_is_its_turns_own(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim
) -> None:
    first = put(tx, officer, now, claim=mine)
    second = put(tx, officer, now, claim=mine)
    assert first.claimed_until == second.claimed_until == mine.until


def test_a_fresh_reply_waits_behind_what_another_holds(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim, yours: OutboxClaim
) -> None:
    put(tx, officer, now, claim=yours)
    assert put(tx, officer, now, claim=mine).claimed_until is None


def test_a_fresh_reply_waits_behind_what_nobody_holds(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim
) -> None:
    put(tx, officer, now)
    assert put(tx, officer, now, claim=mine).claimed_until is None


def test_a_fresh_reply_does_not_wait_behind_bulk_or_behind_others(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim
) -> None:
    put(tx, officer, now, lane=BULK)
    put(tx, colleague, now)
    assert put(tx, officer, now, claim=mine).claimed_until == mine.until


def test_what_is_held_is_nobody_elses_until_the_claim_ends(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim, yours: OutboxClaim
) -> None:
    parcel = put(tx, officer, now, claim=mine)
    assert take(tx, yours, now) == []
    assert take(tx, yours, mine.until) == []
    assert take(tx, yours, mine.until + timedelta(microseconds=1)) == [parcel.id]


def test_the_oldest_of_each_conversation_then_the_next(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim
) -> None:
    a1, a2, b1 = put(tx, officer, now), put(tx, officer, now), put(tx, colleague, now)
    assert take(tx, mine, now) == [a1.id, b1.id]
    assert take(tx, mine, now) == [a2.id]
    assert take(tx, mine, now) == []


def test_nobody_reaches_behind_what_another_holds(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim, yours: OutboxClaim
) -> None:
    put(tx, officer, now, claim=yours)
    put(tx, officer, now)
    assert take(tx, mine, now) == []


def test_what_is_deferred_holds_up_what_follows_it(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim
) -> None:
    first, second = put(tx, officer, now, claim=mine), put(tx, officer, now)
    outbox.defer(tx, first, now + timedelta(minutes=1), attempts=1, error="Timeout")
    assert take(tx, mine, now) == []
    later = OutboxClaim("mine", now + timedelta(minutes=2))
    assert take(tx, later, now + timedelta(minutes=1)) == [first.id]
    assert take(tx, later, now + timedelta(minutes=1)) == [second.id]


def test_lanes_are_asked_for_one_by_one(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim
) -> None:
    bulk, reply = put(tx, officer, now, lane=BULK), put(tx, officer, now)
    assert take(tx, mine, now) == [reply.id]
    assert take(tx, mine, now, lane=BULK) == [bulk.id]


def test_only_so_many_and_only_of_channels_that_run(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim
) -> None:
    first, second = put(tx, officer, now), put(tx, colleague, now)
    put(tx, conversations.lock_conversation(tx, "zalo", "1", now), now)
    assert take(tx, mine, now, limit=1) == [first.id]
    assert take(tx, mine, now) == [second.id]
    assert take(tx, mine, now) == []


def test_what_was_sent_or_parked_waits_no_longer(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim
) -> None:
    sent, parked = put(tx, officer, now), put(tx, colleague, now)
    outbox.mark_sent(tx, [DeliveredMessage(sent.id, "m1", now)])
    outbox.park(tx, parked, "400")
    assert take(tx, mine, now) == []
    assert (row(tx, sent).state, row(tx, sent).platform_id, row(tx, sent).sent_at) == ("sent", "m1", now)
    assert (row(tx, parked).state, row(tx, parked).error, row(tx, parked).attempts) == ("parked", "400", 1)


def test_what_was_sent_is_not_parked_or_deferred_afterwards(
    tx: Connection, now: datetime, officer: Conversation
) -> None:
    parcel = put(tx, officer, now)
    outbox.mark_sent(tx, [DeliveredMessage(parcel.id, None, now)])
    outbox.park_conversation(tx, officer.id, "403")
    outbox.defer(tx, parcel, now, attempts=1)
    assert row(tx, parcel).state == "sent"
    assert row(tx, parcel).attempts == 0


def test_everything_for_an_address_is_given_up_at_once(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim
) -> None:
    put(tx, officer, now)
    put(tx, officer, now, lane=BULK)
    other = put(tx, colleague, now)
    outbox.park_conversation(tx, officer.id, "403")
    assert take(tx, mine, now) + take(tx, mine, now, lane=BULK) == [other.id]


def test_a_claim_is_renewed_only_while_it_is_ours(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim, yours: OutboxClaim
) -> None:
    parcel, lost = put(tx, officer, now, claim=mine), put(tx, colleague, now, claim=yours)
    longer = OutboxClaim("mine", now + 2 * LEASE)
    assert outbox.renew(tx, longer, [parcel.id, lost.id]) == {parcel.id}
    assert row(tx, parcel).claimed_until == longer.until
    assert row(tx, lost).claimed_until == yours.until


def test_claims_given_back_are_free_at_once(
    tx: Connection, now: datetime, officer: Conversation, colleague: Conversation, mine: OutboxClaim, yours: OutboxClaim
) -> None:
    first, second = put(tx, officer, now, claim=mine), put(tx, colleague, now, claim=mine)
    outbox.give_back(tx, "mine", [first.id])
    assert take(tx, yours, now) == [first.id]
    outbox.give_back_everything(tx, "mine")
    assert take(tx, yours, now) == [second.id]
    outbox.give_back_everything(tx)
    assert take(tx, mine, now) == [first.id, second.id]


def test_what_was_put_off_before_the_clock_was_set_back_is_due(
    tx: Connection, now: datetime, officer: Conversation, mine: OutboxClaim
) -> None:
    parcel = put(tx, officer, now, claim=mine)
    outbox.defer(tx, parcel, now + timedelta(seconds=60), attempts=1)
    assert take(tx, mine, now) == []
    assert take(tx, mine, now - timedelta(hours=1)) == [parcel.id]

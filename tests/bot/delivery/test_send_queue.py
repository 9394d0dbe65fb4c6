from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.send_queue import SendQueue
from storage.messaging.outbox import BULK, REPLY, OutboxMessage

UNTIL = datetime(2026, 5, 19, tzinfo=UTC)


def parcel(message_id: int, conversation: int = 1, lane: int = REPLY) -> OutboxMessage:
    return OutboxMessage(message_id, conversation, "telegram", str(conversation), lane, {}, 0, UNTIL)


def test_one_of_a_conversation_at_a_time_in_order() -> None:
    parcels = SendQueue()
    for message_id in (2, 1):
        parcels.put(parcel(message_id))
    first = parcels.take("telegram", REPLY)
    assert first == parcel(1)
    assert parcels.take("telegram", REPLY) is None
    parcels.done(first)
    assert parcels.take("telegram", REPLY) == parcel(2)


def test_a_reply_overtakes_the_bulk_of_its_conversation() -> None:
    parcels = SendQueue()
    parcels.put(parcel(1, lane=BULK))
    parcels.put(parcel(2))
    assert parcels.take("telegram", BULK) is None
    reply = parcels.take("telegram", REPLY)
    assert reply == parcel(2)
    assert parcels.take("telegram", BULK) is None
    parcels.done(reply)
    assert parcels.take("telegram", BULK) == parcel(1, lane=BULK)


def test_what_is_here_already_is_not_doubled() -> None:
    parcels = SendQueue()
    parcels.put(parcel(1))
    parcels.put(parcel(1))
    assert parcels.count(REPLY) == 1


def test_what_waits_behind_a_parcel_is_taken_out_and_replies_before_it_stay() -> None:
    parcels = SendQueue()
    for waiting in (parcel(1, lane=BULK), parcel(2, lane=BULK), parcel(9, conversation=2)):
        parcels.put(waiting)
    first = parcels.take("telegram", BULK)
    assert first is not None
    parcels.put(parcel(3))
    assert parcels.remove_behind(first) == [2]
    parcels.done(first)
    assert [parcels.take("telegram", REPLY), parcels.take("telegram", REPLY)] == [parcel(9, conversation=2), parcel(3)]


Step = tuple[Literal["put"], int, int, int] | tuple[Literal["take"], int] | tuple[Literal["done", "remove"], int]
PUT = st.tuples(st.just("put"), st.integers(1, 30), st.integers(1, 4), st.integers(0, 1))
OTHER = st.tuples(st.just("take"), st.integers(0, 1)) | st.tuples(
    st.sampled_from(["done", "remove"]), st.integers(0, 30)
)


@given(st.lists(PUT | OTHER, max_size=60))
def test_whatever_happens_nothing_is_lost_doubled_or_out_of_turn(steps: list[Step]) -> None:
    parcels, inside, taken = SendQueue(), dict[int, OutboxMessage](), dict[int, OutboxMessage]()
    for step in steps:
        match step:
            case ("put", id, conversation, lane):
                if id not in inside and id not in taken:
                    inside[id] = parcel(id, conversation, lane)
                    parcels.put(inside[id])
            case ("take", lane):
                message = parcels.take("telegram", lane)
                free = {
                    conversation: min((p.lane, p.id) for p in inside.values() if p.conversation_id == conversation)
                    for conversation in {p.conversation_id for p in inside.values()}
                    if conversation not in {p.conversation_id for p in taken.values()}
                }
                if message is None:
                    assert all(first[0] != lane for first in free.values())
                else:
                    assert free[message.conversation_id] == (lane, message.id)
                    taken[message.id] = inside.pop(message.id)
            case ("done", n):
                if taken:
                    parcels.done(taken.pop(sorted(taken)[n % len(taken)]))
            case ("remove", id):
                parcels.remove([id])
                inside.pop(id, None)
        assert set(parcels.claimed_until) == set(inside) | set(taken)
        for lane in (REPLY, BULK):
            assert parcels.count(lane) == sum(p.lane == lane for p in (*inside.values(), *taken.values()))

"""What both stores promise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from storage.database import key_values
from storage.database.schema import setting
from storage.database.store import Store, StoreUnavailable
from storage.messaging import conversations


def put(key: str, value: Any) -> Callable[[Connection], None]:
    return lambda tx: key_values.put(tx, key, value)


def get(key: str) -> Callable[[Connection], Any]:
    return lambda tx: key_values.get(tx, key)


async def test_what_was_written_is_read(store: Store) -> None:
    await store.write(put("a", 1))
    assert await store.read(get("a")) == 1


async def test_a_work_that_fails_leaves_nothing_and_its_neighbours_commit(store: Store) -> None:
    def fails(tx: Connection) -> None:
        key_values.put(tx, "half", 1)
        raise KeyError("no such question")

    works = [put("before", 1), fails, put("after", 1)]
    results = await asyncio.gather(*map(store.write, works), return_exceptions=True)

    assert [type(result) for result in results] == [type(None), KeyError, type(None)]
    assert [await store.read(get(key)) for key in ("before", "half", "after")] == [1, None, 1]


async def test_a_broken_constraint_reaches_its_caller_as_it_is(store: Store) -> None:
    def twice(tx: Connection) -> None:
        for _ in range(2):
            tx.execute(setting.insert().values(key="same", value="what a person said"))

    with pytest.raises(IntegrityError) as broken:
        await store.write(twice)
    assert "said" not in str(broken.value)  # it ends in logs
    await store.write(put("same", 2))
    assert await store.read(get("same")) == 2


async def test_a_next_without_an_end_does_not_hang_its_caller(store: Store) -> None:
    empty: list[int] = []
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.write(lambda tx: next(iter(empty)))
    with pytest.raises(RuntimeError, match="StopIteration"):
        await store.read(lambda tx: next(iter(empty)))


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await store.read(put("a", 1))
    assert await store.read(get("a")) is None


async def test_a_reader_sees_one_moment(store: Store) -> None:
    """What is committed while it reads is not there for it."""
    loop = asyncio.get_running_loop()
    await store.write(put("a", 1))

    def twice(tx: Connection) -> tuple[Any, Any]:
        first = key_values.get(tx, "a")
        asyncio.run_coroutine_threadsafe(store.write(put("a", 2)), loop).result(10)
        return first, key_values.get(tx, "a")

    assert await store.read(twice) == (1, 1)
    assert await store.read(get("a")) == 2


async def test_a_hundred_at_once_lose_nothing(store: Store) -> None:
    def count(tx: Connection) -> None:
        tx.execute(setting.select().where(setting.c.key == "n").with_for_update()).one()
        key_values.put(tx, "n", key_values.get(tx, "n") + 1)

    await store.write(put("n", 0))
    await asyncio.gather(*(store.write(count) for _ in range(100)))
    assert await store.read(get("n")) == 100


async def test_a_first_message_taken_by_two_at_once_begins_one_conversation(store: Store, now: datetime) -> None:
    def begin(tx: Connection) -> int:
        return conversations.lock_conversation(tx, "telegram", "17", now).id

    ids = await asyncio.gather(*(store.write(begin) for _ in range(20)))
    assert len(set(ids)) == 1


async def test_a_caller_that_went_away_does_not_disturb_the_others(store: Store) -> None:
    gone = asyncio.ensure_future(store.write(put("gone", 1)))
    stays = asyncio.ensure_future(store.write(put("stays", 1)))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    assert await store.read(get("stays")) == 1


async def test_a_closed_store_says_so(store: Store) -> None:
    under_way = asyncio.ensure_future(store.write(put("a", 1)))
    await asyncio.sleep(0)
    await store.close()
    await under_way
    with pytest.raises(StoreUnavailable):
        await store.write(put("a", 2))
    with pytest.raises(StoreUnavailable):
        await store.read(get("a"))
    await store.close()

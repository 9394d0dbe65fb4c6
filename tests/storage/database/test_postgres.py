"""The store on a server when transactions collide and connections break."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from storage.database import key_values
from storage.database.connect import open_store
from storage.database.store import Store, StoreUnavailable
from tests.databases import PostgresDatabases

OUT_OF_MY_WAY = text("SELECT pg_terminate_backend(:pid)")
WHO_AM_I = text("SELECT pg_backend_pid()")


@pytest.fixture
def database_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.fresh() as url:
        yield url


@pytest.fixture
async def another(database_url: str) -> AsyncIterator[Store]:
    """The store of another replica."""
    store = await open_store(database_url)
    yield store
    await store.close()


async def test_a_deadlock_is_tried_again(store: Store) -> None:
    for key in ("a", "b"):
        await store.write(lambda tx, key=key: key_values.put(tx, key, 0))
    met = threading.Barrier(2, timeout=10)
    tries: list[str] = []

    def add_to(first: str, second: str) -> Any:
        def work(tx: Connection) -> None:
            tries.append(first)
            key_values.put(tx, first, key_values.get(tx, first) + 1)
            if len(tries) <= 2:
                met.wait()  # both hold one row and want the other's
            key_values.put(tx, second, key_values.get(tx, second) + 1)

        return work

    await asyncio.gather(store.write(add_to("a", "b")), store.write(add_to("b", "a")))
    assert len(tries) > 2
    assert await store.read(lambda tx: (key_values.get(tx, "a"), key_values.get(tx, "b"))) == (2, 2)


async def test_a_connection_that_broke_before_the_commit_is_made_anew(store: Store, another: Store) -> None:
    loop = asyncio.get_running_loop()
    tries: list[int] = []

    def work(tx: Connection) -> None:
        tries.append(tx.execute(WHO_AM_I).scalar_one())
        if len(tries) == 1:
            cut = another.write(lambda other: other.execute(OUT_OF_MY_WAY, {"pid": tries[0]}).scalar_one())
            asyncio.run_coroutine_threadsafe(cut, loop).result(10)
        key_values.put(tx, "tries", len(tries))

    await store.write(work)
    assert await store.read(lambda tx: key_values.get(tx, "tries")) == 2


async def test_a_connection_that_broke_in_the_commit_confirms_nothing(store: Store, another: Store) -> None:
    loop = asyncio.get_running_loop()
    tries: list[int] = []

    def work(tx: Connection) -> None:
        key_values.put(tx, "a", 1)
        tries.append(tx.execute(WHO_AM_I).scalar_one())
        cut = another.write(lambda other: other.execute(OUT_OF_MY_WAY, {"pid": tries[-1]}).scalar_one())
        asyncio.run_coroutine_threadsafe(cut, loop).result(10)

    with pytest.raises(StoreUnavailable, match="commit"):
        await store.write(work)
    assert len(tries) == 1
    await store.write(lambda tx: key_values.put(tx, "b", 1))


async def test_after_all_connections_were_cut_the_next_work_goes_through(store: Store, another: Store) -> None:
    """As after a restart of the server."""
    await asyncio.gather(*(store.write(lambda tx: tx.execute(WHO_AM_I).scalar_one()) for _ in range(10)))
    await another.write(
        lambda tx: tx.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
        ).all()
    )
    await asyncio.gather(*(store.write(lambda tx, n=n: key_values.put(tx, str(n), n)) for n in range(10)))
    assert await store.read(lambda tx: key_values.get(tx, "9")) == 9


async def test_a_server_that_only_reads_takes_nothing(store: Store) -> None:
    """As after a failover to a standby: the work is not to blame."""

    def work(tx: Connection) -> None:
        tx.execute(text("SET TRANSACTION READ ONLY"))
        key_values.put(tx, "a", 1)

    with pytest.raises(StoreUnavailable, match="read-only"):
        await store.write(work)


async def test_a_value_too_large_for_an_index_is_the_fault_of_the_work(store: Store) -> None:
    """Else its message would come again for ever, and hold up all others."""
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 9000)))

    def work(tx: Connection) -> None:
        tx.execute(text("CREATE TEMPORARY TABLE wide (t text PRIMARY KEY) ON COMMIT DROP"))
        tx.execute(text("INSERT INTO wide VALUES (:t)"), {"t": letters})

    with pytest.raises(OperationalError):
        await store.write(work)

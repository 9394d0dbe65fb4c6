"""The embedded store when the disk or a neighbour misbehaves."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from storage.database import key_values
from storage.database.sqlite import SqliteStore
from storage.database.store import StoreUnavailable
from tests.databases import SqliteDatabases


@pytest.fixture
def path(sqlite_databases: SqliteDatabases) -> Iterator[Path]:
    with sqlite_databases.fresh() as url:
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
async def store(path: Path) -> AsyncIterator[SqliteStore]:
    store = await SqliteStore.open(path)
    yield store
    await store.close()


def put(key: str, value: Any) -> Callable[[Connection], None]:
    return lambda tx: key_values.put(tx, key, value)


def kept(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        keys = {key for (key,) in connection.execute("SELECT key FROM setting")}
    connection.close()
    return keys


def pragma(name: str) -> Callable[[Connection], Any]:
    return lambda tx: tx.execute(text(f"PRAGMA {name}")).scalar_one()


class Pause:
    """A work that holds the writer, so that what follows queues up into one group."""

    def __init__(self) -> None:
        self.entered, self.go_on = threading.Event(), threading.Event()

    def __call__(self, tx: Connection) -> None:
        self.entered.set()
        assert self.go_on.wait(10)


async def together(store: SqliteStore, *works: Callable[[Connection], Any]) -> list[Any]:
    """Runs the works in one group; returns their results and errors."""
    pause = Pause()
    first = asyncio.ensure_future(store.write(pause))
    await asyncio.to_thread(pause.entered.wait, 10)
    rest = [asyncio.ensure_future(store.write(work)) for work in works]
    await asyncio.sleep(0)
    pause.go_on.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_it_survives_power_loss_and_keeps_references_whole(store: SqliteStore) -> None:
    assert await store.write(pragma("journal_mode")) == "wal"
    assert await store.write(pragma("synchronous")) == 2
    assert await store.write(pragma("foreign_keys")) == 1


async def test_works_run_in_the_order_they_came(store: SqliteStore) -> None:
    seen: list[int] = []
    await together(store, *(lambda tx, n=n: seen.append(n) for n in range(600)))
    assert seen == list(range(600))


async def test_a_group_shares_a_commit(store: SqliteStore, path: Path) -> None:
    """Nothing of a group shows before all of it does."""
    seen: list[set[str]] = []
    await together(store, put("a", 1), lambda tx: seen.append(kept(path)), put("b", 1))
    assert seen == [set()]
    assert kept(path) == {"a", "b"}


async def test_when_a_group_cannot_commit_each_is_tried_alone(store: SqliteStore, path: Path) -> None:
    def breaks_the_commit(tx: Connection) -> None:
        tx.execute(text("PRAGMA defer_foreign_keys = ON"))
        tx.execute(text("INSERT INTO unit_predecessor VALUES (1, 2)"))

    before, broken, after = await together(store, put("before", 1), breaks_the_commit, put("after", 1))

    assert (before, after) == (None, None)
    assert "FOREIGN KEY" in str(broken)
    assert kept(path) == {"before", "after"}


async def test_a_full_disk_acknowledges_nothing_and_passes(store: SqliteStore, path: Path) -> None:
    await store.write(pragma("max_page_count = 1"))
    small, big = await together(store, put("small", 1), put("big", "x" * 2_000_000))
    assert small is None
    assert isinstance(big, StoreUnavailable)
    assert "full" in str(big)
    assert kept(path) == {"small"}

    await store.write(pragma("max_page_count = 1000000"))
    await store.write(put("big", "x" * 2_000_000))
    assert kept(path) == {"small", "big"}


async def test_while_another_program_writes_people_only_wait(store: SqliteStore, path: Path) -> None:
    pipe = asyncio.subprocess.PIPE
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD_THE_LOCK, str(path), stdin=pipe, stdout=pipe
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"locked\n"
    writing = asyncio.ensure_future(store.write(put("ours", 1)))
    assert await store.read(lambda tx: key_values.get(tx, "ours")) is None  # readers do not wait at all
    assert not writing.done()
    other.stdin.close()
    await writing
    await other.wait()
    assert kept(path) == {"theirs", "ours"}


HOLD_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO setting VALUES ('theirs', '1')")
print("locked", flush=True)
sys.stdin.read()
connection.execute("COMMIT")
connection.close()
"""


async def test_a_program_that_never_stops_writing_makes_the_store_unavailable(path: Path) -> None:
    store = await SqliteStore.open(path, patience=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreUnavailable):
            await store.write(put("a", 1))
        other.execute("ROLLBACK")
        await store.write(put("a", 1))
    finally:
        other.close()
        await store.close()
    assert kept(path) == {"a"}


async def test_a_slow_reader_holds_up_nobody(store: SqliteStore) -> None:
    pause = Pause()
    reading = asyncio.ensure_future(store.read(pause))
    await asyncio.to_thread(pause.entered.wait, 10)
    await store.write(put("a", 1))
    assert await store.read(lambda tx: key_values.get(tx, "a")) == 1
    pause.go_on.set()
    await reading


async def test_a_read_only_file_system_acknowledges_nothing(store: SqliteStore) -> None:
    await store._writer.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreUnavailable):
        await store.write(put("a", 1))
    await store._writer.execute("PRAGMA query_only = OFF")
    await store.write(put("a", 1))

"""What the embedded store relies on in aiosqlite, private names included. Why aiosqlite is held below 0.23."""

from __future__ import annotations

import ast
import asyncio
import inspect
import sqlite3
import threading
from collections.abc import Iterator

import aiosqlite
import pytest

from storage.database.sqlite import SqliteReader, SqliteWriter
from storage.database.sqlite_thread import SqliteThread

CLASSES = (SqliteThread, SqliteWriter, SqliteReader)
USED = {"__init__", "close", "execute", "_conn", "_thread", "_tx"}
"""Names of aiosqlite.Connection in the code of these classes."""
REPLACED = {"__init__", "close"}
"""Names of aiosqlite.Connection which these classes define anew; they call the original."""


def memory() -> sqlite3.Connection:
    return sqlite3.connect(":memory:")


@pytest.fixture
def connection() -> aiosqlite.Connection:
    """Not opened yet: its thread has not been started."""
    return aiosqlite.Connection(memory, iter_chunk_size=64)


def attributes(owner: type) -> Iterator[tuple[str, bool]]:
    """Each name after ``self.`` and ``super().`` in a class: ("_tx", False); True where the name is assigned."""
    for node in ast.walk(ast.parse(inspect.getsource(owner))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("self", "super()"):
            yield node.attr, isinstance(node.ctx, ast.Store)


def defined() -> set[str]:
    """What these classes define themselves: methods and the attributes they assign."""
    methods = {name for owner in CLASSES for name, value in vars(owner).items() if inspect.isfunction(value)}
    return methods | {name for owner in CLASSES for name, is_assigned in attributes(owner) if is_assigned}


def test_the_code_uses_these_names_of_aiosqlite_and_no_others(connection: aiosqlite.Connection) -> None:
    named = {name for owner in CLASSES for name, _ in attributes(owner)}

    assert named - (defined() - REPLACED) == USED
    assert USED.issubset(dir(connection))


def test_no_name_of_the_store_hides_one_of_aiosqlite(connection: aiosqlite.Connection) -> None:
    assert defined() & set(dir(connection)) == REPLACED


async def test_a_function_in_the_queue_runs_on_the_thread_in_its_turn(connection: aiosqlite.Connection) -> None:
    ran: list[threading.Thread] = []
    future = asyncio.get_running_loop().create_future()

    assert not connection._thread.is_alive(), "the thread can still be made a daemon"
    async with connection:
        connection._tx.put_nowait((None, lambda: ran.append(threading.current_thread())))
        connection._tx.put_nowait((future, lambda: (len(ran), connection._conn)))
        count, raw = await future
        assert (count, ran) == (1, [connection._thread])
        assert isinstance(raw, sqlite3.Connection)
    connection._thread.join(10)
    assert not connection._thread.is_alive()


async def test_an_error_in_the_queue_reaches_its_future_and_ends_nothing(connection: aiosqlite.Connection) -> None:
    def fail() -> None:
        raise sqlite3.OperationalError("disk I/O error")

    future = asyncio.get_running_loop().create_future()
    async with connection:
        connection._tx.put_nowait((None, fail))
        connection._tx.put_nowait((future, fail))
        with pytest.raises(sqlite3.OperationalError):
            await future
        assert await connection.execute("SELECT 1") is not None

"""One SQLite connection on a thread of its own, with a synchronous SQLAlchemy engine over it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

import aiosqlite
from sqlalchemy import Connection, Engine, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from storage.database.store import StoreUnavailable

BUSY_TIMEOUT = 5.0
"""Seconds SQLite itself waits for a lock."""
_DATABASE_FAILS = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}


def result_code(error: BaseException) -> int | None:
    """SQLite's primary result code behind an error: 13 for a full disk; None where the error is not SQLite's."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def database_fails(error: BaseException) -> bool:
    """Whether the disk or a lock is to blame, not the statement."""
    return result_code(error) in _DATABASE_FAILS


def unavailable(error: BaseException) -> BaseException:
    """The error as callers of a store see it."""
    if not database_fails(error):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    known = StoreUnavailable(str(cause))
    known.__cause__ = error
    return known


def connect(path: Path, busy_timeout: float = BUSY_TIMEOUT) -> sqlite3.Connection:
    """A connection on which no transaction begins by itself. Why FULL: docs/decisions/040-durability.md."""
    connection = sqlite3.connect(path, timeout=busy_timeout, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def engine_over(connection: sqlite3.Connection) -> Engine:
    """An engine whose only connection is this one. Whoever uses it begins transactions on the connection itself: a
    listener on the engine would cost every statement some time.
    """
    return create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)


class SqliteThread(aiosqlite.Connection):
    """Runs whole functions on the connection's thread, in the order they are queued."""

    def __init__(self, path: Path, busy_timeout: float = BUSY_TIMEOUT) -> None:
        super().__init__(lambda: connect(path, busy_timeout), iter_chunk_size=64)
        self._thread.daemon = True  # a program that dies without closing must not hang
        self._loop = asyncio.get_running_loop()
        self._closing = False
        self._sql: Connection

    async def open(self) -> None:
        """Raises StoreUnavailable where there is no such folder, or no SQLite database in the file."""
        try:
            await self
        except sqlite3.Error as error:
            await asyncio.to_thread(self._thread.join)
            raise unavailable(error) from None
        await self._hop(self._open_engine)

    def queue(self, function: Callable[[], None]) -> None:
        """Raises StoreUnavailable once closed. ``function`` answers for its own results, by ``tell``."""
        if self._closing:
            raise StoreUnavailable("closed")
        self._tx.put_nowait((None, function))

    def tell(self, callback: Callable[..., None], *arguments: object) -> None:
        """From the thread to the event loop."""
        self._loop.call_soon_threadsafe(callback, *arguments)

    async def close(self) -> None:
        """What is queued is finished first."""
        if not self._closing:
            self._closing = True
            await self._hop(self._close_engine)
            await super().close()

    async def _hop(self, function: Callable[[], None]) -> None:
        future = self._loop.create_future()
        self._tx.put_nowait((future, function))
        await future

    def _open_engine(self) -> None:
        self._sql = engine_over(self._conn).connect()

    def _close_engine(self) -> None:
        self._sql.close()
        self._sql.engine.dispose()

"""An SQLite connection with its own thread, and a synchronous SQLAlchemy engine on this connection."""

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
"""How long SQLite itself waits for a lock, in seconds."""
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
    """SQLite's primary result code of an error: 13 for a full disk; ``None`` if it is not an error of SQLite."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code: int | None = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def database_fails(error: BaseException) -> bool:
    """Whether the cause of the error is the disk or a lock, and not the statement."""
    return result_code(error) in _DATABASE_FAILS


def unavailable(error: BaseException) -> BaseException:
    """The error for callers of a store: StoreUnavailable if the database is the cause, else ``error`` itself."""
    if not database_fails(error):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    store_error = StoreUnavailable(str(cause))
    store_error.__cause__ = error
    return store_error


def connect(path: Path, busy_timeout: float = BUSY_TIMEOUT) -> sqlite3.Connection:
    """A connection without implicit transactions; ``busy_timeout`` in seconds.

    The reason for ``synchronous = FULL`` is in docs/decisions/040-durability.md.
    """
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
    """An engine with this connection only.

    Callers begin transactions on the connection itself: a listener on the engine would slow down every statement.
    """
    return create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool, hide_parameters=True)


class SqliteThread(aiosqlite.Connection):
    """Runs functions on the thread of the connection, in the order in which they are queued."""

    def __init__(self, path: Path, busy_timeout: float = BUSY_TIMEOUT) -> None:
        super().__init__(lambda: connect(path, busy_timeout), iter_chunk_size=64)
        self._thread.daemon = True  # so that a program that ends without ``close`` does not hang
        self._loop = asyncio.get_running_loop()
        self._closing = False
        self._sql: Connection

    async def open(self) -> None:
        """Open the connection. Raises StoreUnavailable if there is no such folder or the file is no SQLite database."""
        try:
            await self
        except sqlite3.Error as error:
            await asyncio.to_thread(self._thread.join)
            raise unavailable(error) from None
        await self._hop(self._open_engine)

    def queue(self, function: Callable[[], None]) -> None:
        """Queue a function, which returns its result by ``tell``. Raises StoreUnavailable after ``close``."""
        if self._closing:
            raise StoreUnavailable("closed")
        self._tx.put_nowait((None, function))

    def tell(self, callback: Callable[..., None], *arguments: object) -> None:
        """Call a function in the event loop; to be called from the thread."""
        self._loop.call_soon_threadsafe(callback, *arguments)

    async def close(self) -> None:
        """Close the connection after all queued functions have run."""
        if not self._closing:
            self._closing = True
            await self._hop(self._close_engine)
            await super().close()

    async def _hop(self, function: Callable[[], None]) -> None:
        """Run a function on the thread and wait for it."""
        future = self._loop.create_future()
        self._tx.put_nowait((future, function))
        await future

    def _open_engine(self) -> None:
        self._sql = engine_over(self._conn).connect()

    def _close_engine(self) -> None:
        self._sql.close()
        self._sql.engine.dispose()

"""The store of many replicas: PostgreSQL, a transaction for each unit of work, in a pool of threads."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.database.store import StoreUnavailable, T, Work, run_work

TRIES = 5
_CONFLICTS = {"40001", "40P01"}
"""SQLSTATEs of a transaction that lost to another and is rolled back: serialization failure, deadlock."""
_OF_THE_WORK = ("54", "25P02")
"""SQLSTATEs that are no fault of the server: a value too large for it, a statement after one that failed."""
_OPTIONS = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s -c synchronous_commit=on -c timezone=UTC"
"""A replica that froze within a transaction loses it, and with it its locks."""


def engine_for(url: URL, size: int) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": _OPTIONS, "application_name": "baocao"},
    )


def database_fails(error: DBAPIError) -> bool:
    """Whether the server, the line or a lock is to blame, not the statement."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, (OperationalError, InterfaceError, InternalError)) and not state.startswith(_OF_THE_WORK)


def unavailable(error: BaseException) -> BaseException:
    """The error as callers of a store see it."""
    if not isinstance(error, PoolTimeout) and not (isinstance(error, DBAPIError) and database_fails(error)):
        return error
    known = StoreUnavailable(str(getattr(error, "orig", None) or error).partition("\n")[0])
    known.__cause__ = error
    return known


def passes(error: DBAPIError) -> bool:
    """Whether nothing of the transaction is on disk and a new one may succeed."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _CONFLICTS


def transact(engine: Engine, work: Work[T]) -> T:
    """One transaction. Raises StoreUnavailable where the connection broke in the commit: who knows what is on disk."""
    with engine.connect() as tx:
        tx.begin()
        result = run_work(work, tx)
        try:
            tx.commit()
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnavailable("the connection broke during the commit") from error
            raise
    return result


def persist(engine: Engine, work: Work[T]) -> T:
    """A transaction, again where it lost to another one or the connection broke before the commit."""
    for attempt in range(1, TRIES + 1):
        try:
            return transact(engine, work)
        except DBAPIError as error:
            if attempt == TRIES or not passes(error):
                raise unavailable(error) from error
        except PoolTimeout as error:
            raise unavailable(error) from error
        time.sleep(0.02 * 2**attempt)
    raise AssertionError("unreachable")


class PostgresStore:
    """A store on a PostgreSQL server; see ``database.store``. Works may run twice: they touch nothing but ``tx``."""

    shared = True

    def __init__(self, url: URL, *, writers: int = 12, readers: int = 4) -> None:
        self._engine = engine_for(url, writers + readers)
        self._snapshots = self._engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._writers = ThreadPoolExecutor(writers, "write")
        self._readers = ThreadPoolExecutor(readers, "read")
        self._closed = False

    async def write(self, work: Work[T]) -> T:
        return await self._run(self._writers, self._engine, work)

    async def read(self, work: Work[T]) -> T:
        return await self._run(self._readers, self._snapshots, work)

    async def _run(self, threads: ThreadPoolExecutor, engine: Engine, work: Work[T]) -> T:
        if self._closed:
            raise StoreUnavailable("closed")
        return await asyncio.get_running_loop().run_in_executor(threads, persist, engine, work)

    async def close(self) -> None:
        """What is under way is finished first."""
        self._closed = True
        for threads in (self._writers, self._readers):
            await asyncio.to_thread(threads.shutdown)
        self._engine.dispose()

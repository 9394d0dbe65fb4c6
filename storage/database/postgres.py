"""The store for several replicas: PostgreSQL, one transaction for each unit of work, in a pool of threads."""

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
"""SQLSTATEs of a transaction that was rolled back for another one: serialization failure, deadlock."""
_OF_THE_WORK = ("54", "25P02")
"""SQLSTATEs caused by the work and not the server: a value that is too large, a statement after one that failed."""
_OPTIONS = "-c lock_timeout=10s -c idle_in_transaction_session_timeout=30s -c synchronous_commit=on -c timezone=UTC"
"""The timeouts end a transaction, and with it its locks, if a replica hangs inside it."""


def engine_for(url: URL, size: int) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"connect_timeout": 5, "options": _OPTIONS, "application_name": "baocao"},
    )


def database_fails(error: DBAPIError) -> bool:
    """Whether the cause of the error is the server, the connection or a lock, and not the statement."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    return isinstance(error, (OperationalError, InterfaceError, InternalError)) and not state.startswith(_OF_THE_WORK)


def unavailable(error: BaseException) -> BaseException:
    """The error for callers of a store: StoreUnavailable if the database is the cause, else ``error`` itself."""
    if not isinstance(error, PoolTimeout) and not (isinstance(error, DBAPIError) and database_fails(error)):
        return error
    store_error = StoreUnavailable(str(getattr(error, "orig", None) or error).partition("\n")[0])
    store_error.__cause__ = error
    return store_error


def passes(error: DBAPIError) -> bool:
    """Whether nothing of the transaction was stored and a new transaction may succeed."""
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _CONFLICTS


def transact(engine: Engine, work: Work[T]) -> T:
    """Run ``work`` in one transaction.

    Raises StoreUnavailable if the connection broke during the commit: then it is not known whether it was stored.
    """
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
    """Run ``work`` in a transaction; repeat it, up to ``TRIES`` times, if it may succeed (see ``passes``)."""
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
    """A store on a PostgreSQL server; see ``database.store``.

    A work may run several times, so it must change nothing except through ``tx``.
    """

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
        """Close the connections after all running works have ended."""
        self._closed = True
        for threads in (self._writers, self._readers):
            await asyncio.to_thread(threads.shutdown)
        self._engine.dispose()

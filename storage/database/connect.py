"""From ``BAOCAO_DATABASE_URL`` to a store, and the tables in it."""

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
"""The advisory lock of whoever migrates."""


class InvalidDatabaseUrl(ValueError):
    """No address of a database that we can use. Its text never repeats the address, which may hold a password."""


async def open_store(url: str) -> Store:
    """``sqlite:///baocao.db``, ``sqlite+aiosqlite:////srv/baocao.db``, ``postgresql://user:password@host/name``.

    Raises BadAddress, or StoreUnavailable where a file cannot be opened; a server is first spoken to when needed.
    """
    address = parse(url)
    if address.drivername in _SQLITE:
        return await SqliteStore.open(Path(str(address.database)))
    return PostgresStore(address)


def migrate(url: str) -> None:
    """Brings the tables up to date; one program at a time. Raises BadAddress, StoreUnavailable."""
    with open_connection(url) as sql:
        migrations.upgrade(sql)


def at_head(url: str) -> bool:
    """Whether the tables are those of this program."""
    with open_connection(url) as sql:
        return migrations.at_head(sql)


def parse(url: str) -> URL:
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
    """A connection in a transaction for changing tables, alone with them."""
    address = parse(url)
    open_one = _sqlite if address.drivername in _SQLITE else _postgres
    try:
        with open_one(address) as sql:
            yield sql
    except (DBAPIError, sqlite3.Error) as error:
        known = sqlite_thread.unavailable(error) if address.drivername in _SQLITE else postgres.unavailable(error)
        raise known from error


@contextmanager
def _sqlite(address: URL) -> Iterator[Connection]:
    """Foreign keys rest while tables are rebuilt (their CASCADEs would delete rows), and are checked before the end."""
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

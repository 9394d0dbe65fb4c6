"""Restoring of a backup to an empty database of either kind, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import Connection, column, func, insert, inspect, literal, select, table, text, update
from sqlalchemy.exc import DataError, IntegrityError

from reporting.integrity.audit_chain import ChainFault
from storage.audit import audit
from storage.database import migrations
from storage.database.connect import open_connection
from storage.database.schema import audit as audit_table
from storage.database.schema import conversation, event, invitation, metadata, outbox, report_version
from storage.operations import backup_file
from storage.operations.backup_file import BackupTable, type_of

FRESH = timedelta(minutes=15)
"""A younger backup was made to move to another database: its waiting messages are still sent."""
AHEAD = 1000
"""Numbers of prompts and messages are increased by this, so that those used after the backup are not used again."""
PAGE, FEW = 500, 8
"""Number of rows written at a time; ``FEW`` for tables that contain files."""
_VERSIONS = "alembic_version"


class DatabaseNotEmpty(Exception):
    """The database is not empty; ``table``: the name of a table with rows."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(table)


class UnknownRevision(Exception):
    """The backup was made by a newer version of the program."""


class RowRejected(Exception):
    """The database refuses a row of ``table`` (that the other kind of database had accepted); ``reason``: its error."""

    def __init__(self, table: str, reason: str) -> None:
        self.table, self.reason = table, reason
        super().__init__(table, reason)


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """The result of restoring a backup."""

    rows: int
    parked: int
    """Number of messages that waited in the backup and are not sent any more."""
    newest: datetime | None
    """The instant of the last message or act in the backup."""
    receipt: str | None
    """The receipt code of the report sent last."""
    faults: list[ChainFault]
    """The faults of the audit log."""


def restore(url: str, path: Path, now: datetime) -> RestoreResult:
    """Check a backup file, fill the database at ``url`` from it, and migrate its tables.

    Raises BrokenBackup, UnknownRevision, DatabaseNotEmpty, RowRejected, InvalidDatabaseUrl or StoreUnavailable; then
    the database has not changed.
    """
    manifest = backup_file.check(path)
    if not migrations.is_known(manifest.schema_revision):
        raise UnknownRevision(manifest.schema_revision)
    with open_connection(url) as sql, backup_file.open_backup(path) as (archive, _):
        empty(sql, manifest.schema_revision)
        for backup_table in manifest.tables:
            fill(sql, archive, backup_table)
        check_references(sql)
        migrations.upgrade(sql)
        parked = 0 if now - manifest.created_at <= FRESH else park_waiting(sql)
        sql.execute(update(outbox).values(claimed_by=None, claimed_until=None))
        count_on(sql)
        newest, receipt = last_done(sql)
        faults = audit.verify(sql, [manifest.audit])
        audit.record(sql, now, None, "database.restored", made_at=manifest.created_at.isoformat(), rows=manifest.rows)
        return RestoreResult(manifest.rows, parked, newest, receipt, faults)


def empty(sql: Connection, revision: str) -> None:
    """Create empty tables of the revision of the backup. Raises DatabaseNotEmpty."""
    for name in sorted(set(inspect(sql).get_table_names()) - {_VERSIONS}):
        if sql.execute(select(literal(1)).select_from(table(name)).limit(1)).first():
            raise DatabaseNotEmpty(name)
    if migrations.revision(sql) != revision:
        if migrations.revision(sql):
            migrations.downgrade(sql, "base")
        migrations.upgrade(sql, revision)


def fill(sql: Connection, archive: ZipFile, contents: BackupTable) -> None:
    """Insert the rows of a table. Raises BrokenBackup, RowRejected."""
    columns = [column(name, type_of(kind)) for name, kind in contents.columns.items()]
    statement = insert(table(contents.name, *columns))
    try:
        for page in _pages(backup_file.rows(archive, contents), FEW if contents.heavy else PAGE):
            sql.execute(statement, page)
    except (DataError, IntegrityError) as error:
        raise RowRejected(contents.name, str(error.orig).partition("\n")[0]) from None


def check_references(sql: Connection) -> None:
    """Check foreign keys on SQLite; PostgreSQL checks each row when it is inserted. Raises RowRejected."""
    if sql.dialect.name == "sqlite":
        broken = sql.execute(text("PRAGMA foreign_key_check")).first()
        if broken:
            raise RowRejected(broken[0], f"row {broken[1]} refers to a row of {broken[2]} that is not there")


def count_on(sql: Connection) -> None:
    """Set the sequences of PostgreSQL, so that new ids follow the restored ones; SQLite does this itself."""
    if sql.dialect.name != "postgresql":
        return
    for restored_table in metadata.sorted_tables:
        if (id_column := restored_table.autoincrement_column) is not None:
            newest, condition = func.coalesce(func.max(id_column), 1), func.count() > 0
            sequence = func.pg_get_serial_sequence(f'"{restored_table.name}"', id_column.name)
            sql.execute(select(func.setval(sequence, newest, condition)).select_from(restored_table))


def park_waiting(sql: Connection) -> int:
    """Park all waiting messages, which were sent after the backup or are not true any more; returns their number."""
    parked = sql.execute(update(outbox).where(outbox.c.state == "waiting").values(state="parked", error="restored"))
    sql.execute(update(conversation).values(prompt=conversation.c.prompt + AHEAD))
    newest = sql.execute(select(func.max(outbox.c.id))).scalar()
    for id_column in (outbox.c.id, invitation.c.told_in):
        sql.execute(update(id_column.table).where(id_column == newest).values({id_column: id_column + AHEAD}))
    return parked.rowcount


def last_done(sql: Connection) -> tuple[datetime | None, str | None]:
    """The instant of the last message or act, and the receipt code of the report sent last; ``None``: none."""
    instants = [sql.execute(select(func.max(at))).scalar() for at in (event.c.at, audit_table.c.at)]
    newest = select(report_version.c.receipt).order_by(report_version.c.filed_at.desc(), report_version.c.id.desc())
    return max(filter(None, instants), default=None), sql.execute(newest.limit(1)).scalar()


def _pages(rows: Iterator[dict[str, Any]], size: int) -> Iterable[list[dict[str, Any]]]:
    while page := list(islice(rows, size)):
        yield page

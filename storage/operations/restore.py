"""A backup put into an empty database of either kind: all of it or nothing."""

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
"""A backup so young was made to move house: what waits in it is still to be sent."""
AHEAD = 1000
"""Choices and messages made after the backup was are not to be taken for new ones of the same number."""
PAGE, FEW = 500, 8
_VERSIONS = "alembic_version"


class DatabaseNotEmpty(Exception):
    """The database holds something already; ``table`` says where."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(table)


class UnknownRevision(Exception):
    """The backup was made by a newer program."""


class RowRejected(Exception):
    """The database does not take a row of ``table``, which the other kind of database did."""

    def __init__(self, table: str, reason: str) -> None:
        self.table, self.reason = table, reason
        super().__init__(table, reason)


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """What there is now, and what is wrong or missing in it."""

    rows: int
    parked: int
    """Messages that waited in the backup and are not sent any more."""
    newest: datetime | None
    """The last thing anybody did that the backup knows of."""
    receipt: str | None
    """Of the report sent last."""
    faults: list[ChainFault]
    """What is wrong with the audit log."""


def restore(url: str, path: Path, now: datetime) -> RestoreResult:
    """Checks the file, fills the database, brings its tables up to date.

    Raises BrokenBackup, UnknownRevision, Occupied, Unfit, and nothing has changed; also BadAddress, StoreUnavailable.
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
    """Tables of the backup's revision, with nothing in them. Raises Occupied."""
    for name in sorted(set(inspect(sql).get_table_names()) - {_VERSIONS}):
        if sql.execute(select(literal(1)).select_from(table(name)).limit(1)).first():
            raise DatabaseNotEmpty(name)
    if migrations.revision(sql) != revision:
        if migrations.revision(sql):
            migrations.downgrade(sql, "base")
        migrations.upgrade(sql, revision)


def fill(sql: Connection, archive: ZipFile, contents: BackupTable) -> None:
    """Raises BrokenBackup, Unfit."""
    columns = [column(name, type_of(kind)) for name, kind in contents.columns.items()]
    statement = insert(table(contents.name, *columns))
    try:
        for page in _pages(backup_file.rows(archive, contents), FEW if contents.heavy else PAGE):
            sql.execute(statement, page)
    except (DataError, IntegrityError) as error:
        raise RowRejected(contents.name, str(error.orig).partition("\n")[0]) from None


def check_references(sql: Connection) -> None:
    """PostgreSQL has looked at each row as it came. Raises Unfit."""
    if sql.dialect.name == "sqlite":
        broken = sql.execute(text("PRAGMA foreign_key_check")).first()
        if broken:
            raise RowRejected(broken[0], f"row {broken[1]} refers to a row of {broken[2]} that is not there")


def count_on(sql: Connection) -> None:
    """New ids follow those that are there; SQLite sees to that itself."""
    if sql.dialect.name != "postgresql":
        return
    for each_table in metadata.sorted_tables:
        if (id := each_table.autoincrement_column) is not None:
            newest, condition = func.coalesce(func.max(id), 1), func.count() > 0
            sequence = func.pg_get_serial_sequence(f'"{each_table.name}"', id.name)
            sql.execute(select(func.setval(sequence, newest, condition)).select_from(each_table))


def park_waiting(sql: Connection) -> int:
    """What waited is long said, or no longer true: it is not sent again; returns how many messages that were."""
    parked = sql.execute(update(outbox).where(outbox.c.state == "waiting").values(state="parked", error="restored"))
    sql.execute(update(conversation).values(prompt=conversation.c.prompt + AHEAD))
    newest = sql.execute(select(func.max(outbox.c.id))).scalar()
    for id in (outbox.c.id, invitation.c.told_in):
        sql.execute(update(id.table).where(id == newest).values({id: id + AHEAD}))
    return parked.rowcount


def last_done(sql: Connection) -> tuple[datetime | None, str | None]:
    """When somebody last did something, and the receipt of the report sent last."""
    instants = [sql.execute(select(func.max(at))).scalar() for at in (event.c.at, audit_table.c.at)]
    newest = select(report_version.c.receipt).order_by(report_version.c.filed_at.desc(), report_version.c.id.desc())
    return max(filter(None, instants), default=None), sql.execute(newest.limit(1)).scalar()


def _pages(rows: Iterator[dict[str, Any]], size: int) -> Iterable[list[dict[str, Any]]]:
    while page := list(islice(rows, size)):
        yield page

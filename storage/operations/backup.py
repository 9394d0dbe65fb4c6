"""A backup while everything runs: one consistent snapshot, streamed into a file that either database can take back."""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, func, select

from storage.audit import audit
from storage.database import key_values, migrations
from storage.database.schema import metadata, setting, unit
from storage.operations import backup_file
from storage.operations.backup_file import BackupManifest, columns_of, kind_of

LAST = "last_backup"
"""The setting that says when the newest backup was made, and of how many rows."""
PAGE, FEW = 500, 8
"""Rows read at a time; of a table that holds files, few."""


class LastBackup(NamedTuple):
    at: datetime
    rows: int


def write(tx: Connection, path: Path, now: datetime) -> BackupManifest:
    """Writes everything that ``tx`` sees, secrets left out, into a file at ``path``, over what stood there."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = [
            backup_file.write_table(archive, table.name, columns_of(table), _pages(tx, table))
            for table in metadata.sorted_tables
        ]
        manifest = BackupManifest(
            version=1,
            created_at=now,
            schema_revision=migrations.revision(tx) or "",
            database=tx.dialect.name,
            audit=audit.head(tx),
            tables=tuple(tables),
        )
        backup_file.write_manifest(archive, manifest)
    return manifest


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """A file beside ``path``, for its owner's eyes only, that takes this name once it is whole and on the disk.

    Raises FileExistsError where there is one already, OSError where none can be written.
    """
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield part
        _flush(part)
        part.replace(path)
        _flush(path.parent)
    finally:
        part.unlink(missing_ok=True)


def remember_backup(tx: Connection, manifest: BackupManifest) -> None:
    """Remembers that a backup was made, for the weekly line and ``baocao doctor``; the audit log tells it too."""
    key_values.put(tx, LAST, {"at": manifest.created_at.isoformat(), "rows": manifest.rows})
    audit.record(tx, manifest.created_at, None, "database.saved", rows=manifest.rows)


def last_backup(tx: Connection) -> LastBackup | None:
    """The newest backup, None where none was made."""
    key_value = key_values.get(tx, LAST)
    return LastBackup(datetime.fromisoformat(key_value["at"]), key_value["rows"]) if key_value else None


def _pages(tx: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    heavy = any(kind_of(column.type) == "bytes" for column in table.columns)
    statement = select(table).order_by(*_order(table)).execution_options(yield_per=FEW if heavy else PAGE)
    if table is setting:
        statement = statement.where(~setting.c.key.endswith(key_values.SECRET))
    yield from tx.execute(statement).partitions()


def _order(table: Table) -> list[ColumnElement[Any]]:
    """A row after those of the same table that it refers to: a unit after the unit above it."""
    depth = [func.length(unit.c.path)] if table is unit else []
    return [*depth, *table.primary_key.columns]


def _flush(path: Path) -> None:
    """Onto the disk: a file, or a folder's list of its files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

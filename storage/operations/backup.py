"""Backup of a running database: a consistent snapshot in a file that can be restored to SQLite and PostgreSQL."""

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
"""Key of the setting with the instant and the number of rows of the newest backup."""
PAGE, FEW = 500, 8
"""Number of rows read at a time; ``FEW`` for tables that contain files."""


class LastBackup(NamedTuple):
    at: datetime
    rows: int


def write(tx: Connection, path: Path, now: datetime) -> BackupManifest:
    """Write all rows that ``tx`` sees, without secrets, to a file at ``path``; an existing file is overwritten."""
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
    """A temporary file in the folder of ``path``, renamed to ``path`` once it is complete and on the disk.

    Only its owner can read it. Raises FileExistsError if ``path`` exists, OSError if the file cannot be written.
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
    """Store that a backup was made, for the weekly line and ``baocao doctor``, and add it to the audit log."""
    key_values.put(tx, LAST, {"at": manifest.created_at.isoformat(), "rows": manifest.rows})
    audit.record(tx, manifest.created_at, None, "database.saved", rows=manifest.rows)


def last_backup(tx: Connection) -> LastBackup | None:
    """The newest backup; ``None`` if none was made."""
    stored = key_values.get(tx, LAST)
    return LastBackup(datetime.fromisoformat(stored["at"]), stored["rows"]) if stored else None


def _pages(tx: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    heavy = any(kind_of(column.type) == "bytes" for column in table.columns)
    statement = select(table).order_by(*_order(table)).execution_options(yield_per=FEW if heavy else PAGE)
    if table is setting:
        statement = statement.where(~setting.c.key.endswith(key_values.SECRET))
    yield from tx.execute(statement).partitions()


def _order(table: Table) -> list[ColumnElement[Any]]:
    """The order of rows in a backup: a row comes after those of the same table it refers to (units by depth)."""
    depth = [func.length(unit.c.path)] if table is unit else []
    return [*depth, *table.primary_key.columns]


def _flush(path: Path) -> None:
    """Flush a file, or the directory of a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

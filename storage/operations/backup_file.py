"""The format of a backup file: a zip archive with one file of JSON lines for each table, and ``manifest.json``.

It does not depend on the kind of database, so that a backup of one can be restored to the other. A line is a row, with
its values in the order of the columns in the manifest: instants and days as ISO 8601, bytes as base64::

    tables/unit.jsonl   [1,"MAU","tỉnh Cà Mau","province",null,"/1/",[],null,null]
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError
from sqlalchemy import BigInteger, Boolean, Date, Integer, LargeBinary, String, Table, Text
from sqlalchemy.types import TypeEngine

from reporting.integrity.audit_chain import ChainHead
from storage.database.schema import Instant, JsonText

ColumnKind = Literal["integer", "text", "boolean", "date", "instant", "json", "bytes"]
MANIFEST = "manifest.json"
_TYPES: dict[ColumnKind, type[TypeEngine[Any]]] = {
    "instant": Instant,
    "json": JsonText,
    "bytes": LargeBinary,
    "boolean": Boolean,
    "date": Date,
    "integer": BigInteger,
    "text": Text,
}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)
"""The errors that reading a damaged zip archive may raise."""


class BrokenBackup(Exception):
    """A backup is damaged; ``place``: the name of the table, ``None`` if the file is not a backup at all."""

    def __init__(self, place: str | None) -> None:
        self.place = place
        super().__init__(place)


class _ManifestModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class BackupTable(_ManifestModel):
    """One table; ``sha256``: of its uncompressed lines."""

    name: str
    columns: dict[str, ColumnKind]
    rows: int
    sha256: str

    @property
    def heavy(self) -> bool:
        """Whether it contains files, so that only a few rows should be read at a time."""
        return "bytes" in self.columns.values()

    @property
    def path(self) -> str:
        return f"tables/{self.name}.jsonl"


class BackupManifest(_ManifestModel):
    """The description of a backup, which contains everything committed before ``created_at`` and nothing later."""

    version: Literal[1]
    created_at: AwareDatetime
    schema_revision: str
    database: str
    """The kind of database it was made from: sqlite or postgresql."""
    audit: ChainHead
    tables: tuple[BackupTable, ...]
    """In an order in which a row comes after all rows it refers to."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def kind_of(type_: TypeEngine[Any]) -> ColumnKind:
    """The format of the values of a column. Raises ValueError for a type that backups do not support yet."""
    if isinstance(type_, Integer):
        return "integer"
    if isinstance(type_, String):
        return "text"
    for kind, supported in _TYPES.items():
        if isinstance(type_, supported):
            return kind
    raise ValueError(f"{type_!r} has no format in a backup")


def type_of(kind: ColumnKind) -> TypeEngine[Any]:
    return _TYPES[kind]()


def columns_of(table: Table) -> dict[str, ColumnKind]:
    return {column.name: kind_of(column.type) for column in table.columns}


_WRITTEN: dict[ColumnKind, Callable[[Any], Any]] = {
    "instant": lambda at: at.astimezone(UTC).isoformat(),
    "date": lambda day: day.isoformat(),
    "bytes": lambda content: base64.b64encode(content).decode(),
}
_READ: dict[ColumnKind, Callable[[Any], Any]] = {
    "instant": datetime.fromisoformat,
    "date": date.fromisoformat,
    "bytes": lambda text: base64.b64decode(text, validate=True),
}


def write_table(
    archive: zipfile.ZipFile, name: str, columns: dict[str, ColumnKind], pages: Iterable[Iterable[Iterable[Any]]]
) -> BackupTable:
    """Add a table to the archive; ``pages``: its rows, several at a time."""
    writers = [_WRITTEN.get(kind) for kind in columns.values()]
    digest, count = hashlib.sha256(), 0
    with archive.open(f"tables/{name}.jsonl", "w", force_zip64=True) as file:
        for page in pages:
            lines = [orjson.dumps(_each(writers, row), option=orjson.OPT_SORT_KEYS) + b"\n" for row in page]
            content = b"".join(lines)
            digest.update(content)
            count += len(lines)
            file.write(content)
    return BackupTable(name=name, columns=columns, rows=count, sha256=digest.hexdigest())


def write_manifest(archive: zipfile.ZipFile, manifest: BackupManifest) -> None:
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=2))


@contextmanager
def open_backup(path: Path) -> Iterator[tuple[zipfile.ZipFile, BackupManifest]]:
    """Open a backup for reading. Raises BrokenBackup, or OSError if there is no such file."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
            manifest = BackupManifest.model_validate_json(archive.read(MANIFEST))
        except (*_DAMAGE, ValidationError):
            raise BrokenBackup(None) from None
        with archive:
            yield archive, manifest


def check(path: Path) -> BackupManifest:
    """Read the complete file and compare it with its manifest, which is returned. Raises BrokenBackup, OSError."""
    with open_backup(path) as (archive, manifest):
        for table in manifest.tables:
            for _ in lines(archive, table):
                pass
    return manifest


def rows(archive: zipfile.ZipFile, table: BackupTable) -> Iterator[dict[str, Any]]:
    """The rows of a table, each as column → value. Raises BrokenBackup, at the latest after the last row."""
    readers = [_READ.get(kind) for kind in table.columns.values()]
    for line in lines(archive, table):
        try:
            yield dict(zip(table.columns, _each(readers, orjson.loads(line)), strict=True))
        except ValueError:
            raise BrokenBackup(table.name) from None


def lines(archive: zipfile.ZipFile, table: BackupTable) -> Iterator[bytes]:
    """The lines of a table. Raises BrokenBackup, after the last line if their number or hash is wrong."""
    digest, count = hashlib.sha256(), 0
    try:
        with archive.open(table.path) as file:
            for line in file:
                digest.update(line)
                count += 1
                yield line
    except _DAMAGE:
        raise BrokenBackup(table.name) from None
    if (count, digest.hexdigest()) != (table.rows, table.sha256):
        raise BrokenBackup(table.name)


def _each(functions: Iterable[Callable[[Any], Any] | None], values: Iterable[Any]) -> list[Any]:
    return [
        value if value is None or function is None else function(value)
        for function, value in zip(functions, values, strict=True)
    ]

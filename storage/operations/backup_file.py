"""The file of a backup: a zip with a table a file, in lines of JSON, and ``manifest.json``, which says what they hold.

It reads the same whichever database it was written from, so that a backup of one may be restored into the other. A line
is a row, its values in the order of the manifest's columns: instants and days as ISO 8601, bytes as base64::

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
"""What reading a damaged zip may raise, besides what its content does."""


class BrokenBackup(Exception):
    """Not what was written; ``place`` names the table or file, None where it is no backup at all."""

    def __init__(self, place: str | None) -> None:
        self.place = place
        super().__init__(place)


class _ManifestModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class BackupTable(_ManifestModel):
    """One table: ``sha256`` is over its uncompressed lines."""

    name: str
    columns: dict[str, ColumnKind]
    rows: int
    sha256: str

    @property
    def heavy(self) -> bool:
        """Whether it holds files: a few rows at a time are enough."""
        return "bytes" in self.columns.values()

    @property
    def path(self) -> str:
        return f"tables/{self.name}.jsonl"


class BackupManifest(_ManifestModel):
    """What a backup holds. Everything committed before ``created_at`` is in it, nothing that came later."""

    version: Literal[1]
    created_at: AwareDatetime
    schema_revision: str
    database: str
    """sqlite or postgresql: where it was written."""
    audit: ChainHead
    tables: tuple[BackupTable, ...]
    """In this order a row follows those it refers to."""

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def kind_of(type_: TypeEngine[Any]) -> ColumnKind:
    """How values of a column are written. Raises ValueError for a type no backup knows yet."""
    if isinstance(type_, Integer):
        return "integer"
    if isinstance(type_, String):
        return "text"
    for kind, known in _TYPES.items():
        if isinstance(type_, known):
            return kind
    raise ValueError(f"how is {type_!r} written in a backup?")


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
    """Adds a table, a page of rows at a time."""
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
    """A backup to read from. Raises BrokenBackup, OSError where there is no such file."""
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(file)
            manifest = BackupManifest.model_validate_json(archive.read(MANIFEST))
        except (*_DAMAGE, ValidationError):
            raise BrokenBackup(None) from None
        with archive:
            yield archive, manifest


def check(path: Path) -> BackupManifest:
    """Reads the whole file and compares it with its manifest. Raises BrokenBackup, OSError."""
    with open_backup(path) as (archive, manifest):
        for table in manifest.tables:
            for _ in lines(archive, table):
                pass
    return manifest


def rows(archive: zipfile.ZipFile, table: BackupTable) -> Iterator[dict[str, Any]]:
    """The rows of a table by column. Raises BrokenBackup, at the latest after the last row."""
    readers = [_READ.get(kind) for kind in table.columns.values()]
    for line in lines(archive, table):
        try:
            yield dict(zip(table.columns, _each(readers, orjson.loads(line)), strict=True))
        except ValueError:
            raise BrokenBackup(table.name) from None


def lines(archive: zipfile.ZipFile, table: BackupTable) -> Iterator[bytes]:
    """The lines of a table; raises BrokenBackup after the last one where they are not what was written."""
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

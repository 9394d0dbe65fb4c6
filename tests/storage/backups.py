"""A province at work, saved; shared by the tests of backups and of restoring them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from storage.audit import audit
from storage.database import key_values
from storage.database.schema import evidence, metadata
from storage.database.store import Store
from storage.messaging import attachments, outbox
from storage.messaging.outbox import BULK
from storage.operations import backup, backup_file
from storage.operations.backup_file import BackupManifest
from tests import province
from tests.chat import file_report


def lived_in(tx: Connection, now: datetime) -> None:
    """A province at work: reports, messages sent and waiting, files."""
    here = province.build(tx, now)
    file_report(tx, here, here.officer, "six-months", 2026, {"c01": 12, "c02": 2**40}, now)
    talk = here.officer.conversation(tx, now)
    sent = outbox.add(tx, talk, {"text": "đã gửi"}, now=now, key="reminder:1")
    assert sent is not None
    outbox.mark_sent(tx, [outbox.DeliveredMessage(sent.id, "77", now + timedelta(microseconds=1))])
    outbox.add(tx, talk, {"text": "còn chờ"}, now=now, lane=BULK, key="reminder:2")
    attachments.add(tx, "f" * 32, talk.id, "mã.png", "image/png", bytes(range(256)), now)
    row = {"id": "e" * 32, "obligation_id": 1, "name": "ký.pdf", "mime": "application/pdf", "sha256": "0" * 64}
    tx.execute(insert(evidence), row | {"size": 3, "content": b"\x00\xff\n", "person_id": here.officer.id, "at": now})
    key_values.put(tx, "house_kept", "2026-05-19")
    audit.seal(tx, 100)


def everything(tx: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in tx.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def saved(store: Store, folder: Path, now: datetime) -> tuple[Path, BackupManifest]:
    path = folder / "bản-sao.zip"
    with backup.atomic_file(path) as part:
        manifest = await store.read(lambda tx: backup.write(tx, part, now))
    return path, manifest


def content_of(path: Path) -> list[dict[str, Any]]:
    with backup_file.open_backup(path) as (archive, manifest):
        return [row for table in manifest.tables for row in backup_file.rows(archive, table)]

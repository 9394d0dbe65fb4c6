"""A backup of either database is of one moment, whole or not there; damage to it is found."""

from __future__ import annotations

import asyncio
import random
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from bot.channels.web import signed_links
from storage.audit import audit
from storage.database import key_values
from storage.database.connect import open_connection
from storage.database.schema import person
from storage.database.store import Store
from storage.operations import backup, backup_file, restore
from storage.operations.backup_file import BrokenBackup
from storage.people import people
from tests.storage.backups import content_of, lived_in, names, saved


async def test_writers_go_on_and_the_backup_is_of_one_moment(
    store: Store, empty: str, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person and a setting are written together; between any two tables of the backup they are written again."""
    loop, write_table, written = asyncio.get_running_loop(), backup_file.write_table, 0

    def one_more(tx: Connection) -> None:
        people.add_person(tx, "Cán bộ mẫu", now)
        key_values.put(tx, "people", key_values.get(tx, "people", 0) + 1)

    def meanwhile(*args: Any) -> Any:
        nonlocal written
        asyncio.run_coroutine_threadsafe(store.write(one_more), loop).result(10)
        written += 1
        return write_table(*args)

    for _ in range(3):
        await store.write(one_more)
    monkeypatch.setattr(backup_file, "write_table", meanwhile)
    path, _ = await saved(store, tmp_path, now)
    restore.restore(empty, path, now)

    with open_connection(empty) as sql:
        count = sql.execute(select(func.count()).select_from(person)).scalar_one()
        assert key_values.get(sql, "people") == count
    assert 3 <= count <= 4
    assert await store.read(lambda tx: key_values.get(tx, "people")) == 3 + written


async def test_the_file_is_its_owner_s_and_never_written_over(store: Store, tmp_path: Path, now: datetime) -> None:
    path, _ = await saved(store, tmp_path, now)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    with pytest.raises(FileExistsError):
        await saved(store, tmp_path, now)
    assert path.read_bytes() == content
    assert names(tmp_path) == [path.name]


async def test_a_backup_that_fails_leaves_nothing(store: Store, tmp_path: Path, now: datetime) -> None:
    def fails(tx: Connection, part: Path) -> None:
        part.write_bytes(b"half")
        raise OSError("No space left on device")

    path = tmp_path / "bản-sao.zip"
    with pytest.raises(OSError, match="No space"), backup.atomic_file(path) as part:
        await store.read(lambda tx: fails(tx, part))
    assert names(tmp_path) == []


async def test_a_flipped_bit_is_found_or_changes_nothing(store: Store, tmp_path: Path, now: datetime) -> None:
    """What a zip does not protect is its own stamps of time; whatever a row or the manifest says is covered."""
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)
    whole, chance, detected = path.read_bytes(), random.Random(7), 0
    rows = content_of(path)
    damaged = tmp_path / "hỏng.zip"
    for _ in range(400):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        try:
            assert backup_file.check(damaged) == manifest
            assert content_of(damaged) == rows
        except BrokenBackup:
            detected += 1
    assert detected > 300


@pytest.mark.parametrize("left", [0, 10, -1, -200])
async def test_a_file_cut_short_is_no_backup(store: Store, tmp_path: Path, now: datetime, left: int) -> None:
    path, _ = await saved(store, tmp_path, now)
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(BrokenBackup):
        backup_file.check(path)


async def test_a_tail_cut_off_after_the_backup_shows_by_its_head(store: Store, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    _, manifest = await saved(store, tmp_path, now)

    def cut(tx: Connection) -> None:
        tx.execute(text("DELETE FROM audit"))
        tx.execute(text("DELETE FROM setting WHERE key = 'audit_head'"))

    await store.write(cut)

    assert await store.read(audit.verify) == []
    faults = await store.read(lambda tx: audit.verify(tx, [manifest.audit]))
    assert [(fault.kind, fault.number, fault.until) for fault in faults] == [("cut", 1, manifest.audit.count)]


async def test_no_secret_of_the_installation_leaves_it(store: Store, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: key_values.put(tx, signed_links.SETTING, "k" * 64))
    await store.write(lambda tx: key_values.put(tx, "house_kept", "2026-05-19"))
    path, _ = await saved(store, tmp_path, now)

    with backup_file.open_backup(path) as (archive, manifest):
        [table] = (backup_table for backup_table in manifest.tables if backup_table.name == "setting")
        assert [row["key"] for row in backup_file.rows(archive, table)] == ["house_kept"]


async def test_that_a_backup_was_made_is_remembered(store: Store, tmp_path: Path, now: datetime) -> None:
    assert await store.read(backup.last_backup) is None
    _, manifest = await saved(store, tmp_path, now)
    await store.write(lambda tx: backup.remember_backup(tx, manifest))

    assert await store.read(backup.last_backup) == backup.LastBackup(now.astimezone(UTC), manifest.rows)

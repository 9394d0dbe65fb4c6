"""A backup of either database, put into either: the same rows, or a clear refusal and nothing changed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, inspect, select, text, update

from reporting.integrity.audit_chain import START
from storage.database import key_values, migrations
from storage.database.connect import migrate, open_connection
from storage.database.schema import conversation, figure, obligation, person
from storage.database.schema import outbox as messages
from storage.database.store import Store
from storage.messaging import outbox
from storage.messaging.outbox import BULK
from storage.operations import backup, backup_file, restore
from storage.operations.backup_file import BackupTable, BrokenBackup
from storage.people import people
from tests import province
from tests.databases import Databases
from tests.storage.backups import everything, lived_in, saved

LATER = timedelta(hours=1)


async def test_what_comes_back_is_what_there_was(store: Store, elsewhere: str, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)

    done = restore.restore(elsewhere, path, now)

    before = await store.read(everything)
    with open_connection(elsewhere) as sql:
        after = everything(sql)
        assert migrations.at_head(sql)
        assert people.add_person(sql, "Cán bộ mẫu mới", now) > max(row[0] for row in before["person"])
    restored_rows = [row for row in after["audit"] if "database.restored" in row]
    assert len(restored_rows) == 1
    after["audit"].remove(restored_rows[0])
    assert after == before
    assert (done.rows, done.parked, done.faults) == (sum(map(len, before.values())), 0, [])
    assert manifest.rows == done.rows


async def test_a_row_changed_in_the_file_is_named_and_nothing_is_restored(
    store: Store, empty: str, tmp_path: Path, now: datetime
) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    path, _ = await saved(store, tmp_path, now)
    forged = tmp_path / "sửa.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Hai", b"Ha1") if "person" in name else old.read(name))

    with pytest.raises(BrokenBackup) as broken:
        restore.restore(empty, forged, now)

    assert broken.value.place == "person"
    with open_connection(empty) as sql:
        assert not any(everything(sql).values())


async def test_a_database_that_holds_anything_is_left_alone(
    store: Store, database_url: str, tmp_path: Path, now: datetime
) -> None:
    path, _ = await saved(store, tmp_path, now)
    await store.write(lambda tx: key_values.put(tx, "house_kept", "2026-05-19"))

    with pytest.raises(restore.DatabaseNotEmpty) as occupied:
        restore.restore(database_url, path, now)

    assert occupied.value.table == "setting"
    assert await store.read(lambda tx: key_values.get(tx, "house_kept")) == "2026-05-19"


async def test_a_database_without_tables_gets_them(store: Store, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    path, _ = await saved(store, tmp_path, now)

    restore.restore(f"sqlite:///{tmp_path / 'mới.db'}", path, now)

    with open_connection(f"sqlite:///{tmp_path / 'mới.db'}") as sql:
        assert migrations.at_head(sql)
        assert sql.execute(select(func.count()).select_from(figure)).scalar_one() > 0


async def test_a_row_the_other_database_does_not_take_is_named(
    sqlite_databases: Databases, postgres_databases: Databases, tmp_path: Path, now: datetime
) -> None:
    """SQLite looks at no lengths."""
    with ExitStack() as both:
        small, large = both.enter_context(sqlite_databases.fresh()), both.enter_context(postgres_databases.fresh())
        with open_connection(small) as sql:
            sql.execute(insert(person), {"name": "x" * 300, "created_at": now})
            backup.write(sql, tmp_path / "a.zip", now)

        with pytest.raises(restore.RowRejected) as unfit:
            restore.restore(large, tmp_path / "a.zip", now)

        assert unfit.value.table == "person"
        with open_connection(large) as sql:
            assert not any(everything(sql).values())


async def test_a_row_that_refers_to_nothing_is_refused_with_all_the_others(
    store: Store, elsewhere: str, tmp_path: Path, now: datetime
) -> None:
    """Somebody has written such a file by hand, hashes and all."""
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)
    forged = tmp_path / "sửa.zip"
    with backup_file.open_backup(path) as (archive, _), zipfile.ZipFile(forged, "w") as new:
        tables = []
        for table in manifest.tables:
            rows = [list(row.values()) for row in backup_file.rows(archive, table)]
            kept_rows = rows[1:] if table.name == "person" else rows
            tables.append(backup_file.write_table(new, table.name, table.columns, [kept_rows]))
        backup_file.write_manifest(new, manifest.model_copy(update={"tables": tuple(tables)}))

    with pytest.raises(restore.RowRejected):
        restore.restore(elsewhere, forged, now)

    with open_connection(elsewhere) as sql:
        assert not any(everything(sql).values())


def as_0001_had_it(tables: Iterable[BackupTable], empty: str) -> list[BackupTable]:
    """Units, plans and obligations with the columns of then."""
    with open_connection(empty) as sql:
        migrations.downgrade(sql, "0001")
        had = {
            name: {column["name"] for column in inspect(sql).get_columns(name)}
            for name in ("unit", "plan", "obligation")
        }
    return [
        table.model_copy(
            update={"columns": {name: kind for name, kind in table.columns.items() if name in had[table.name]}}
        )
        for table in tables
        if table.name in had
    ]


async def test_a_backup_of_an_older_program_is_brought_up_to_date(
    store: Store, empty: str, elsewhere: str, tmp_path: Path, now: datetime
) -> None:
    """As 0001 had it, an obligation had one last day only; and there was no audit log."""
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)
    old = tmp_path / "cũ.zip"
    with backup_file.open_backup(path) as (archive, _), zipfile.ZipFile(old, "w") as older:
        tables = []
        for backup_table in as_0001_had_it(manifest.tables, empty):
            whole = next(table for table in manifest.tables if table.name == backup_table.name)
            rows = [[row[name] for name in backup_table.columns] for row in backup_file.rows(archive, whole)]
            tables.append(backup_file.write_table(older, backup_table.name, backup_table.columns, [rows]))
        then = {"schema_revision": "0001", "tables": tuple(tables), "audit": START}
        backup_file.write_manifest(older, manifest.model_copy(update=then))

    done = restore.restore(elsewhere, old, now)

    assert done.faults == []
    with open_connection(elsewhere) as sql:
        assert migrations.at_head(sql)
        days = sql.execute(select(obligation.c.plan_day, obligation.c.last_day)).all()
        assert date(2026, 5, 24) in {plan_day for plan_day, _ in days}
        assert all(plan_day == last_day for plan_day, last_day in days)


async def test_a_backup_of_a_newer_program_is_refused(store: Store, empty: str, tmp_path: Path, now: datetime) -> None:
    path, manifest = await saved(store, tmp_path, now)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive, zipfile.ZipFile(path) as old:
        for table in manifest.tables:
            archive.writestr(table.path, old.read(table.path))
        backup_file.write_manifest(archive, manifest.model_copy(update={"schema_revision": "9999"}))

    with pytest.raises(restore.UnknownRevision):
        restore.restore(empty, tmp_path / "b.zip", now)


async def test_messages_of_an_old_backup_are_not_said_again(
    store: Store, elsewhere: str, tmp_path: Path, now: datetime
) -> None:
    """Nor is a choice or a message made since then taken for a new one of the same number."""
    await store.write(lambda tx: lived_in(tx, now))
    newest = await store.read(lambda tx: tx.execute(select(func.max(messages.c.id))).scalar_one())
    path, _ = await saved(store, tmp_path, now)

    done = restore.restore(elsewhere, path, now + LATER)

    assert done.parked == 1
    with open_connection(elsewhere) as sql:
        states = dict(map(tuple, sql.execute(select(messages.c.key, messages.c.state))))
        assert states == {"reminder:1": "sent", "reminder:2": "parked"}
        assert min(sql.scalars(select(conversation.c.prompt))) >= restore.AHEAD
        talk = province.conversations.lock_conversation(sql, province.CHANNEL, "officer", now)
        assert outbox.add(sql, talk, {"text": "nhắc lại"}, now=now, key="reminder:2") is None
        parcel = outbox.add(sql, talk, {"text": "mới"}, now=now)
        assert parcel is not None
        assert parcel.id > newest + restore.AHEAD


async def test_moving_house_loses_no_message(store: Store, elsewhere: str, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    await store.write(lambda tx: tx.execute(update(messages).values(claimed_by="máy-cũ", claimed_until=now + LATER)))
    path, _ = await saved(store, tmp_path, now)

    restore.restore(elsewhere, path, now + timedelta(minutes=10))

    with open_connection(elsewhere) as sql:
        claim = outbox.OutboxClaim("máy-mới", now + LATER)
        waiting = outbox.claim_waiting(sql, claim, now, lane=BULK, channels=[province.CHANNEL], limit=9)
        assert [parcel.payload["text"] for parcel in waiting] == ["còn chờ"]


async def test_what_is_missing_and_what_is_wrong_is_told(
    store: Store, empty: str, tmp_path: Path, now: datetime
) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    await store.write(lambda tx: tx.execute(text("UPDATE audit SET person_id = 77 WHERE number = 1")))
    path, _ = await saved(store, tmp_path, now + LATER)

    done = restore.restore(empty, path, now + LATER)

    assert done.newest == now
    assert str(done.receipt).startswith("CM26-6T-")
    assert [(fault.kind, fault.number) for fault in done.faults] == [("edited", 1)]


def test_migrating_what_was_restored_changes_nothing(empty: str, tmp_path: Path, now: datetime) -> None:
    with open_connection(empty) as sql:
        backup.write(sql, tmp_path / "a.zip", now)
    restore.restore(empty, tmp_path / "a.zip", now)
    migrate(empty)


def test_a_whole_country_s_rows_pass_through_a_page_at_a_time(
    sqlite_databases: Databases, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGE", 3)
    monkeypatch.setattr(restore, "PAGE", 4)
    with sqlite_databases.fresh() as url, sqlite_databases.fresh() as other:
        with open_connection(url) as sql:
            for number in range(11):
                people.add_person(sql, f"Cán bộ mẫu {number}", now)
            backup.write(sql, tmp_path / "a.zip", now)
        restore.restore(other, tmp_path / "a.zip", now)
        with open_connection(other) as sql:
            assert sql.execute(select(func.count()).select_from(person)).scalar_one() == 11

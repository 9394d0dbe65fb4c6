"""A backup of either database, put into either: the same rows, or a clear refusal and nothing changed."""

from __future__ import annotations

import asyncio
import random
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, inspect, select, text, update

from bot.channels import web_links
from reporting.chain import START
from storage import attachments, audit, backup, backup_file, migrations, outbox, people, restore, settings
from storage.backup_file import BrokenBackup, Contents, Manifest
from storage.opening import connected, migrate
from storage.outbox import BULK
from storage.store import Store
from storage.tables import conversation, evidence, figure, metadata, obligation, person
from storage.tables import outbox as messages
from tests import province
from tests.chat import file_report
from tests.databases import Databases

LATER = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of one kind or the other."""
    kind = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(kind)
    with databases.fresh() as url:
        yield url


@pytest.fixture
def empty(sqlite_databases: Databases) -> Iterator[str]:
    with sqlite_databases.fresh() as url:
        yield url


def lived_in(tx: Connection, now: datetime) -> None:
    """A province at work: reports, messages sent and waiting, files."""
    here = province.build(tx, now)
    file_report(tx, here, here.officer, "six-months", 2026, {"c01": 12, "c02": 2**40}, now)
    talk = here.officer.conversation(tx, now)
    sent = outbox.add(tx, talk, {"text": "đã gửi"}, now=now, key="reminder:1")
    assert sent is not None
    outbox.mark_sent(tx, [outbox.Delivered(sent.id, "77", now + timedelta(microseconds=1))])
    outbox.add(tx, talk, {"text": "còn chờ"}, now=now, lane=BULK, key="reminder:2")
    attachments.add(tx, "f" * 32, talk.id, "mã.png", "image/png", bytes(range(256)), now)
    row = {"id": "e" * 32, "obligation_id": 1, "name": "ký.pdf", "mime": "application/pdf", "sha256": "0" * 64}
    tx.execute(insert(evidence), row | {"size": 3, "content": b"\x00\xff\n", "person_id": here.officer.id, "at": now})
    settings.put(tx, "house_kept", "2026-05-19")
    audit.seal(tx, 100)


def everything(tx: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in tx.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def saved(store: Store, folder: Path, now: datetime) -> tuple[Path, Manifest]:
    path = folder / "bản-sao.zip"
    with backup.placed(path) as part:
        manifest = await store.read(lambda tx: backup.write(tx, part, now))
    return path, manifest


async def test_what_comes_back_is_what_there_was(store: Store, elsewhere: str, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)

    done = restore.restore(elsewhere, path, now)

    before = await store.read(everything)
    with connected(elsewhere) as sql:
        after = everything(sql)
        assert migrations.at_head(sql)
        assert people.add_person(sql, "Cán bộ mẫu mới", now) > max(row[0] for row in before["person"])
    told = [row for row in after["audit"] if "database.restored" in row]
    assert len(told) == 1
    after["audit"].remove(told[0])
    assert after == before
    assert (done.rows, done.parked, done.faults) == (sum(map(len, before.values())), 0, [])
    assert manifest.rows == done.rows


async def test_writers_go_on_and_the_backup_is_of_one_moment(
    store: Store, empty: str, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person and a setting are written together; between any two tables of the backup they are written again."""
    loop, write_table, written = asyncio.get_running_loop(), backup_file.write_table, 0

    def one_more(tx: Connection) -> None:
        people.add_person(tx, "Cán bộ mẫu", now)
        settings.put(tx, "people", settings.get(tx, "people", 0) + 1)

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

    with connected(empty) as sql:
        count = sql.execute(select(func.count()).select_from(person)).scalar_one()
        assert settings.get(sql, "people") == count
    assert 3 <= count <= 4
    assert await store.read(lambda tx: settings.get(tx, "people")) == 3 + written


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
    with pytest.raises(OSError, match="No space"), backup.placed(path) as part:
        await store.read(lambda tx: fails(tx, part))
    assert names(tmp_path) == []


def content_of(path: Path) -> list[dict[str, Any]]:
    with backup_file.opened(path) as (archive, manifest):
        return [row for table in manifest.tables for row in backup_file.rows(archive, table)]


async def test_a_flipped_bit_is_found_or_changes_nothing(store: Store, tmp_path: Path, now: datetime) -> None:
    """What a zip does not protect is its own stamps of time; whatever a row or the manifest says is covered."""
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)
    whole, chance, found = path.read_bytes(), random.Random(7), 0
    rows = content_of(path)
    damaged = tmp_path / "hỏng.zip"
    for _ in range(400):
        at, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        try:
            assert backup_file.check(damaged) == manifest
            assert content_of(damaged) == rows
        except BrokenBackup:
            found += 1
    assert found > 300


@pytest.mark.parametrize("left", [0, 10, -1, -200])
async def test_a_file_cut_short_is_no_backup(store: Store, tmp_path: Path, now: datetime, left: int) -> None:
    path, _ = await saved(store, tmp_path, now)
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(BrokenBackup):
        backup_file.check(path)


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
    with connected(empty) as sql:
        assert not any(everything(sql).values())


async def test_a_database_that_holds_anything_is_left_alone(
    store: Store, database_url: str, tmp_path: Path, now: datetime
) -> None:
    path, _ = await saved(store, tmp_path, now)
    await store.write(lambda tx: settings.put(tx, "house_kept", "2026-05-19"))

    with pytest.raises(restore.Occupied) as occupied:
        restore.restore(database_url, path, now)

    assert occupied.value.table == "setting"
    assert await store.read(lambda tx: settings.get(tx, "house_kept")) == "2026-05-19"


async def test_a_database_without_tables_gets_them(store: Store, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    path, _ = await saved(store, tmp_path, now)

    restore.restore(f"sqlite:///{tmp_path / 'mới.db'}", path, now)

    with connected(f"sqlite:///{tmp_path / 'mới.db'}") as sql:
        assert migrations.at_head(sql)
        assert sql.execute(select(func.count()).select_from(figure)).scalar_one() > 0


async def test_a_row_the_other_database_does_not_take_is_named(
    sqlite_databases: Databases, postgres_databases: Databases, tmp_path: Path, now: datetime
) -> None:
    """SQLite looks at no lengths."""
    with ExitStack() as both:
        small, large = both.enter_context(sqlite_databases.fresh()), both.enter_context(postgres_databases.fresh())
        with connected(small) as sql:
            sql.execute(insert(person), {"name": "x" * 300, "created_at": now})
            backup.write(sql, tmp_path / "a.zip", now)

        with pytest.raises(restore.Unfit) as unfit:
            restore.restore(large, tmp_path / "a.zip", now)

        assert unfit.value.table == "person"
        with connected(large) as sql:
            assert not any(everything(sql).values())


async def test_a_row_that_refers_to_nothing_is_refused_with_all_the_others(
    store: Store, elsewhere: str, tmp_path: Path, now: datetime
) -> None:
    """Somebody has written such a file by hand, hashes and all."""
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)
    forged = tmp_path / "sửa.zip"
    with backup_file.opened(path) as (archive, _), zipfile.ZipFile(forged, "w") as new:
        tables = []
        for one in manifest.tables:
            rows = [list(row.values()) for row in backup_file.rows(archive, one)]
            kept = rows[1:] if one.name == "person" else rows
            tables.append(backup_file.write_table(new, one.name, one.columns, [kept]))
        backup_file.write_manifest(new, manifest.model_copy(update={"tables": tuple(tables)}))

    with pytest.raises(restore.Unfit):
        restore.restore(elsewhere, forged, now)

    with connected(elsewhere) as sql:
        assert not any(everything(sql).values())


def as_0001_had_it(tables: Iterable[Contents], empty: str) -> list[Contents]:
    """Units, plans and obligations with the columns of then."""
    with connected(empty) as sql:
        migrations.downgrade(sql, "0001")
        had = {name: {one["name"] for one in inspect(sql).get_columns(name)} for name in ("unit", "plan", "obligation")}
    return [
        one.model_copy(update={"columns": {name: kind for name, kind in one.columns.items() if name in had[one.name]}})
        for one in tables
        if one.name in had
    ]


async def test_a_backup_of_an_older_program_is_brought_up_to_date(
    store: Store, empty: str, elsewhere: str, tmp_path: Path, now: datetime
) -> None:
    """As 0001 had it, an obligation had one last day only; and there was no audit log."""
    await store.write(lambda tx: lived_in(tx, now))
    path, manifest = await saved(store, tmp_path, now)
    old = tmp_path / "cũ.zip"
    with backup_file.opened(path) as (archive, _), zipfile.ZipFile(old, "w") as older:
        tables = []
        for one in as_0001_had_it(manifest.tables, empty):
            whole = next(table for table in manifest.tables if table.name == one.name)
            rows = [[row[name] for name in one.columns] for row in backup_file.rows(archive, whole)]
            tables.append(backup_file.write_table(older, one.name, one.columns, [rows]))
        then = {"schema_revision": "0001", "tables": tuple(tables), "audit": START}
        backup_file.write_manifest(older, manifest.model_copy(update=then))

    done = restore.restore(elsewhere, old, now)

    assert done.faults == []
    with connected(elsewhere) as sql:
        assert migrations.at_head(sql)
        days = sql.execute(select(obligation.c.plan_day, obligation.c.last_day)).all()
        assert date(2026, 5, 24) in {plan_day for plan_day, _ in days}
        assert all(plan_day == last_day for plan_day, last_day in days)


async def test_a_backup_of_a_newer_program_is_refused(store: Store, empty: str, tmp_path: Path, now: datetime) -> None:
    path, manifest = await saved(store, tmp_path, now)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive, zipfile.ZipFile(path) as old:
        for one in manifest.tables:
            archive.writestr(one.path, old.read(one.path))
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
    with connected(elsewhere) as sql:
        states = dict(map(tuple, sql.execute(select(messages.c.key, messages.c.state))))
        assert states == {"reminder:1": "sent", "reminder:2": "parked"}
        assert min(sql.scalars(select(conversation.c.prompt))) >= restore.AHEAD
        talk = province.conversations.hold(sql, province.CHANNEL, "officer", now)
        assert outbox.add(sql, talk, {"text": "nhắc lại"}, now=now, key="reminder:2") is None
        parcel = outbox.add(sql, talk, {"text": "mới"}, now=now)
        assert parcel is not None
        assert parcel.id > newest + restore.AHEAD


async def test_moving_house_loses_no_message(store: Store, elsewhere: str, tmp_path: Path, now: datetime) -> None:
    await store.write(lambda tx: lived_in(tx, now))
    await store.write(lambda tx: tx.execute(update(messages).values(claimed_by="máy-cũ", claimed_until=now + LATER)))
    path, _ = await saved(store, tmp_path, now)

    restore.restore(elsewhere, path, now + timedelta(minutes=10))

    with connected(elsewhere) as sql:
        claim = outbox.Claim("máy-mới", now + LATER)
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
    await store.write(lambda tx: settings.put(tx, web_links.SETTING, "k" * 64))
    await store.write(lambda tx: settings.put(tx, "house_kept", "2026-05-19"))
    path, _ = await saved(store, tmp_path, now)

    with backup_file.opened(path) as (archive, manifest):
        [kept] = (one for one in manifest.tables if one.name == "setting")
        assert [row["key"] for row in backup_file.rows(archive, kept)] == ["house_kept"]


async def test_that_a_backup_was_made_is_remembered(store: Store, tmp_path: Path, now: datetime) -> None:
    assert await store.read(backup.last) is None
    _, manifest = await saved(store, tmp_path, now)
    await store.write(lambda tx: backup.note(tx, manifest))

    assert await store.read(backup.last) == backup.Last(now.astimezone(UTC), manifest.rows)


def test_a_whole_country_s_rows_pass_through_a_page_at_a_time(
    sqlite_databases: Databases, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PAGE", 3)
    monkeypatch.setattr(restore, "PAGE", 4)
    with sqlite_databases.fresh() as url, sqlite_databases.fresh() as other:
        with connected(url) as sql:
            for number in range(11):
                people.add_person(sql, f"Cán bộ mẫu {number}", now)
            backup.write(sql, tmp_path / "a.zip", now)
        restore.restore(other, tmp_path / "a.zip", now)
        with connected(other) as sql:
            assert sql.execute(select(func.count()).select_from(person)).scalar_one() == 11


def test_migrating_what_was_restored_changes_nothing(empty: str, tmp_path: Path, now: datetime) -> None:
    with connected(empty) as sql:
        backup.write(sql, tmp_path / "a.zip", now)
    restore.restore(empty, tmp_path / "a.zip", now)
    migrate(empty)

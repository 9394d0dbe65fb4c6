"""``baocao backup`` and ``baocao restore``: all data into one file and back, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.filesize import decimal

from bot.cli.audit import fault_lines
from bot.cli.common import console, database_words, errors, fail, load_settings, on_store
from bot.clock import Clock
from bot.maintenance import seal_log
from locales import Words, words
from reporting.deadlines.calendar import TIME_ZONE
from storage.database.connect import InvalidDatabaseUrl
from storage.database.store import Store, StoreUnavailable
from storage.operations import backup as backups
from storage.operations import backup_file, restore
from storage.operations.backup_file import BackupManifest, BrokenBackup


def backup(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="Tệp .zip mới; hoặc thư mục có sẵn, hay tên có / ở cuối: tên tệp khi đó theo ngày giờ"
        ),
    ],
) -> None:
    """Sao lưu toàn bộ dữ liệu vào một tệp, cả khi bot đang chạy; khôi phục được vào SQLite lẫn PostgreSQL."""
    say, now = words("vi"), Clock().now()
    path = Path(file)
    try:
        if file.endswith("/"):
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.is_dir():
            path /= f"baocao-{now.astimezone(TIME_ZONE):%Y%m%d-%H%M%S}.zip"
        manifest = on_store(lambda store: save_backup(store, path, now))
    except FileExistsError:
        fail(say("cli.backup.exists", file=path))
    except OSError as error:
        fail(say("cli.backup.unwritable", file=path, reason=error.strerror or error))
    size = decimal(path.stat().st_size)
    console.print(say("cli.backup.saved", file=path, rows=say.number(manifest.rows), size=size), markup=False)
    console.print(say("cli.backup.head", n=manifest.audit.count, seal=manifest.audit.seal), markup=False)


async def save_backup(store: Store, path: Path, now: datetime) -> BackupManifest:
    """Seals the audit log and writes the backup to ``path``. Raises FileExistsError, OSError."""
    await seal_log(store)
    with backups.atomic_file(path) as part:
        manifest = await store.read(partial(backups.write, path=part, now=now))
    await store.write(partial(backups.remember_backup, manifest=manifest))
    return manifest


def restore_backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tệp do baocao backup tạo ra")],
    check: Annotated[bool, typer.Option("--check", help="Chỉ kiểm tra tệp, không ghi gì")] = False,
) -> None:
    """Khôi phục một bản sao vào cơ sở dữ liệu còn trống: kiểm tra tệp trước, không ghi đè dữ liệu đang có."""
    say, now = words("vi"), Clock().now()
    try:
        manifest = backup_file.check(file)
        show_manifest(say, manifest)
        if not check:
            done = restore.restore(load_settings().database_url.get_secret_value(), file, now)
    except BrokenBackup as error:
        fail(say("cli.backup.broken", place=error.place) if error.place else say("cli.backup.no_backup", file=file))
    except restore.UnknownRevision as error:
        fail(say("cli.backup.newer", revision=error))
    except restore.DatabaseNotEmpty as error:
        fail(say("cli.backup.occupied", table=error.table))
    except restore.RowRejected as error:
        fail(say("cli.backup.unfit", table=error.table, reason=error.reason))
    except (StoreUnavailable, InvalidDatabaseUrl) as error:
        fail(database_words(error))
    except OSError as error:
        fail(say("cli.backup.unreadable", file=file, reason=error.strerror or error))
    if not check:
        show_restored(say, manifest, done)


def show_manifest(say: Words, manifest: BackupManifest) -> None:
    """Prints when the backup was made, its rows and the newest seal."""
    made = say.moment(manifest.created_at)
    console.print(say("cli.backup.checked", made=made, rows=say.number(manifest.rows)), markup=False)
    console.print(say("cli.backup.head", n=manifest.audit.count, seal=manifest.audit.seal), markup=False)


def show_restored(say: Words, manifest: BackupManifest, done: restore.RestoreResult) -> None:
    """Prints what was restored and from when data is missing; exit code 1 if the audit log was changed."""
    console.print(say("cli.backup.restored", rows=say.number(done.rows)), markup=False)
    if done.newest:
        console.print(say("cli.backup.newest", at=say.moment(done.newest)), markup=False)
    if done.receipt:
        console.print(say("cli.backup.receipt", code=done.receipt), markup=False)
    console.print(say("cli.backup.gap", made=say.moment(manifest.created_at)), style="yellow", markup=False)
    if done.parked:
        console.print(say("cli.backup.parked", n=done.parked), markup=False)
    if not done.faults:
        console.print(say("cli.backup.audit_intact", n=manifest.audit.count), markup=False)
        return
    errors.print(say("cli.backup.audit_broken"), style="red", markup=False)
    for fault in fault_lines(say, done.faults):
        errors.print(fault, style="red", markup=False)
    raise typer.Exit(1)

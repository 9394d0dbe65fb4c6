"""``baocao doctor``: checks settings, database, backups, audit log, token and clock, and says what to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import NamedTuple

import aiohttp
import typer
from pydantic import SecretStr
from sqlalchemy import Connection, func, select

from bot.cli.common import console, load_settings
from bot.clock import Clock
from bot.settings import Settings
from handlers.reminders.weekly_admin_line import age
from locales import Words, words
from storage.audit import audit
from storage.database.connect import at_head, open_store
from storage.database.schema import plan, unit
from storage.database.store import StoreUnavailable
from storage.operations import backup

BACKUP_IS_OLD = timedelta(days=7)
"""The age from which the last backup is reported."""
SEALED_WITHIN = timedelta(minutes=10)
"""An unsealed row older than this is reported; the running bot seals once a minute."""
CLOCK_MAY_DIFFER = 60
"""Seconds that our clock and Telegram's may differ; more could change the minute of a receipt."""


@dataclass(frozen=True)
class DoctorCheck:
    """The result of one check. ``key``: its text in the catalogue; ``ok`` is None for a warning or what is not set."""

    key: str
    ok: bool | None
    values: dict[str, object]


def doctor() -> None:
    """Kiểm tra cấu hình, cơ sở dữ liệu, token, đồng hồ và cho biết việc cần làm."""
    say = words("vi")
    checks = asyncio.run(run_checks(load_settings()))
    for check in checks:
        show(say, check)
    if any(check.ok is False for check in checks):
        raise typer.Exit(1)


def show(say: Words, check: DoctorCheck) -> None:
    """Prints a check with ✓, ✗ or –."""
    mark = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]–[/]"}[check.ok]
    console.print(mark, end=" ")
    console.print(say(check.key, **check.values), markup=False)


async def run_checks(settings: Settings) -> list[DoctorCheck]:
    """All checks, in the order of the output."""
    parts = (database(settings), telegram(settings), web(settings))
    return [check for part in parts async for check in part]


async def database(settings: Settings) -> AsyncIterator[DoctorCheck]:
    """Checks the database, its units and plans, the last backup and the audit log."""
    url = settings.database_url.get_secret_value()
    try:
        store = await open_store(url)
    except (StoreUnavailable, ValueError) as error:
        yield DoctorCheck("cli.doctor.database_closed", False, {"error": error})
        return
    try:
        if not await asyncio.to_thread(at_head, url):
            yield DoctorCheck("cli.doctor.database_old", False, {})
            return
        units, plans = await store.read(count)
        yield DoctorCheck("cli.doctor.database_open", True, {"kind": url.split(":", 1)[0]})
        yield DoctorCheck("cli.doctor.units" if units else "cli.doctor.no_units", bool(units), {"n": units})
        yield DoctorCheck("cli.doctor.plans" if plans else "cli.doctor.no_plans", bool(plans), {"n": plans})
        yield check_backup(await store.read(backup.last_backup))
        yield check_seals(await store.read(read_log))
    except StoreUnavailable as error:
        yield DoctorCheck("cli.doctor.database_closed", False, {"error": error})
    finally:
        await store.close()


def count(tx: Connection) -> tuple[int, int]:
    """The numbers of units and of active plans."""
    units = tx.execute(select(func.count()).select_from(unit)).scalar_one()
    return units, tx.execute(select(func.count()).where(plan.c.active)).scalar_one()


def check_backup(last: backup.LastBackup | None) -> DoctorCheck:
    """Whether there is a backup younger than ``BACKUP_IS_OLD``."""
    if last is None:
        return DoctorCheck("cli.doctor.no_backup", None, {})
    say, elapsed = words("vi"), Clock().now() - last.at
    values: dict[str, object] = {"at": say.moment(last.at), "ago": age(say, elapsed)}
    if elapsed > BACKUP_IS_OLD:
        return DoctorCheck("cli.doctor.backup_old", None, values)
    return DoctorCheck("cli.doctor.backup", True, values)


class AuditLogStatus(NamedTuple):
    """Sealed rows, faults of the chain, and since when rows wait for a seal (``None``: none waits)."""

    rows: int
    faults: int
    waits_since: datetime | None


def read_log(tx: Connection) -> AuditLogStatus:
    return AuditLogStatus(audit.head(tx).count, len(audit.verify(tx)), audit.unsealed(tx)[1])


def check_seals(status: AuditLogStatus) -> DoctorCheck:
    """Whether the audit log is unchanged, and whether new rows are sealed in time."""
    if status.faults:
        return DoctorCheck("cli.doctor.audit_broken", False, {"n": status.faults})
    if status.waits_since and Clock().now() - status.waits_since > SEALED_WITHIN:
        return DoctorCheck("cli.doctor.audit_waits", None, {"at": words("vi").moment(status.waits_since)})
    return DoctorCheck("cli.doctor.audit", True, {"n": status.rows})


async def telegram(settings: Settings) -> AsyncIterator[DoctorCheck]:
    """Checks the Telegram token and compares the clocks."""
    if settings.telegram_token is None:
        yield DoctorCheck("cli.doctor.telegram_off", None, {})
        return
    try:
        name, clock = await get_me(settings.telegram_base_url, settings.telegram_token)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        yield DoctorCheck(
            "cli.doctor.telegram_unreachable",
            False,
            {"base": settings.telegram_base_url, "error": type(error).__name__},
        )
        return
    if name is None:
        yield DoctorCheck("cli.doctor.telegram_token", False, {})
        return
    yield DoctorCheck("cli.doctor.telegram", True, {"name": name})
    if clock is not None:
        off = round((datetime.now(UTC) - clock).total_seconds())
        yield DoctorCheck(
            "cli.doctor.clock_off" if abs(off) > CLOCK_MAY_DIFFER else "cli.doctor.clock",
            abs(off) <= CLOCK_MAY_DIFFER,
            {"n": off},
        )


async def get_me(base_url: str, token: SecretStr) -> tuple[str | None, datetime | None]:
    """The bot's user name (None: the token is refused) and the server's time. Raises aiohttp.ClientError and others."""
    timeout = aiohttp.ClientTimeout(total=10)
    url = f"{base_url}/bot{token.get_secret_value()}/getMe"
    async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url) as answer:
        body = await answer.json(content_type=None)
        date = answer.headers.get("Date")
    name = body["result"].get("username", "") if isinstance(body, dict) and body.get("ok") else None
    return name, parsedate_to_datetime(date).astimezone(UTC) if date else None


async def web(settings: Settings) -> AsyncIterator[DoctorCheck]:
    """Checks the web channel's settings, and that there is a channel at all."""
    if settings.listen is None:
        yield DoctorCheck("cli.doctor.web_off", None, {})
    elif not settings.public_url:
        yield DoctorCheck("cli.doctor.web_no_address", None, {"listen": settings.listen})
    else:
        yield DoctorCheck("cli.doctor.web", True, {"listen": settings.listen, "url": settings.public_url})
    if settings.telegram_token is None and settings.listen is None:
        yield DoctorCheck("cli.doctor.no_channel", False, {})

"""What the clock does for the office itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot import maintenance
from bot.scheduled_jobs import tick
from handlers.registry import build_services
from handlers.turn.services import Links, Services
from reporting.integrity.audit_chain import ChainHead
from storage.audit import audit
from storage.database import key_values
from storage.database.schema import outbox as messages
from storage.database.store import Store
from storage.messaging import dead_letters
from storage.operations import backup
from storage.operations.retention import Retention
from tests import province
from tests.province import CALENDAR, Province

MONDAY = datetime(2026, 5, 18, 1, tzinfo=UTC)
"""Eight in the morning in Vietnam."""
DAY = timedelta(days=1)


async def built(store: Store) -> Province:
    return await store.write(lambda tx: province.build(tx, MONDAY - 30 * DAY))


async def test_what_was_done_is_sealed(store: Store, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "ROWS_AT_ONCE", 2)
    for number in range(5):
        await store.write(lambda tx, n=number: audit.record(tx, MONDAY, None, "plan.closed", n=n))  # type: ignore[misc]

    await tick(store, services, MONDAY)

    assert (await store.read(audit.head)).count == 5
    assert await store.read(audit.verify) == []


async def test_what_was_kept_long_enough_goes_once_a_day(
    store: Store, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "ROWS_AT_ONCE", 2)

    def letters(tx: Connection) -> list[str]:
        return [letter.event_id for letter in dead_letters.newest(tx)]

    for number in range(5):
        await store.write(
            lambda tx, n=number: dead_letters.add(tx, "test", "a", str(n), {}, "KeyError", MONDAY - 10 * DAY)  # type: ignore[misc]
        )
    retention = Retention(dead_letters=9 * DAY)

    await maintenance.delete_expired(store, retention, MONDAY - DAY - DAY)
    assert len(await store.read(letters)) == 5
    await maintenance.delete_expired(store, retention, MONDAY)
    assert await store.read(letters) == []

    await store.write(lambda tx: dead_letters.add(tx, "test", "a", "late", {}, "KeyError", MONDAY - 10 * DAY))
    await maintenance.delete_expired(store, retention, MONDAY + timedelta(hours=1))
    assert await store.read(letters) == ["late"]
    await tick(store, build_services(services.random_codes, CALENDAR, Links(), retention=retention), MONDAY + DAY)
    assert await store.read(letters) == []


async def test_a_week_is_told_on_its_first_working_morning_and_once(store: Store, services: Services) -> None:
    await built(store)

    def of_the_week(tx: Connection) -> list[str]:
        return list(tx.scalars(select(messages.c.address).where(messages.c.key.startswith("weekly:"))))

    await tick(store, services, datetime(2026, 5, 17, 23, 59, tzinfo=UTC))  # Monday 06:59
    assert await store.read(of_the_week) == []
    parcels = await tick(store, services, MONDAY)
    assert await store.read(of_the_week) == ["coordinator"]
    assert any("Hệ thống tuần qua (11/5–17/5/2026)" in parcel.payload["text"] for parcel in parcels)
    await tick(store, services, MONDAY + timedelta(hours=1))
    await tick(store, services, MONDAY + DAY)
    assert await store.read(of_the_week) == ["coordinator"]
    await tick(store, services, MONDAY + 7 * DAY)
    assert await store.read(of_the_week) == ["coordinator", "coordinator"]


async def test_another_replica_adds_nothing(store: Store, services: Services) -> None:
    await built(store)
    week = await store.read(lambda tx: maintenance.weekly_admin_line.week_to_report(tx, CALENDAR, MONDAY))
    assert week is not None

    assert len(await store.write(lambda tx: maintenance.weekly_admin_line.queue_line(tx, week, MONDAY))) == 1
    assert await store.write(lambda tx: maintenance.weekly_admin_line.queue_line(tx, week, MONDAY)) == []


async def test_the_backup_and_the_end_of_the_log_are_told(store: Store, services: Services) -> None:
    here = await built(store)
    await store.write(lambda tx: key_values.put(tx, backup.LAST, {"at": "2026-05-15T07:05:00+00:00", "rows": 9}))
    await store.write(lambda tx: audit.record(tx, MONDAY, here.officer.id, "report.filed"))

    [line] = [text for parcel in await tick(store, services, MONDAY) if "tuần qua" in (text := parcel.payload["text"])]

    head = await store.read(audit.head)
    assert "• Sao lưu gần nhất: 14:05 ngày 15/5/2026 (cách đây 2 ngày)." in line
    assert f"• Nhật ký: {head.count} dòng, niêm phong {head.seal[:16]}." in line
    assert await store.read(lambda tx: audit.verify(tx, [ChainHead(head.count, head.seal[:16])])) == []

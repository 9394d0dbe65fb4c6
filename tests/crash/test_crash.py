"""SIGKILL at random moments while twenty officers file their reports: what was confirmed is there, once."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.random_codes import SystemRandomCodes
from reporting.plan.plan import UnitKind
from reporting.roles import Role
from storage.database.schema import event, obligation, outbox
from storage.database.store import Store
from storage.people import invitations
from storage.plans.plans import PlanCache
from storage.reports import obligations, submissions
from storage.units import selected_zones
from storage.units.units import Unit
from tests.crash.officer import Officer
from tests.crash.program import Program
from tests.emulators.telegram_api import TelegramApi

pytestmark = pytest.mark.crash

OFFICERS = 20
COMMUNES = 240
"""Fifteen percent of all are under transformation and report for themselves; half of these owe one report only."""
KILLS = 6
AT_MOST = 65
"""Messages the bot sends between two kills; all the kills together leave the officers something to do."""
LAST_YEAR = datetime.now(UTC).year - 1
"""The sample lives in last year, so that on any day its annual reports are owed, and late."""


@pytest.fixture
def program(tmp_path: Path, database_url: str, api: TelegramApi) -> Iterator[Program]:
    program = Program(tmp_path, database_url, api)
    yield program
    program.stop_whatever_happens()


async def test_nothing_confirmed_is_lost_or_doubled(
    program: Program, api: TelegramApi, store: Store, database_url: str
) -> None:
    seed(program, database_url)
    officers = [Officer(api.person(f"Cán bộ {i:02}"), code) for i, code in enumerate(await store.write(invite))]
    owed_before = await store.read(owed)
    await file_while_it_is_killed(program, api, officers)
    for shown in await asyncio.gather(*(officer.asks_for_the_receipt() for officer in officers)):
        assert "hợp lệ" in shown.text
    assert program.stop() == 0
    assert await store.read(owed) == owed_before
    for officer in officers:
        await store.read(partial(check_report, officer=officer))
    await store.read(partial(check_messages, api=api))
    program.command("receipts", "verify", officers[0].receipt)


def seed(program: Program, database_url: str) -> None:
    db = database_url.removeprefix("sqlite:///")
    program.command("demo", "--seed-only", "--db", db, "--today", f"{LAST_YEAR}-05-19", "--communes", str(COMMUNES))


def invite(tx: Connection) -> list[str]:
    """A code each, into twenty communes that owe exactly their annual report."""
    now, random_codes = datetime.now(UTC), SystemRandomCodes()
    codes = []
    for unit in reporting_communes(tx)[:OFFICERS]:
        code = random_codes.code(invitations.LENGTH)
        codes.append(code)
        invitations.add(tx, code, unit, Role.REPORTER, by=None, now=now, expires_at=now + timedelta(days=1), uses=1)
    assert len(codes) == OFFICERS
    return codes


def reporting_communes(tx: Connection) -> list[Unit]:
    def owes(unit: Unit) -> list[str]:
        return [obligation.period for obligation in obligations.of_unit(tx, unit.id) if not obligation.version]

    return [unit for unit in selected_zones.selected(tx, "ca-mau-mau", LAST_YEAR) if owes(unit) == [f"{LAST_YEAR}-Y"]]


def owed(tx: Connection) -> list[tuple[int, str, str]]:
    key = (obligation.c.unit_id, obligation.c.report_id, obligation.c.period)
    return [tuple(row) for row in tx.execute(select(*key).order_by(*key))]


async def file_while_it_is_killed(program: Program, api: TelegramApi, officers: list[Officer]) -> None:
    """Kills it every time after some messages, wherever it then is; the last start is left alone."""
    dice = random.Random(20260519)
    filing = asyncio.gather(*(officer.file_a_report() for officer in officers))
    for _ in range(KILLS):
        program.start()
        if dice.random() < 0.8:  # else it may be killed before it does anything
            await api.asked("getUpdates", n=len(api.calls_of("getUpdates")) + 1, within=30)
        await some_messages(api, dice.randint(1, AT_MOST), seconds=dice.uniform(1, 3))
        await asyncio.sleep(dice.uniform(0, 0.01))
        assert not filing.done()
        program.kill()
    program.start()
    await filing


async def some_messages(api: TelegramApi, n: int, seconds: float) -> None:
    """Waits until the bot has sent so many more, or for so long: what a killed holder had claimed waits a while."""
    sent = len(api.calls_of("sendMessage"))
    with suppress(TimeoutError):
        await api.until(lambda: True if len(api.calls_of("sendMessage")) >= sent + n else None, within=seconds)


def check_report(tx: Connection, officer: Officer) -> None:
    """One version, its receipt right, every confirmed answer in it and in the working copy."""
    version = submissions.version_by_receipt(tx, officer.receipt)
    assert version is not None
    assert version.is_intact
    assert len(submissions.versions(tx, version.obligation_id)) == 1
    content = json.loads(version.content)
    form = PlanCache().get(tx, content["plan"]).form_for(content["report"], UnitKind.COMMUNE)
    assert form is not None
    answers = content["answers"][content["unit"]]
    assert {form.numbers[question_id]: answer["value"] for question_id, answer in answers.items()} == officer.given
    written_answers = submissions.answers(tx, version.obligation_id)
    assert {
        form.numbers[key.split("@")[0]]: written_answer.answer.value for key, written_answer in written_answers.items()
    } == officer.given


def check_messages(tx: Connection, api: TelegramApi) -> None:
    """Every update taken once, every answer to it delivered at least once."""
    assert sorted(int(event_id) for event_id in tx.scalars(select(event.c.event_id))) == sorted(api.updates)
    replies = tx.execute(select(outbox.c.address, outbox.c.payload, outbox.c.state)).all()
    assert len(replies) == len(api.updates)
    for reply in replies:
        assert reply.state == "sent"
        assert reply.payload["text"] in api.people[int(reply.address)].texts

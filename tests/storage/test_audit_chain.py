"""The audit log is sealed row by row; whatever is done to it behind our back is found, on both databases."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from reporting.integrity.audit_chain import ChainFault, ChainHead
from storage.audit import audit
from storage.database.schema import audit as table
from storage.database.schema import setting
from storage.database.store import Store


def fill(tx: Connection, now: datetime, count: int, chance: random.Random) -> None:
    for number in range(count):
        at, person_id = now + timedelta(microseconds=chance.randrange(10**9)), chance.choice([None, 1, 2])
        audit.record(
            tx, at, person_id, "plan.activated", plan_id=f"mẫu-{number % 3}", revision=number, why=chance.random()
        )


def seal_all(tx: Connection, at_once: int = 7) -> None:
    while audit.seal(tx, at_once):
        pass


@contextmanager
def undone(tx: Connection) -> Iterator[None]:
    trial = tx.begin_nested()
    yield
    trial.rollback()


def seals(tx: Connection) -> list[tuple[int | None, str | None]]:
    return [tuple(row) for row in tx.execute(select(table.c.number, table.c.seal).order_by(table.c.id))]  # type: ignore[misc]


def test_rows_are_sealed_in_the_order_they_were_written(tx: Connection, now: datetime) -> None:
    fill(tx, now, 5, random.Random(1))

    assert [audit.seal(tx, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert [number for number, _ in seals(tx)] == [1, 2, 3, 4, 5]
    assert audit.head(tx) == ChainHead(5, str(seals(tx)[-1][1]))
    assert audit.unsealed(tx) == (0, None)


def test_a_row_that_came_late_is_sealed_late(tx: Connection, now: datetime) -> None:
    """Of two transactions at once the slower may commit the lower id."""
    fill(tx, now, 3, random.Random(2))
    late = tx.execute(select(table).where(table.c.id == tx.execute(select(table.c.id).limit(1)).scalar_one())).one()
    tx.execute(delete(table).where(table.c.id == late.id))
    seal_all(tx)
    tx.execute(insert(table), [late._asdict()])

    assert audit.unsealed(tx) == (1, late.at)
    seal_all(tx)

    assert [number for number, _ in seals(tx)] == [3, 1, 2]
    assert audit.verify(tx) == []


def test_a_log_longer_than_a_page_is_read_whole(tx: Connection, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE", 4)
    fill(tx, now, 12, random.Random(3))
    seal_all(tx)

    assert [record.number for record in audit.sealed_records(tx)] == list(range(1, 13))
    assert audit.verify(tx) == []


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_to_a_row_is_found_and_the_row_named(tx: Connection, now: datetime, seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(3, 20)
    fill(tx, now, count, chance)
    seal_all(tx)
    then = audit.head(tx)
    assert audit.verify(tx, [then]) == []
    row_number, other = sorted(chance.sample(range(1, count), 2))

    with undone(tx):
        change = chance.choice([{"detail": {"revision": 99}}, {"person_id": 3}, {"at": now}, {"action": "plan.closed"}])
        tx.execute(update(table).where(table.c.number == row_number).values(change))
        assert audit.verify(tx) == [ChainFault("edited", row_number, row_number)]
    with undone(tx):
        tx.execute(delete(table).where(table.c.number == row_number))
        assert audit.verify(tx) == [ChainFault("missing", row_number, row_number)]
    with undone(tx):  # the numbers change places
        for number, to in ((row_number, -1), (other, row_number), (-1, other)):
            tx.execute(update(table).where(table.c.number == number).values(number=to))
        assert audit.verify(tx) == [
            ChainFault("moved", row_number, row_number, other),
            ChainFault("moved", other, other, row_number),
        ]
    with undone(tx):
        tx.execute(delete(table).where(table.c.number > row_number))
        assert audit.verify(tx) == [ChainFault("cut", row_number + 1, count)]
    with undone(tx):  # with what the program remembers set back too
        tx.execute(delete(table).where(table.c.number > row_number))
        last = seals(tx)[row_number - 1][1]
        tx.execute(update(setting).where(setting.c.key == audit.HEAD).values(value={"count": row_number, "seal": last}))
        assert audit.verify(tx) == []
        assert audit.verify(tx, [then]) == [ChainFault("cut", row_number + 1, count)]
    assert audit.verify(tx, [then]) == []


def test_a_row_that_lost_its_seal_is_missed(tx: Connection, now: datetime) -> None:
    fill(tx, now, 4, random.Random(4))
    seal_all(tx)
    tx.execute(update(table).where(table.c.number == 2).values(number=None, seal=None))

    assert audit.verify(tx) == [ChainFault("missing", 2, 2)]
    seal_all(tx)
    assert audit.verify(tx) == [ChainFault("missing", 2, 2)]


async def test_two_programs_that_seal_at_once_make_one_chain(store: Store, now: datetime) -> None:
    await store.write(lambda tx: fill(tx, now, 60, random.Random(5)))

    await asyncio.gather(*(store.write(lambda tx: audit.seal(tx, 7)) for _ in range(12)))

    assert await store.read(audit.verify) == []
    assert (await store.read(audit.head)).count == 60

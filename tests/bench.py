"""Timings, for looking at: ``python -m tests.bench``. Compare runs on one machine; the figures alone say little."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from handlers.registry import build_services
from handlers.turn import dispatch
from handlers.turn.messages import Incoming
from handlers.turn.services import Links, Services
from reporting.documents.picture import png
from storage.database import key_values
from storage.database.connect import open_store
from storage.database.store import Store
from storage.messaging import conversations, inbound_events, outbox
from tests import province
from tests.conftest import CountingCodes
from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.reporting.documents.test_picture import drawings

NOW = datetime(2026, 5, 19, 2, 42, tzinfo=UTC)
CALLERS = (1, 64)
SECONDS = 3.0
EVENTS = itertools.count()

Message = Callable[[int], Callable[[Connection], object]]
"""What caller n lets the store do with one message of his."""


def bare(caller: int, event: int, tx: Connection) -> None:
    """The five statements that every turn has, and the marking of its reply, which runs share in life."""
    inbound_events.first_seen(tx, "bench", str(event), NOW)
    conversation = conversations.lock_conversation(tx, "bench", str(caller), NOW)
    key_values.put(tx, f"answer {caller}", event)
    parcel = outbox.add(tx, conversation, {"text": "Câu 2/17"}, now=NOW, claim=outbox.OutboxClaim("bench", NOW))
    assert parcel is not None
    outbox.mark_sent(tx, [outbox.DeliveredMessage(parcel.id, None, NOW)])
    conversations.save(tx, conversation, NOW)


def six_statements(caller: int) -> Callable[[Connection], object]:
    return partial(bare, caller, next(EVENTS))


def whole_turn(text: str, addresses: Sequence[str], services: Services, caller: int) -> Callable[[Connection], object]:
    incoming = Incoming(province.CHANNEL, addresses[caller % len(addresses)], f"bench-{next(EVENTS)}", NOW, text=text)
    return lambda tx: dispatch.handle_incoming(tx, incoming, NOW, services, outbox.OutboxClaim("bench", NOW))


def guided_step(addresses: Sequence[str], services: Services) -> Message:
    """An answer and the way back to its question in turn: each message is one guided step of the open interview."""
    steps = [itertools.cycle(("12", "Quay lại")) for _ in addresses]

    def message(caller: int) -> Callable[[Connection], object]:
        who = caller % len(addresses)
        return whole_turn(next(steps[who]), addresses, services, who)

    return message


def open_interviews(tx: Connection, addresses: Sequence[str], services: Services) -> None:
    """Every officer stands at the first question of a report."""
    for caller, _ in enumerate(addresses):
        for text in ("/baocao", "Bắt đầu"):
            whole_turn(text, addresses, services, caller)(tx)


async def measure(store: Store, callers: int, message: Message) -> tuple[float, float, float]:
    """→ messages a second; the median and the 99th percentile of the wait, in ms."""
    waits: list[float] = []
    end = time.perf_counter() + SECONDS

    async def call(caller: int) -> None:
        while (start := time.perf_counter()) < end:
            await store.write(message(caller))
            waits.append((time.perf_counter() - start) * 1000)

    await asyncio.gather(*map(call, range(callers)))
    return len(waits) / SECONDS, statistics.median(waits), statistics.quantiles(waits, n=100)[98]


async def look(name: str, databases: Databases, *, guided: bool) -> None:
    """Measures messages on a fresh database; ``guided``: with interviews open, so that other screens show more."""
    with databases.fresh() as url:
        store = await open_store(url)
        built = await store.write(lambda tx: province.build(tx, NOW))
        services = build_services(CountingCodes(), province.CALENDAR, Links())
        addresses = [built.officer.address, built.colleague.address, built.nam_can_officer.address]
        kinds: dict[str, Message] = {
            "six statements": six_statements,
            "/baocao": partial(whole_turn, "/baocao", addresses, services),
            "/tinhtrang": partial(whole_turn, "/tinhtrang", addresses, services),
        }
        if guided:
            await store.write(lambda tx: open_interviews(tx, addresses, services))
            kinds = {"guided step": guided_step(addresses, services)}
        for kind, message in kinds.items():
            for callers in CALLERS:
                rate, median, slow = await measure(store, callers, message)
                print(f"{name:24} {kind:16} {callers:3} callers {rate:8.0f}/s  p50 {median:7.2f}  p99 {slow:7.2f} ms")
        await store.close()


def draw() -> None:
    """How long the pictures take once the typeface is read, and how large they are."""
    for name, svg in drawings().items():
        png(svg)
        start = time.perf_counter()
        size = len(png(svg))
        print(f"picture: {name:24} {(time.perf_counter() - start) * 1000:7.1f} ms {size / 1000:7.1f} KB")


def main() -> None:
    draw()
    with tempfile.TemporaryDirectory(dir=".") as folder, SqliteDatabases.made(Path(folder)) as sqlite:
        for guided in (True, False):
            asyncio.run(look("SQLite, fsync", sqlite, guided=guided))
    with PostgresDatabases.started("bench", "bench") as postgres:
        for guided in (True, False):
            asyncio.run(look("PostgreSQL, no fsync", postgres, guided=guided))


if __name__ == "__main__":
    main()

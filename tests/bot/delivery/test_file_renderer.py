"""Files that were ordered are made before their message goes out, also after a crash; where they cannot, it is said."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.delivery.file_renderer import FileRenderer
from bot.delivery.outbox_sender import MessageSent, OutboxSender, SendResult
from handlers.turn.dispatch import handle_incoming
from handlers.turn.features import Renderer
from handlers.turn.messages import Incoming
from handlers.turn.services import FileJobContext, Services
from storage.database.schema import file_order, outbox
from storage.database.store import Store
from storage.messaging import attachments
from storage.messaging.outbox import OutboxMessage
from storage.people import memberships
from tests.bot.delivery.phones import Time
from tests.province import Province


class Mailbox:
    """A channel: the messages that came with the contents of their files."""

    name = "test"

    def __init__(self, store: Store) -> None:
        self._store = store
        self.got: list[tuple[str, list[bytes]]] = []
        self.came = asyncio.Event()

    async def send(self, message: OutboxMessage) -> SendResult:
        ids = [file["id"] for file in message.payload.get("files", ())]
        files = [await self._store.read(lambda tx, file_id=id: attachments.get(tx, file_id)) for id in ids]
        self.got.append((message.payload["text"], [file.content for file in files if file]))
        self.came.set()
        return MessageSent(None)


@pytest.fixture
def order(store: Store, ca_mau: Province, services: Services, now: datetime) -> Callable[[], Any]:
    """The coordinator asks for the letter; the turn is committed, and nothing more."""

    async def order() -> None:
        letter = "Công văn đôn đốc 5 đơn vị (.docx)"
        for number, text in enumerate(("/xuat", "6 tháng năm 2026 · Chuyển hóa địa bàn", letter)):
            incoming = Incoming("test", "coordinator", f"e{number}", now, text=text)
            await store.write(lambda tx, incoming=incoming: handle_incoming(tx, incoming, now, services))

    return order


def delivery(store: Store, mailbox: Mailbox, making: FileRenderer, time: Time) -> OutboxSender:
    return OutboxSender(store, {"test": mailbox}, "one", time.now, prepare=making, sleep=time.sleep)


async def delivered(delivery: OutboxSender, until: Callable[[], bool]) -> None:
    await delivery.start()
    async with asyncio.timeout(20):
        while not until():
            await delivery.sweep()
            if delivery._tasks:  # what the sweep brought is being made and sent
                await asyncio.wait(delivery._tasks)
    await delivery.stop()


async def test_what_was_ordered_before_a_crash_is_made_at_the_next_start(
    store: Store, order: Callable[[], Any], services: Services, now: datetime
) -> None:
    await order()
    assert await store.read(lambda tx: len(tx.execute(select(file_order)).all())) == 1
    mailbox = Mailbox(store)

    await delivered(
        delivery(store, mailbox, FileRenderer(store, services, lambda: now), Time(now)), lambda: len(mailbox.got) == 3
    )

    text, (content,) = mailbox.got[-1]
    assert text.startswith("Dự thảo công văn đôn đốc")
    assert content.startswith(b"PK"), "it came with its file"
    assert await store.read(lambda tx: tx.execute(select(file_order)).all()) == []


async def test_it_is_rendered_outside_of_the_loop_and_of_every_transaction(
    store: Store, order: Callable[[], Any], services: Services, now: datetime
) -> None:
    rendered_in: list[int] = []

    def make(job: FileJobContext) -> Renderer:
        reading = threading.get_ident()

        def render() -> bytes:
            rendered_in.extend((threading.get_ident(), reading))
            return b"PK made"

        return render

    await order()
    mailbox = Mailbox(store)
    making = FileRenderer(
        store,
        services.with_registered(document_builders=dict.fromkeys(services.registry.document_builders, make)),
        lambda: now,
    )
    await delivered(delivery(store, mailbox, making, Time(now)), lambda: len(mailbox.got) == 3)

    thread, reading = rendered_in
    assert thread not in (threading.get_ident(), reading)
    assert mailbox.got[-1][1] == [b"PK made"]


async def test_what_cannot_be_made_is_said_and_the_rest_goes_out(
    store: Store, order: Callable[[], Any], services: Services, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    tries = 0

    def make(job: FileJobContext) -> Renderer:
        nonlocal tries
        tries += 1
        raise RuntimeError("no fonts")

    await order()
    mailbox, time = Mailbox(store), Time(now)
    making = FileRenderer(
        store,
        services.with_registered(document_builders=dict.fromkeys(services.registry.document_builders, make)),
        time.now,
    )

    def until() -> bool:
        time.pass_by(30)
        return len(mailbox.got) == 4

    await delivered(delivery(store, mailbox, making, time), until)

    assert tries == 3
    assert mailbox.got[2] == (mailbox.got[2][0], []), "the message goes without its file"
    assert mailbox.got[3][0].startswith("Chưa lập được văn bản.")
    assert "a file could not be made: RuntimeError" in caplog.text
    assert await store.read(lambda tx: tx.execute(select(file_order)).all()) == []
    payloads = await store.read(lambda tx: [row.payload for row in tx.execute(select(outbox.c.payload))])
    assert not any("files" in payload for payload in payloads)


async def test_whose_role_was_taken_away_meanwhile_gets_no_file(
    store: Store, order: Callable[[], Any], services: Services, ca_mau: Province, now: datetime
) -> None:
    await order()

    def revoke(tx: Connection) -> None:
        memberships.revoke(tx, memberships.get(tx, ca_mau.coordinator.membership_id).member, now, None)

    await store.write(revoke)
    mailbox = Mailbox(store)
    await delivered(
        delivery(store, mailbox, FileRenderer(store, services, lambda: now), Time(now)), lambda: len(mailbox.got) == 4
    )

    assert [files for _, files in mailbox.got] == [[], [], [], []]


async def test_a_file_that_is_there_already_is_sent_as_it_is(
    store: Store, ca_mau: Province, services: Services, now: datetime
) -> None:
    def add(tx: Connection) -> OutboxMessage:
        conversation = ca_mau.officer.conversation(tx, now)
        file = attachments.add(tx, "a" * 32, conversation.id, "mau.txt", "text/plain", b"mau", now)
        return OutboxMessage(1, conversation.id, "test", "officer", 0, {"text": "", "files": [file]}, 0)

    message = await store.write(add)
    assert await FileRenderer(store, services, lambda: now)(message) is message

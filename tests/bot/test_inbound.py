"""A message comes in through the real intake: kept before it is acknowledged; a turn that fails harms nobody."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.outbox_sender import OutboxSender
from bot.inbound import InboundReceiver
from handlers.registry import build_services
from handlers.turn.context import Turn
from handlers.turn.features import Command
from handlers.turn.messages import Incoming
from handlers.turn.services import Links, Services
from storage.database.connect import open_store
from storage.database.schema import event, setting
from storage.database.store import Store, StoreUnavailable, Work
from storage.messaging import dead_letters
from tests import province
from tests.bot.delivery.phones import Phones, Time, stored
from tests.conftest import CountingCodes

SECRET = "đối tượng họ Nguyễn"


def spoil(turn: Turn, rest: str) -> None:
    """Writes something, then fails with what was said in its error."""
    turn.tx.execute(setting.insert(), {"key": "half", "value": 1})
    raise ValueError(f"cannot read {rest!r}")


def broken_services(commands: Mapping[str, Command] | None = None) -> Services:
    services = build_services(CountingCodes(), province.CALENDAR, Links())
    broken = Command("hong", spoil, order=1, open_to_strangers=True)
    return services.with_registered(commands={**services.registry.commands, "hong": broken})


def message(now: datetime, number: int, text: str, address: str = "17") -> Incoming:
    return Incoming("telegram", address, str(number), now, text=text)


class Office:
    """An intake with its delivery."""

    def __init__(self, store: Any, phones: Phones, time: Time, holder: str = "one") -> None:
        self.delivery = OutboxSender(
            store, {"telegram": phones, province.CHANNEL: phones}, holder, time.now, sleep=time.sleep
        )
        self.intake = InboundReceiver(store, broken_services(), self.delivery, time.now)
        self._time = time

    async def hears(self, number: int, text: str, address: str = "17") -> None:
        await self.intake.receive(message(self._time.now(), number, text, address))


@pytest.fixture
def open_office(store: Store, phones: Phones, time: Time) -> Callable[..., Office]:
    def open_office(on: Any = store, holder: str = "one") -> Office:
        return Office(on, phones, time, holder)

    return open_office


async def test_a_turn_that_fails_thrice_is_a_dead_letter_and_a_polite_answer(
    store: Store, phones: Phones, open_office: Callable[..., Office], caplog: pytest.LogCaptureFixture
) -> None:
    """Its neighbours in the same commit are answered, nothing of it is kept, and what was said stands nowhere."""
    office = open_office()
    await asyncio.gather(
        office.hears(1, "/start", "neighbour 1"), office.hears(2, f"/hong {SECRET}"), office.hears(3, "/start", "3")
    )
    await phones.rang(3)
    await office.delivery.stop()
    assert "gặp lỗi" in phones.heard("17")[0]
    (letter,) = await store.read(dead_letters.newest)
    assert (letter.event_id, letter.payload["length"]) == ("2", len(f"/hong {SECRET}"))
    assert letter.error.startswith("ValueError in spoil, test_inbound.py line ")
    assert SECRET not in str(letter) + caplog.text
    assert caplog.text.count("ValueError in spoil") == 3
    assert await store.read(lambda tx: tx.execute(select(setting)).all()) == []


async def test_where_even_the_failure_cannot_be_kept_nothing_is_acknowledged(
    store: Store, phones: Phones, open_office: Callable[..., Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_such_column(*_: object) -> None:
        raise RuntimeError(f"the tables are of another version: {SECRET}")

    office = open_office()
    monkeypatch.setattr(dead_letters, "add", no_such_column)
    with pytest.raises(StoreUnavailable) as refused:
        await office.hears(1, f"/hong {SECRET}")
    assert SECRET not in str(refused.value)
    assert await store.read(lambda tx: tx.execute(select(event)).all()) == []


class Unsure:
    """A store whose commit succeeds while the news of it is lost, once."""

    def __init__(self, store: Store) -> None:
        self._store, self.shared, self.lose = store, store.shared, False

    async def write(self, work: Work[Any]) -> Any:
        result = await self._store.write(work)
        if self.lose:
            self.lose = False
            raise StoreUnavailable("the connection broke during the commit")
        return result

    async def read(self, work: Work[Any]) -> Any:
        return await self._store.read(work)


async def test_an_answer_whose_commit_was_not_heard_of_comes_before_the_next(
    store: Store, phones: Phones, open_office: Callable[..., Office]
) -> None:
    unsure = Unsure(store)
    office = open_office(unsure)
    unsure.lose = True
    with pytest.raises(StoreUnavailable):
        await office.hears(1, "/start một")
    await office.hears(1, "/start một")  # the platform brings it again
    await office.hears(2, "/hong")
    await phones.rang(2)
    await office.delivery.start()  # marks what was sent
    await stored(store, lambda rows: [state for _, state, _ in rows] == ["sent", "sent"])
    await office.hears(1, "/start một")
    await office.hears(2, "/hong")
    await office.delivery.stop()
    assert len(phones.log) == 2
    assert phones.log[0] != phones.log[1]


async def test_fifty_messages_in_a_burst_are_answered_in_their_order(
    store: Store, phones: Phones, time: Time, open_office: Callable[..., Office]
) -> None:
    built = await store.write(lambda tx: province.build(tx, time.now()))
    channel, address = built.officer.channel, built.officer.address
    office = open_office()
    messages = [Incoming(channel, address, str(n), time.now(), text=f"/lenh{n:02}") for n in range(50)]
    await asyncio.gather(*map(office.intake.receive, messages))
    await phones.rang(50)
    await office.delivery.stop()
    assert [named[0] for text in phones.heard(address) if (named := re.findall(r"/lenh\d\d", text))] == [
        incoming.text for incoming in messages
    ]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
async def test_two_programs_answer_one_conversation_without_losing_or_repeating(
    store: Store, database_url: str, phones: Phones, open_office: Callable[..., Office]
) -> None:
    """Each hands its events to the other too, as a platform does that did not hear the first one's thanks."""
    other_store = await open_store(database_url)
    offices = open_office(holder="one"), open_office(other_store, "two")
    await asyncio.gather(*(office.delivery.start() for office in offices))
    both = [(office, n) for n in range(60) for office in offices]
    await asyncio.gather(*(office.hears(n, f"/start {n}", str(n % 3)) for office, n in both))
    await phones.rang(60)
    await asyncio.gather(*(office.delivery.stop() for office in offices))
    await other_store.close()
    assert len(phones.log) == 60
    assert [len(phones.heard(str(n))) for n in range(3)] == [20, 20, 20]

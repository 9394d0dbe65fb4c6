"""The running demo: the web channel with a sample province, personas, and a clock that visitors can set."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import Connection

from bot.app import App
from bot.channels.web.api import Persona
from bot.channels.web.channel import WebChannel
from bot.channels.web.requests import MORNING
from bot.clock import MovableClock
from bot.demo.sample import Sample
from bot.demo.seed import SeededPersona, seed, seeded_personas
from bot.random_codes import SystemRandomCodes
from handlers.turn.services import Links
from locales import Words
from reporting.deadlines.calendar import TIME_ZONE
from storage.database import key_values
from storage.database.store import Store, StoreUnavailable
from storage.messaging.conversations import Conversation
from storage.plans.files import load_calendar

CLOCK = "demo.clock"
"""The key-value entry with the demo's time, from which it continues after a restart."""
REMEMBER = 15.0
"""Seconds between two writes of the demo's time."""
FIRST_MORNING = (5, 19)
"""The first day (month, day): some days before Cà Mau's six-month report is due, so that it is open."""


class SampleControls:
    """Implements ``bot.channels.web.api.DemoControls``."""

    def __init__(
        self,
        store: Store,
        clock: MovableClock,
        sample: Sample,
        people: dict[str, SeededPersona],
        tick: Callable[[], Awaitable[None]],
    ) -> None:
        self._store, self._clock, self._sample, self._people, self._tick = store, clock, sample, people, tick
        self._units = {sample.province.code: sample.province.name}
        for district in sample.districts:
            self._units[district.code] = district.name
            self._units |= {commune.code: commune.name for commune in district.coded()}

    def personas(self, words: Words) -> list[Persona]:
        return [
            Persona(
                id=persona.id,
                label=words(f"demo.persona.{persona.id}"),
                role=persona.role,
                unit=self._units[persona.unit],
            )
            for persona in self._sample.personas
        ]

    def enter(self, tx: Connection, persona: str, conversation: Conversation) -> None:
        conversation.person_id = self._people[persona].person_id
        conversation.membership_id = self._people[persona].membership_id

    async def move(self, to: datetime) -> None:
        self._clock.move(to)
        await remember_time(self._store, self._clock)
        await self._tick()


def morning(day: date) -> datetime:
    """08:00 of a day in Vietnam."""
    return datetime.combine(day, MORNING, tzinfo=TIME_ZONE)


async def prepare(store: Store, sample: Sample, clock: MovableClock, today: date | None, more_communes: int) -> None:
    """Sets the clock (``today``, else the stored time, else 19/5) and fills an empty database. Raises NotADemo."""
    stored_time: str | None = await store.read(lambda tx: key_values.get(tx, CLOCK))
    if today is not None:
        clock.move(morning(today))
    elif stored_time is not None:
        clock.move(datetime.fromisoformat(stored_time))
    else:
        clock.move(morning(date(clock.now().astimezone(TIME_ZONE).year, *FIRST_MORNING)))
    calendar, now = load_calendar(), clock.now()
    await store.write(lambda tx: seed(tx, sample, now, calendar, SystemRandomCodes(), more_communes))
    await remember_time(store, clock)


async def remember_time(store: Store, clock: MovableClock) -> None:
    """Stores the demo's time."""
    now = clock.now().isoformat()
    await store.write(lambda tx: key_values.put(tx, CLOCK, now))


class Demo:
    """The demo's web channel and app; ``web.address`` is its URL."""

    def __init__(
        self, store: Store, sample: Sample, clock: MovableClock, people: dict[str, SeededPersona], host: str, port: int
    ) -> None:
        self._store, self._clock = store, clock
        demo_controls = SampleControls(store, clock, sample, people, lambda: self.app.tick())
        self.web = WebChannel(
            store, host=host, port=port, now=clock.now, random_codes=SystemRandomCodes(), demo_controls=demo_controls
        )
        self._links = Links()
        self.app = App(store, {self.web.name: self.web}, clock.now, self._links)
        self._time_keeper: asyncio.Task[None] | None = None

    @classmethod
    async def on(cls, store: Store, sample: Sample, clock: MovableClock, host: str, port: int) -> Demo:
        return cls(store, sample, clock, await store.read(seeded_personas), host, port)

    async def start(self) -> None:
        await self.web.start(self.app.receive)
        self._links.public_url = self.web.address
        await self.app.start()
        self._time_keeper = asyncio.create_task(self._keep_time())

    async def stop(self) -> None:
        if self._time_keeper:
            self._time_keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._time_keeper
            with suppress(StoreUnavailable):
                await remember_time(self._store, self._clock)
        await self.app.stop()
        await self.web.stop()

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(REMEMBER)
            with suppress(StoreUnavailable):
                await remember_time(self._store, self._clock)

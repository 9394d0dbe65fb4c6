"""The demo: the web channel with a sample province, people to be, and a clock that visitors may move."""

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
"""The setting that keeps the demo's time, so that it goes on from there after a restart."""
REMEMBER = 15.0
"""Seconds between two notes of it."""
FIRST_MORNING = (5, 19)
"""Days before Cà Mau's six-month report is due: what a visitor meets is open."""


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
    """Sets the clock and fills the database where that has not been done. Raises NotADemo."""
    kept: str | None = await store.read(lambda tx: key_values.get(tx, CLOCK))
    if today is not None:
        clock.move(morning(today))
    elif kept is not None:
        clock.move(datetime.fromisoformat(kept))
    else:
        clock.move(morning(date(clock.now().astimezone(TIME_ZONE).year, *FIRST_MORNING)))
    calendar, now = load_calendar(), clock.now()
    await store.write(lambda tx: seed(tx, sample, now, calendar, SystemRandomCodes(), more_communes))
    await remember_time(store, clock)


async def remember_time(store: Store, clock: MovableClock) -> None:
    now = clock.now().isoformat()
    await store.write(lambda tx: key_values.put(tx, CLOCK, now))


class Demo:
    """The running demo; ``web.address`` says where."""

    def __init__(
        self, store: Store, sample: Sample, clock: MovableClock, people: dict[str, SeededPersona], host: str, port: int
    ) -> None:
        self._store, self._clock = store, clock
        stage = SampleControls(store, clock, sample, people, lambda: self.app.tick())
        self.web = WebChannel(store, host=host, port=port, now=clock.now, random_codes=SystemRandomCodes(), stage=stage)
        self._links = Links()
        self.app = App(store, {self.web.name: self.web}, clock.now, self._links)
        self._remembering: asyncio.Task[None] | None = None

    @classmethod
    async def on(cls, store: Store, sample: Sample, clock: MovableClock, host: str, port: int) -> Demo:
        return cls(store, sample, clock, await store.read(seeded_personas), host, port)

    async def start(self) -> None:
        await self.web.start(self.app.receive)
        self._links.public_url = self.web.address
        await self.app.start()
        self._remembering = asyncio.create_task(self._remember())

    async def stop(self) -> None:
        if self._remembering:
            self._remembering.cancel()
            with suppress(asyncio.CancelledError):
                await self._remembering
            with suppress(StoreUnavailable):
                await remember_time(self._store, self._clock)
        await self.app.stop()
        await self.web.stop()

    async def _remember(self) -> None:
        while True:
            await asyncio.sleep(REMEMBER)
            with suppress(StoreUnavailable):
                await remember_time(self._store, self._clock)

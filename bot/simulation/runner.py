"""Runs the simulated year on a real store: events and ticks in order of time, with restarts of the process."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import Connection

from bot.scheduled_jobs import tick
from bot.simulation import events
from bot.simulation.message_log import MessageLog, SentReminder
from bot.simulation.province import SimulatedProvince, build
from bot.simulation.scenario import SimulatedAct, SimulatedEvent, plan_events
from handlers.registry import build_services
from handlers.turn.services import Links, Services
from reporting.deadlines.calendar import TIME_ZONE, Calendar
from reporting.plan.plan import Plan
from storage.database.store import Store
from storage.people.invitations import ALPHABET
from storage.reports import obligations
from storage.reports.obligations import Obligation

TICKS = (time(7), time(12), time(16), time(22))
"""The ticks of a simulated day, in Vietnam's time."""


class SeededCodes:
    """Implements ``handlers.turn.services.RandomCodes``: the same seed gives the same codes."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 – nobody guesses a simulation

    def code(self, length: int) -> str:
        return "".join(self._chance.choices(ALPHABET, k=length))

    def token(self) -> str:
        return self.code(32)


@dataclass(frozen=True)
class SimulatedYear:
    """The events and reminders of the year, and all reports at its end."""

    province: SimulatedProvince
    events: tuple[SimulatedEvent, ...]
    reminders: tuple[SentReminder, ...]
    final_reports: tuple[Obligation, ...]
    filed_at: Mapping[int, datetime]
    """Obligation id → when the report was first no longer owed."""
    postponed: frozenset[int]
    """Ids of obligations that were extended or returned."""
    ticks: int


async def run(
    open_store: Callable[[], Awaitable[Store]],
    plan: Plan,
    size: int,
    year: int,
    seed: int,
    restarts: int = 0,
    on_day: Callable[[date], None] = lambda day: None,
) -> SimulatedYear:
    """Simulates ``year`` with ``size`` units on an empty, migrated database.

    ``seed``: the same seed gives the same year. ``restarts``: how often store and services are closed and opened again.
    ``on_day`` is called with the day of every tick. Raises ``NoDeadlines``.
    """
    chance = random.Random(seed)  # noqa: S311
    calendar, random_codes = Calendar(), SeededCodes(seed)
    start = datetime.combine(date(year, 1, 1), time(8), tzinfo=TIME_ZONE)
    services, store = _new_services(random_codes, calendar), await open_store()
    try:
        province = await store.write(lambda tx: build(tx, plan, size, year, chance, start))
        owed = await store.read(lambda tx: _reports_of(tx, province))
        planned_events = plan_events(owed, calendar, chance)
        timeline = list(_timeline(planned_events, start, max(obligation.last_day for obligation in owed)))
        restart_indexes = set(random.Random(seed + 1).sample(range(len(timeline)), restarts))  # noqa: S311
        message_log, filed_at = MessageLog(calendar), dict[int, datetime]()
        for index, (at, event) in enumerate(timeline):
            if index in restart_indexes:
                await store.close()
                services, store = _new_services(random_codes, calendar), await open_store()
            if message_log.has_waiting:
                await store.write(partial(message_log.deliver, now=at))
            if event is not None:
                if await store.write(partial(events.apply_event, services=services, province=province, event=event)):
                    filed_at.setdefault(event.obligation_id, at)
                message_log.has_waiting = True
            else:
                message_log.has_waiting |= bool(await tick(store, services, at))
                on_day(at.date())
        end = timeline[-1][0] + timedelta(hours=1)
        await store.write(partial(events.close, province=province, now=end))
        await store.write(partial(message_log.deliver, now=end + timedelta(hours=1)))
        final_reports = await store.read(lambda tx: _reports_of(tx, province))
    finally:
        await store.close()
    ticks = sum(event is None for _, event in timeline)
    postponed = frozenset(
        event.obligation_id for event in planned_events if event.act in (SimulatedAct.EXTEND, SimulatedAct.RETURN)
    )
    return SimulatedYear(
        province, tuple(planned_events), tuple(message_log.sent), tuple(final_reports), filed_at, postponed, ticks
    )


def _new_services(random_codes: SeededCodes, calendar: Calendar) -> Services:
    return build_services(random_codes, calendar, Links())


def _reports_of(tx: Connection, province: SimulatedProvince) -> list[Obligation]:
    reporting = {person.unit.id for person in province.people}
    return [obligation for unit_id in sorted(reporting) for obligation in obligations.of_unit(tx, unit_id)]


def _timeline(
    planned_events: Sequence[SimulatedEvent], start: datetime, last_day: date
) -> Iterator[tuple[datetime, SimulatedEvent | None]]:
    """All events and ticks (``None``) in order of time; at the same instant the tick comes first."""
    end = max([event.at.date() for event in planned_events] + [last_day]) + timedelta(days=30)
    days = (start.date() + timedelta(days=n) for n in range((end - start.date()).days))
    ticks = [(datetime.combine(day, clock, tzinfo=TIME_ZONE), None) for day in days for clock in TICKS]
    both: list[tuple[datetime, SimulatedEvent | None]] = [
        *ticks,
        *((event.at, event) for event in planned_events),
    ]
    return iter(sorted(both, key=lambda moment: (moment[0], moment[1] is not None)))

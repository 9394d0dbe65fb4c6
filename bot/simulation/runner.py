"""Runs the year: what happens and the ticks of the clock in their order, on a real store, restarted now and then."""

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
"""When the clock of a simulation ticks each day."""


class SeededCodes:
    """Implements ``handlers.turn.context.RandomCodes``: other codes for another seed, the same for the same."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 – nobody guesses a simulation

    def code(self, length: int) -> str:
        return "".join(self._chance.choices(ALPHABET, k=length))

    def token(self) -> str:
        return self.code(32)


@dataclass(frozen=True)
class SimulatedYear:
    """What was said in the year, and how every report stands at its end."""

    province: SimulatedProvince
    events: tuple[SimulatedEvent, ...]
    reminders: tuple[SentReminder, ...]
    final_reports: tuple[Obligation, ...]
    filed_at: Mapping[int, datetime]
    """When a report was first no longer owed."""
    postponed: frozenset[int]
    """Reports whose deadline was extended, or that were returned."""
    ticks: int


async def run(
    open_store: Callable[[], Awaitable[Store]],
    plan: Plan,
    size: int,
    year: int,
    seed: int,
    restarts: int = 0,
    tell: Callable[[date], None] = lambda day: None,
) -> SimulatedYear:
    """A whole year of ``size`` units on an empty, migrated database. The process "dies" ``restarts`` times.

    Raises ``world.Undated``. ``tell`` hears of every day that begins.
    """
    chance = random.Random(seed)  # noqa: S311
    calendar, random_codes = Calendar(), SeededCodes(seed)
    begin = datetime.combine(date(year, 1, 1), time(8), tzinfo=TIME_ZONE)
    services, store = _new_services(random_codes, calendar), await open_store()
    try:
        world = await store.write(lambda tx: build(tx, plan, size, year, chance, begin))
        owed = await store.read(lambda tx: _all_of(tx, world))
        happenings = plan_events(owed, calendar, chance)
        moments = list(_moments(happenings, begin, max(obligation.last_day for obligation in owed)))
        deaths = set(random.Random(seed + 1).sample(range(len(moments)), restarts))  # noqa: S311
        post, came_in = MessageLog(calendar), dict[int, datetime]()
        for place, (at, happening) in enumerate(moments):
            if place in deaths:
                await store.close()
                services, store = _new_services(random_codes, calendar), await open_store()
            if post.has_waiting:
                await store.write(partial(post.deliver, now=at))
            if happening is not None:
                if await store.write(partial(events.apply_event, services=services, world=world, happening=happening)):
                    came_in.setdefault(happening.obligation_id, at)
                post.has_waiting = True
            else:
                post.has_waiting |= bool(await tick(store, services, at))
                tell(at.date())
        end = moments[-1][0] + timedelta(hours=1)
        await store.write(partial(events.close, world=world, now=end))
        await store.write(partial(post.deliver, now=end + timedelta(hours=1)))
        ended = await store.read(lambda tx: _all_of(tx, world))
    finally:
        await store.close()
    ticks = sum(happening is None for _, happening in moments)
    moved = frozenset(
        event.obligation_id for event in happenings if event.act in (SimulatedAct.EXTEND, SimulatedAct.RETURN)
    )
    return SimulatedYear(world, tuple(happenings), tuple(post.sent), tuple(ended), came_in, moved, ticks)


def _new_services(random_codes: SeededCodes, calendar: Calendar) -> Services:
    return build_services(random_codes, calendar, Links())


def _all_of(tx: Connection, world: SimulatedProvince) -> list[Obligation]:
    reporting = {person.unit.id for person in world.people}
    return [obligation for unit_id in sorted(reporting) for obligation in obligations.of_unit(tx, unit_id)]


def _moments(
    happenings: Sequence[SimulatedEvent], begin: datetime, last_day: date
) -> Iterator[tuple[datetime, SimulatedEvent | None]]:
    """Every happening and every tick in order; a tick first where both fall together."""
    end = max([happening.at.date() for happening in happenings] + [last_day]) + timedelta(days=30)
    days = (begin.date() + timedelta(days=n) for n in range((end - begin.date()).days))
    ticks = [(datetime.combine(day, clock, tzinfo=TIME_ZONE), None) for day in days for clock in TICKS]
    both: list[tuple[datetime, SimulatedEvent | None]] = [
        *ticks,
        *((happening.at, happening) for happening in happenings),
    ]
    return iter(sorted(both, key=lambda moment: (moment[0], moment[1] is not None)))

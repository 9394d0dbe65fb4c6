"""Which reminders are due: for now one rung, three working days before the last day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from reporting.calendar import ZONE, Calendar
from reporting.obligation import OWED, State

WORKING_DAYS_BEFORE = 3
LOOK_AHEAD_DAYS = 30
"""No rung lies further before a last day than this, Tết included."""
WAKING = (time(7), time(21))


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that one person may send."""

    person_id: int
    obligation_id: int
    state: State
    last_day: date


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told in one message, the most urgent first.

    ``rung`` is the newest day on which one of these reminders fell due. Said once, it is not said again, however often
    the clock ticks; missed while the program was down, it is made up for as long as it is true.
    """

    person_id: int
    rung: date
    obligation_ids: tuple[int, ...]

    @property
    def key(self) -> str:
        """→ ``reminder:2026-05-20:17``."""
        return f"reminder:{self.rung}:{self.person_id}"


def due(owed: Iterable[Owed], today: date, calendar: Calendar) -> list[Digest]:
    """One digest a person over everything owed whose reminder has fallen due."""
    of_person: dict[int, list[Owed]] = defaultdict(list)
    for one in owed:
        if is_due(one.state, one.last_day, today, calendar):
            of_person[one.person_id].append(one)
    return [_digest(person_id, ones, calendar) for person_id, ones in sorted(of_person.items())]


def is_due(state: State, last_day: date, today: date, calendar: Calendar) -> bool:
    """From the rung to the last day while it is owed; never on a day off, unless that is the last day."""
    if state not in OWED or not rung(last_day, calendar) <= today <= last_day:
        return False
    return today == last_day or calendar.is_working(today)


def rung(last_day: date, calendar: Calendar) -> date:
    """For Sunday 24/5/2026: Wednesday 20/5."""
    return calendar.working_days_before(last_day, WORKING_DAYS_BEFORE)


def is_waking(now: datetime) -> bool:
    """Outside the quiet hours 21:00-07:00 in Vietnam."""
    begin, end = WAKING
    return begin <= now.astimezone(ZONE).time() < end


def _digest(person_id: int, ones: list[Owed], calendar: Calendar) -> Digest:
    ones.sort(key=lambda one: (one.last_day, one.obligation_id))
    newest = max(rung(one.last_day, calendar) for one in ones)
    return Digest(person_id, newest, tuple(one.obligation_id for one in ones))

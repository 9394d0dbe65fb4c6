"""Draws the events of the year: each report gets a random behaviour, and from it a sequence of acts."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from reporting.deadlines.calendar import TIME_ZONE, Calendar
from reporting.deadlines.obligation import opens
from storage.reports.obligations import Obligation


class FilingBehaviour(StrEnum):
    """How the officer treats one report."""

    EARLY = "early"
    REMINDED = "reminded"
    """Filed during the last working days."""
    LAST_DAY = "last_day"
    LATE = "late"
    WRONG = "wrong"
    """Filed, returned, and filed again."""
    HALF = "half"
    """Begun, idle, and finished on the last day."""
    ABANDONED = "abandoned"
    """Begun and never finished."""
    PAPER = "paper"
    EXTENDED = "extended"
    EXCUSED = "excused"
    NEVER = "never"


WEIGHTS = {
    FilingBehaviour.EARLY: 26,
    FilingBehaviour.REMINDED: 24,
    FilingBehaviour.LAST_DAY: 12,
    FilingBehaviour.LATE: 12,
    FilingBehaviour.WRONG: 8,
    FilingBehaviour.HALF: 4,
    FilingBehaviour.ABANDONED: 2,
    FilingBehaviour.PAPER: 3,
    FilingBehaviour.EXTENDED: 3,
    FilingBehaviour.EXCUSED: 2,
    FilingBehaviour.NEVER: 4,
}


class SimulatedAct(StrEnum):
    """What an officer or coordinator does to a report."""

    BEGIN = "begin"
    FILE = "file"
    RETURN = "return"
    ACCEPT = "accept"
    RECEIVE = "receive"
    EXTEND = "extend"
    EXCUSE = "excuse"


@dataclass(frozen=True, slots=True, order=True)
class SimulatedEvent:
    """``act`` is done to a report at an instant; ``day``: the new last day of an extension."""

    at: datetime
    obligation_id: int
    act: SimulatedAct
    day: date | None = None


def plan_events(owed: Sequence[Obligation], calendar: Calendar, chance: random.Random) -> list[SimulatedEvent]:
    """All events of the year in order of time; the same random generator gives the same events."""
    events: list[SimulatedEvent] = []
    for obligation in sorted(owed, key=lambda report: report.id):
        behaviour = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        events += _events_of(behaviour, obligation, calendar, chance)
    return sorted(events)


def _events_of(
    behaviour: FilingBehaviour, obligation: Obligation, calendar: Calendar, chance: random.Random
) -> Iterator[SimulatedEvent]:
    def at(day: date, act: SimulatedAct, until: date | None = None) -> SimulatedEvent:
        minutes = chance.randrange(7 * 60 + 30, 21 * 60)
        return SimulatedEvent(
            datetime.combine(day, time(), tzinfo=TIME_ZONE) + timedelta(minutes=minutes), obligation.id, act, until
        )

    last, days = obligation.last_day, timedelta
    opens_on = opens(last, obligation.closes)
    working = calendar.working_days_before
    match behaviour:
        case FilingBehaviour.EARLY:
            yield from _filed_and_accepted(
                at, opens_on + days(chance.randint(0, max(0, (working(last, 11) - opens_on).days))), chance
            )
        case FilingBehaviour.REMINDED:
            yield from _filed_and_accepted(at, working(last, chance.randint(1, 9)), chance)
        case FilingBehaviour.LAST_DAY:
            yield from _filed_and_accepted(at, last, chance)
        case FilingBehaviour.LATE:
            yield from _filed_and_accepted(at, last + days(chance.randint(1, 16)), chance)
        case FilingBehaviour.WRONG:
            filed_on = working(last, chance.randint(2, 6))
            returned_on = filed_on + days(chance.randint(1, 3))
            yield at(filed_on, SimulatedAct.FILE)
            yield at(returned_on, SimulatedAct.RETURN)
            yield at(returned_on + days(chance.randint(1, 9)), SimulatedAct.FILE)
        case FilingBehaviour.HALF:
            yield at(working(last, chance.randint(3, 9)), SimulatedAct.BEGIN)
            yield at(last, SimulatedAct.FILE)
        case FilingBehaviour.ABANDONED:
            yield at(working(last, chance.randint(1, 12)), SimulatedAct.BEGIN)
        case FilingBehaviour.PAPER:
            yield at(last + days(chance.randint(-3, 3)), SimulatedAct.RECEIVE)
        case FilingBehaviour.EXTENDED:
            until = last + days(chance.randint(3, 10))
            yield at(working(last, 2), SimulatedAct.EXTEND, until)
            yield from _filed_and_accepted(at, until - days(chance.randint(0, 2)), chance)
        case FilingBehaviour.EXCUSED:
            yield at(last + days(chance.randint(-4, 4)), SimulatedAct.EXCUSE)


def _filed_and_accepted(at: object, day: date, chance: random.Random) -> Iterator[SimulatedEvent]:
    assert callable(at)
    yield at(day, SimulatedAct.FILE)
    if chance.random() < 0.8:
        yield at(day + timedelta(days=chance.randint(1, 6)), SimulatedAct.ACCEPT)

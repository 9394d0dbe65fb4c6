"""Who does what when: each report of the year gets a temperament, and from it the things that happen."""

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
    """How a report of the year goes."""

    EARLY = "early"
    REMINDED = "reminded"
    """Sent during the last working days."""
    LAST_DAY = "last_day"
    LATE = "late"
    WRONG = "wrong"
    """Sent, returned, and sent again."""
    HALF = "half"
    """Begun, left lying, and finished on the last day."""
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
    BEGIN = "begin"
    FILE = "file"
    RETURN = "return"
    ACCEPT = "accept"
    RECEIVE = "receive"
    EXTEND = "extend"
    EXCUSE = "excuse"


@dataclass(frozen=True, slots=True, order=True)
class SimulatedEvent:
    """``deed`` is done to a report at an instant; ``day``: the new last day of an extension."""

    at: datetime
    obligation_id: int
    act: SimulatedAct
    day: date | None = None


def plan_events(owed: Sequence[Obligation], calendar: Calendar, chance: random.Random) -> list[SimulatedEvent]:
    """Everything that happens in the year, in order; the same for the same ``chance``."""
    events: list[SimulatedEvent] = []
    for obligation in sorted(owed, key=lambda each_obligation: each_obligation.id):
        temper = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        events += _of(temper, obligation, calendar, chance)
    return sorted(events)


def _of(
    temper: FilingBehaviour, obligation: Obligation, calendar: Calendar, chance: random.Random
) -> Iterator[SimulatedEvent]:
    def at(day: date, deed: SimulatedAct, until: date | None = None) -> SimulatedEvent:
        minutes = chance.randrange(7 * 60 + 30, 21 * 60)
        return SimulatedEvent(
            datetime.combine(day, time(), tzinfo=TIME_ZONE) + timedelta(minutes=minutes), obligation.id, deed, until
        )

    last, days = obligation.last_day, timedelta
    begun = opens(last, obligation.closes)
    working = calendar.working_days_before
    match temper:
        case FilingBehaviour.EARLY:
            yield from _filed(at, begun + days(chance.randint(0, max(0, (working(last, 11) - begun).days))), chance)
        case FilingBehaviour.REMINDED:
            yield from _filed(at, working(last, chance.randint(1, 9)), chance)
        case FilingBehaviour.LAST_DAY:
            yield from _filed(at, last, chance)
        case FilingBehaviour.LATE:
            yield from _filed(at, last + days(chance.randint(1, 16)), chance)
        case FilingBehaviour.WRONG:
            sent = working(last, chance.randint(2, 6))
            back = sent + days(chance.randint(1, 3))
            yield at(sent, SimulatedAct.FILE)
            yield at(back, SimulatedAct.RETURN)
            yield at(back + days(chance.randint(1, 9)), SimulatedAct.FILE)
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
            yield from _filed(at, until - days(chance.randint(0, 2)), chance)
        case FilingBehaviour.EXCUSED:
            yield at(last + days(chance.randint(-4, 4)), SimulatedAct.EXCUSE)


def _filed(at: object, day: date, chance: random.Random) -> Iterator[SimulatedEvent]:
    assert callable(at)
    yield at(day, SimulatedAct.FILE)
    if chance.random() < 0.8:
        yield at(day + timedelta(days=chance.randint(1, 6)), SimulatedAct.ACCEPT)

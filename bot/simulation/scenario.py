"""Who does what when: each report of the year gets a temperament, and from it the things that happen."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from locales import ZONE
from reporting.deadlines.calendar import Calendar
from reporting.deadlines.obligation import opens
from storage.reports.obligations import Obligation


class Temper(StrEnum):
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
    Temper.EARLY: 26,
    Temper.REMINDED: 24,
    Temper.LAST_DAY: 12,
    Temper.LATE: 12,
    Temper.WRONG: 8,
    Temper.HALF: 4,
    Temper.ABANDONED: 2,
    Temper.PAPER: 3,
    Temper.EXTENDED: 3,
    Temper.EXCUSED: 2,
    Temper.NEVER: 4,
}


class Deed(StrEnum):
    BEGIN = "begin"
    FILE = "file"
    RETURN = "return"
    ACCEPT = "accept"
    RECEIVE = "receive"
    EXTEND = "extend"
    EXCUSE = "excuse"


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """``deed`` is done to a report at an instant; ``day``: the new last day of an extension."""

    at: datetime
    obligation_id: int
    deed: Deed
    day: date | None = None


def write(owed: Sequence[Obligation], calendar: Calendar, chance: random.Random) -> list[Happening]:
    """Everything that happens in the year, in order; the same for the same ``chance``."""
    found: list[Happening] = []
    for one in sorted(owed, key=lambda one: one.id):
        temper = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        found += _of(temper, one, calendar, chance)
    return sorted(found)


def _of(temper: Temper, one: Obligation, calendar: Calendar, chance: random.Random) -> Iterator[Happening]:
    def at(day: date, deed: Deed, until: date | None = None) -> Happening:
        minutes = chance.randrange(7 * 60 + 30, 21 * 60)
        return Happening(datetime.combine(day, time(), tzinfo=ZONE) + timedelta(minutes=minutes), one.id, deed, until)

    last, days = one.last_day, timedelta
    begun = opens(last, one.closes)
    working = calendar.working_days_before
    match temper:
        case Temper.EARLY:
            yield from _filed(at, begun + days(chance.randint(0, max(0, (working(last, 11) - begun).days))), chance)
        case Temper.REMINDED:
            yield from _filed(at, working(last, chance.randint(1, 9)), chance)
        case Temper.LAST_DAY:
            yield from _filed(at, last, chance)
        case Temper.LATE:
            yield from _filed(at, last + days(chance.randint(1, 16)), chance)
        case Temper.WRONG:
            sent = working(last, chance.randint(2, 6))
            back = sent + days(chance.randint(1, 3))
            yield at(sent, Deed.FILE)
            yield at(back, Deed.RETURN)
            yield at(back + days(chance.randint(1, 9)), Deed.FILE)
        case Temper.HALF:
            yield at(working(last, chance.randint(3, 9)), Deed.BEGIN)
            yield at(last, Deed.FILE)
        case Temper.ABANDONED:
            yield at(working(last, chance.randint(1, 12)), Deed.BEGIN)
        case Temper.PAPER:
            yield at(last + days(chance.randint(-3, 3)), Deed.RECEIVE)
        case Temper.EXTENDED:
            until = last + days(chance.randint(3, 10))
            yield at(working(last, 2), Deed.EXTEND, until)
            yield from _filed(at, until - days(chance.randint(0, 2)), chance)
        case Temper.EXCUSED:
            yield at(last + days(chance.randint(-4, 4)), Deed.EXCUSE)


def _filed(at: object, day: date, chance: random.Random) -> Iterator[Happening]:
    assert callable(at)
    yield at(day, Deed.FILE)
    if chance.random() < 0.8:
        yield at(day + timedelta(days=chance.randint(1, 6)), Deed.ACCEPT)

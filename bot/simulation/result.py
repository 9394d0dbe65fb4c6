"""What a season came to: how much was said, to whom, at which rung; and whether every rule was kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.simulation.runner import SimulatedYear
from reporting.deadlines.calendar import DAY, TIME_ZONE, Calendar, local_day
from reporting.deadlines.obligation import OWED, ReportState
from reporting.reminders.digests import is_waking
from reporting.reminders.recipients import RecipientRole
from reporting.roles import Role

A_DAY, ON_A_LAST_DAY = 1, 2
"""How many digests a person may get in one role on one day."""


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """Messages by part and rung ("officer", −3), by person, and the faults found."""

    by_step: Mapping[tuple[str, str], int]
    by_person: Mapping[tuple[str, int], int]
    states: Mapping[ReportState, int]
    faults: tuple[str, ...]


def count(season: SimulatedYear) -> SimulationResult:
    """Everything of a season in numbers. No fault: each rule of the reminders held all year."""
    reminders = [one for one in season.reminders if one.key.startswith("reminder:")]
    by_rung = Counter((one.part, one.step) for one in reminders)
    by_person = Counter((one.part, one.person_id) for one in reminders)
    states = Counter(one.state for one in season.final_reports)
    return SimulationResult(by_rung, by_person, states, tuple(_faults(season)))


def _faults(season: SimulatedYear) -> Iterator[str]:
    yield from _untrue(season)
    yield from _too_many(season)
    yield from _at_night(season)
    yield from _unheard(season)
    yield from _unended(season)


def _untrue(season: SimulatedYear) -> Iterator[str]:
    """Nobody who has filed is reminded."""
    for one in season.reminders:
        for name in one.untrue:
            yield f"{one.key} {one.at}: {name}"


def _too_many(season: SimulatedYear) -> Iterator[str]:
    """One digest a person, role and day; on a last day a morning and a noon."""
    last_days = {one.last_day for one in season.final_reports} | {one.plan_day for one in season.final_reports}
    heard: dict[tuple[str, int, date], int] = Counter()
    for one in season.reminders:
        if one.key.startswith("reminder:"):
            heard[one.part, one.person_id, local_day(one.at)] += 1
    for (part, person, day), times in heard.items():
        if times > (ON_A_LAST_DAY if day in last_days else A_DAY):
            yield f"{part} {person} {day}: {times}"


def _at_night(season: SimulatedYear) -> Iterator[str]:
    """Quiet hours, and days off that are no last day."""
    calendar = Calendar()
    last_days = {one.last_day for one in season.final_reports} | {one.plan_day for one in season.final_reports}
    for one in season.reminders:
        if one.key.startswith("reminder:"):
            day = local_day(one.at)
            if not is_waking(one.at) or not (calendar.is_working(day) or day in last_days):
                yield f"{one.key} {one.at.astimezone(TIME_ZONE)}"


def _unheard(season: SimulatedYear) -> Iterator[str]:
    """Whatever was still owed on the day the ladder names was told to a leader: the unit's own, else the nearest."""
    calendar, ladder = Calendar(), season.province.plan.ladder
    heard = {(one.person_id, local_day(one.at)) for one in season.reminders if one.part == RecipientRole.LEADER}
    days = sorted({day for _, day in heard})
    for one in season.final_reports:
        if one.id in season.postponed:
            continue
        late = [day for day in days if day > one.last_day and calendar.is_working(day)]
        came = season.filed_at.get(one.id)
        owed_until = local_day(came) if came else date.max
        nth = _working_day_after(one.last_day, ladder.leader, calendar)
        if owed_until <= nth:
            continue
        leaders = season.province.nearest(one.unit_id, Role.LEADER)
        if not any((leader.person_id, day) in heard for leader in leaders for day in late if day <= owed_until):
            yield f"{one.unit_id} {one.period}"


def _working_day_after(day: date, count: int, calendar: Calendar) -> date:
    while count:
        day += DAY
        count -= calendar.is_working(day)
    return day


def _unended(season: SimulatedYear) -> Iterator[str]:
    for one in season.final_reports:
        if one.state in OWED:
            yield f"{one.id} {one.period}: {one.state}"

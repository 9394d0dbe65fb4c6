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
    reminders = [reminder for reminder in season.reminders if reminder.key.startswith("reminder:")]
    by_rung = Counter((reminder.part, reminder.step) for reminder in reminders)
    by_person = Counter((reminder.part, reminder.person_id) for reminder in reminders)
    states = Counter(obligation.state for obligation in season.final_reports)
    return SimulationResult(by_rung, by_person, states, tuple(_faults(season)))


def _faults(season: SimulatedYear) -> Iterator[str]:
    yield from _untrue(season)
    yield from _too_many(season)
    yield from _at_night(season)
    yield from _unheard(season)
    yield from _unended(season)


def _untrue(season: SimulatedYear) -> Iterator[str]:
    """Nobody who has filed is reminded."""
    for reminder in season.reminders:
        for name in reminder.untrue:
            yield f"{reminder.key} {reminder.at}: {name}"


def _too_many(season: SimulatedYear) -> Iterator[str]:
    """One digest a person, role and day; on a last day a morning and a noon."""
    last_days = {obligation.last_day for obligation in season.final_reports} | {
        obligation.plan_day for obligation in season.final_reports
    }
    heard: dict[tuple[str, int, date], int] = Counter()
    for reminder in season.reminders:
        if reminder.key.startswith("reminder:"):
            heard[reminder.part, reminder.person_id, local_day(reminder.at)] += 1
    for (part, person, day), times in heard.items():
        if times > (ON_A_LAST_DAY if day in last_days else A_DAY):
            yield f"{part} {person} {day}: {times}"


def _at_night(season: SimulatedYear) -> Iterator[str]:
    """Quiet hours, and days off that are no last day."""
    calendar = Calendar()
    last_days = {obligation.last_day for obligation in season.final_reports} | {
        obligation.plan_day for obligation in season.final_reports
    }
    for reminder in season.reminders:
        if reminder.key.startswith("reminder:"):
            day = local_day(reminder.at)
            if not is_waking(reminder.at) or not (calendar.is_working(day) or day in last_days):
                yield f"{reminder.key} {reminder.at.astimezone(TIME_ZONE)}"


def _unheard(season: SimulatedYear) -> Iterator[str]:
    """Whatever was still owed on the day the ladder names was told to a leader: the unit's own, else the nearest."""
    calendar, ladder = Calendar(), season.province.plan.ladder
    heard = {
        (reminder.person_id, local_day(reminder.at))
        for reminder in season.reminders
        if reminder.part == RecipientRole.LEADER
    }
    days = sorted({day for _, day in heard})
    for obligation in season.final_reports:
        if obligation.id in season.postponed:
            continue
        late = [day for day in days if day > obligation.last_day and calendar.is_working(day)]
        came = season.filed_at.get(obligation.id)
        owed_until = local_day(came) if came else date.max
        nth = _working_day_after(obligation.last_day, ladder.leader, calendar)
        if owed_until <= nth:
            continue
        leaders = season.province.nearest(obligation.unit_id, Role.LEADER)
        if not any((leader.person_id, day) in heard for leader in leaders for day in late if day <= owed_until):
            yield f"{obligation.unit_id} {obligation.period}"


def _working_day_after(day: date, count: int, calendar: Calendar) -> date:
    while count:
        day += DAY
        count -= calendar.is_working(day)
    return day


def _unended(season: SimulatedYear) -> Iterator[str]:
    for obligation in season.final_reports:
        if obligation.state in OWED:
            yield f"{obligation.id} {obligation.period}: {obligation.state}"

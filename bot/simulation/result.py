"""Counts the messages of a simulated year and checks the rules of the reminders.

An independent check: working days and leaders are counted here again from the final rows; only the limits of quiet
hours come from ``reporting.reminders.nudge_limits.is_waking``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.simulation.runner import SimulatedYear
from reporting.deadlines.calendar import DAY, TIME_ZONE, Calendar, local_day
from reporting.deadlines.obligation import OWED, ReportState
from reporting.reminders.nudge_limits import is_waking
from reporting.reminders.recipients import RecipientRole
from reporting.roles import Role

A_DAY, ON_A_LAST_DAY = 1, 2
"""How many digests a person may get in one role on one day."""


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """Reminders by recipient role and step ("officer", "−3") and by person, final states, broken rules."""

    by_step: Mapping[tuple[str, str], int]
    by_person: Mapping[tuple[str, int], int]
    states: Mapping[ReportState, int]
    faults: tuple[str, ...]


def count(year: SimulatedYear) -> SimulationResult:
    """Counts a simulated year. Without faults every rule of the reminders was kept."""
    reminders = [reminder for reminder in year.reminders if reminder.key.startswith("reminder:")]
    by_step = Counter((reminder.part, reminder.step) for reminder in reminders)
    by_person = Counter((reminder.part, reminder.person_id) for reminder in reminders)
    states = Counter(obligation.state for obligation in year.final_reports)
    return SimulationResult(by_step, by_person, states, tuple(_faults(year)))


def _faults(year: SimulatedYear) -> Iterator[str]:
    yield from _untrue(year)
    yield from _too_many_digests(year)
    yield from _outside_hours(year)
    yield from _leader_not_told(year)
    yield from _still_owed(year)


def _untrue(year: SimulatedYear) -> Iterator[str]:
    """Rule: nobody is reminded of a report that is filed."""
    for reminder in year.reminders:
        for name in reminder.untrue:
            yield f"{reminder.key} {reminder.at}: {name}"


def _too_many_digests(year: SimulatedYear) -> Iterator[str]:
    """Rule: one digest a day for a person in a role; two (07:00 and 12:00) on the last day of a report."""
    last_days = {obligation.last_day for obligation in year.final_reports} | {
        obligation.plan_day for obligation in year.final_reports
    }
    heard: dict[tuple[str, int, date], int] = Counter()
    for reminder in year.reminders:
        if reminder.key.startswith("reminder:"):
            heard[reminder.part, reminder.person_id, local_day(reminder.at)] += 1
    for (part, person, day), times in heard.items():
        if times > (ON_A_LAST_DAY if day in last_days else A_DAY):
            yield f"{part} {person} {day}: {times}"


def _outside_hours(year: SimulatedYear) -> Iterator[str]:
    """Rule: no digest in quiet hours, and none on a day off unless it is the last day of a report."""
    calendar = Calendar()
    last_days = {obligation.last_day for obligation in year.final_reports} | {
        obligation.plan_day for obligation in year.final_reports
    }
    for reminder in year.reminders:
        if reminder.key.startswith("reminder:"):
            day = local_day(reminder.at)
            if not is_waking(reminder.at) or not (calendar.is_working(day) or day in last_days):
                yield f"{reminder.key} {reminder.at.astimezone(TIME_ZONE)}"


def _leader_not_told(year: SimulatedYear) -> Iterator[str]:
    """Rule: a report still owed on the day the plan's policy names is reported to a leader of the unit.

    A unit without leader is reported to those of the nearest unit above that has one.
    """
    calendar, ladder = Calendar(), year.province.plan.ladder
    heard = {
        (reminder.person_id, local_day(reminder.at))
        for reminder in year.reminders
        if reminder.part == RecipientRole.LEADER
    }
    days = sorted({day for _, day in heard})
    for obligation in year.final_reports:
        if obligation.id in year.postponed:
            continue
        late_days = [day for day in days if day > obligation.last_day and calendar.is_working(day)]
        filed = year.filed_at.get(obligation.id)
        owed_until = local_day(filed) if filed else date.max
        leader_day = _working_day_after(obligation.last_day, ladder.leader, calendar)
        if owed_until <= leader_day:
            continue
        leaders = year.province.nearest(obligation.unit_id, Role.LEADER)
        if not any((leader.person_id, day) in heard for leader in leaders for day in late_days if day <= owed_until):
            yield f"{obligation.unit_id} {obligation.period}"


def _working_day_after(day: date, count: int, calendar: Calendar) -> date:
    while count:
        day += DAY
        count -= calendar.is_working(day)
    return day


def _still_owed(year: SimulatedYear) -> Iterator[str]:
    """Rule: no report is owed after the end of the year."""
    for obligation in year.final_reports:
        if obligation.state in OWED:
            yield f"{obligation.id} {obligation.period}: {obligation.state}"

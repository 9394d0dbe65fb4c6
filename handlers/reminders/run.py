"""Whom the clock tells what: digests that are due, put into the outbox once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from handlers.reminders import coordinator_digest, leader_digest, officer_digest
from handlers.reminders.context import Round, Told
from handlers.turn import notify
from handlers.turn.quota import Allowance
from handlers.turn.services import Services
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import State
from reporting.reminders.digests import PAUSE, Digest, Owed, due
from reporting.reminders.recipients import Part, Posts
from reporting.reminders.schedule import Course
from storage.messaging import conversations, reminder_cancellation
from storage.messaging.outbox import Parcel
from storage.people import recipients
from storage.plans.plans import Shelf
from storage.reports import reminders
from storage.reports.reminders import Case
from storage.units.units import Unit

WORDING: Mapping[Part, Callable[[Round, Digest], Told]] = {
    Part.OFFICER: officer_digest.told,
    Part.COORDINATOR: coordinator_digest.told,
    Part.LEADER: leader_digest.told,
}


@dataclass(slots=True)
class Said:
    """The digests put into the outbox; and by channel whose limit is used up the units left unreminded."""

    parcels: list[Parcel] = field(default_factory=list)
    left_out: defaultdict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))


def whom(tx: Connection, services: Services, now: datetime) -> list[Digest]:
    """What is to be said now: due, not said yet, to somebody who heard nothing within four hours."""
    today = local_day(now)
    owed = _owed(reminders.near(tx, today), recipients.everywhere(tx), tx, services.plans)
    digests = due(owed, now, services.calendar, reminders.snoozes(tx, today))
    said = reminders.said(tx, [digest.key for digest in digests])
    unsaid = [digest for digest in digests if digest.key not in said]
    lately = reminders.said_since(tx, [digest.person_id for digest in unsaid], now - PAUSE)
    return [digest for digest in unsaid if (digest.part, digest.person_id) not in lately]


def remind(tx: Connection, digests: Sequence[Digest], services: Services, now: datetime) -> Said:
    """Says these digests as things stand now, each unless it stands in the outbox already."""
    cases = reminders.still_owed(tx, {id for digest in digests for id in digest.obligation_ids})
    only_officers = all(digest.part == Part.OFFICER for digest in digests)
    line = {unit_id for case in cases for unit_id in case.unit.ancestors}
    found = recipients.in_units(tx, line) if only_officers else recipients.everywhere(tx)
    asked = {(digest.part, digest.person_id) for digest in digests}
    owed = (one for one in _owed(cases, found, tx, services.plans) if (one.part, one.person_id) in asked)
    round_ = Round(tx, services, now, found, {case.obligation.id: case for case in cases})
    allowance, said = Allowance.of(tx, services.limits, now), Said()
    for digest in due(owed, now, services.calendar, reminders.snoozes(tx, local_day(now))):
        _say(round_, digest, allowance, said)
    return said


def _say(round_: Round, digest: Digest, allowance: Allowance, said: Said) -> None:
    text, choices = WORDING[digest.part](round_, digest)
    person = digest.person_id
    parcel = notify.tell(round_.tx, person, text, choices, key=digest.key, now=round_.now, without=allowance.used_up)
    if parcel:
        allowance.spend(parcel.channel)
        reminder_cancellation.supersede(round_.tx, person, f"reminder:{digest.part}:", parcel.id)
        said.parcels.append(parcel)
    elif digest.part == Part.OFFICER:
        addresses = (one for one in conversations.of_person(round_.tx, person) if one.blocked_at is None)
        blocking = next((one.channel for one in addresses if one.channel in allowance.used_up), None)
        if blocking:
            said.left_out[blocking] += [round_.cases[id].unit for id in digest.obligation_ids]


def _owed(cases: Iterable[Case], found: Posts, tx: Connection, plans: Shelf) -> Iterator[Owed]:
    for case in cases:
        yield from _owed_one(case, found, _course(case, tx, plans))


def _owed_one(case: Case, found: Posts, course: Course) -> Iterator[Owed]:
    """Who hears of it. Of a return its officers have been told already: what came before it no longer counts."""
    id, line, returned = case.obligation.id, case.unit.ancestors, _returned_at(case)
    for post in found.officers(line):
        since = max(post.since, returned) if returned else post.since
        wrote = case.written_at if post.person_id == case.written_by else None
        yield Owed(Part.OFFICER, post.person_id, id, course, since, answered_at=wrote)
    for post in found.coordinators(line):
        yield Owed(Part.COORDINATOR, post.person_id, id, course, returned)
    for rung, post in found.leaders(line, course.ladder):
        yield Owed(Part.LEADER, post.person_id, id, course, returned, rung=rung)


def _returned_at(case: Case) -> datetime | None:
    return case.obligation.reviewed_at if case.obligation.state == State.RETURNED else None


def _course(case: Case, tx: Connection, plans: Shelf) -> Course:
    one = case.obligation
    returned = _returned_at(case)
    return Course(
        one.opens,
        one.last_day,
        plans.get(tx, one.plan_id).ladder,
        one.due_at,
        local_day(returned) if returned else None,
    )

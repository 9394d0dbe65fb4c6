"""Whom the clock tells what: digests that are due, put into the outbox once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from handlers.reminders import coordinator_digest, leader_digest, officer_digest
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.turn import notify
from handlers.turn.quota import MonthlyQuota
from handlers.turn.services import Services
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import ReportState
from reporting.reminders.digests import PAUSE, Digest, PendingReminder, due_digests
from reporting.reminders.recipients import RecipientRole, Recipients
from reporting.reminders.schedule import ReminderPlan
from storage.messaging import conversations, reminder_cancellation
from storage.messaging.outbox import OutboxMessage
from storage.people import recipients
from storage.plans.plans import PlanCache
from storage.reports import reminders
from storage.reports.reminders import OpenReport
from storage.units.units import Unit

DIGEST_BUILDERS: Mapping[RecipientRole, Callable[[ReminderContext, Digest], ReminderText]] = {
    RecipientRole.OFFICER: officer_digest.build_digest,
    RecipientRole.COORDINATOR: coordinator_digest.build_digest,
    RecipientRole.LEADER: leader_digest.build_digest,
}


@dataclass(slots=True)
class RemindResult:
    """The digests put into the outbox; and by channel whose limit is used up the units left unreminded."""

    parcels: list[OutboxMessage] = field(default_factory=list)
    left_out: defaultdict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))


def digests_to_send(tx: Connection, services: Services, now: datetime) -> list[Digest]:
    """What is to be said now: due, not said yet, to somebody who heard nothing within four hours."""
    today = local_day(now)
    owed = _owed(reminders.near_deadline(tx, today), recipients.all_recipients(tx), tx, services.plans)
    digests = due_digests(owed, now, services.calendar, reminders.snoozes(tx, today))
    queued_keys = reminders.queued_keys(tx, [digest.key for digest in digests])
    unsaid = [digest for digest in digests if digest.key not in queued_keys]
    lately = reminders.last_reminded(tx, [digest.person_id for digest in unsaid], now - PAUSE)
    return [digest for digest in unsaid if (digest.role, digest.person_id) not in lately]


def queue_digests(tx: Connection, digests: Sequence[Digest], services: Services, now: datetime) -> RemindResult:
    """Says these digests as things stand now, each unless it stands in the outbox already."""
    cases = reminders.still_owed(tx, {obligation_id for digest in digests for obligation_id in digest.obligation_ids})
    only_officers = all(digest.role == RecipientRole.OFFICER for digest in digests)
    line = {unit_id for case in cases for unit_id in case.unit.ancestors}
    matching_recipients = recipients.recipients_in(tx, line) if only_officers else recipients.all_recipients(tx)
    asked = {(digest.role, digest.person_id) for digest in digests}
    owed = (
        reminder
        for reminder in _owed(cases, matching_recipients, tx, services.plans)
        if (reminder.role, reminder.person_id) in asked
    )
    round_ = ReminderContext(tx, services, now, matching_recipients, {case.obligation.id: case for case in cases})
    allowance, result = MonthlyQuota.of_month(tx, services.monthly_limits, now), RemindResult()
    for digest in due_digests(owed, now, services.calendar, reminders.snoozes(tx, local_day(now))):
        _say(round_, digest, allowance, result)
    return result


def _say(round_: ReminderContext, digest: Digest, allowance: MonthlyQuota, result: RemindResult) -> None:
    text, choices = DIGEST_BUILDERS[digest.role](round_, digest)
    person = digest.person_id
    parcel = notify.notify_person(
        round_.tx, person, text, choices, key=digest.key, now=round_.now, without=allowance.used_up
    )
    if parcel:
        allowance.spend(parcel.channel)
        reminder_cancellation.cancel_older(round_.tx, person, f"reminder:{digest.role}:", parcel.id)
        result.parcels.append(parcel)
    elif digest.role == RecipientRole.OFFICER:
        addresses = (
            conversation
            for conversation in conversations.of_person(round_.tx, person)
            if conversation.blocked_at is None
        )
        blocking = next(
            (conversation.channel for conversation in addresses if conversation.channel in allowance.used_up), None
        )
        if blocking:
            result.left_out[blocking] += [
                round_.open_reports[obligation_id].unit for obligation_id in digest.obligation_ids
            ]


def _owed(
    cases: Iterable[OpenReport], matching_recipients: Recipients, tx: Connection, plans: PlanCache
) -> Iterator[PendingReminder]:
    for case in cases:
        yield from _owed_one(case, matching_recipients, _course(case, tx, plans))


def _owed_one(case: OpenReport, matching_recipients: Recipients, course: ReminderPlan) -> Iterator[PendingReminder]:
    """Who hears of it. Of a return its officers have been told already: what came before it no longer counts."""
    obligation_id, line, returned = case.obligation.id, case.unit.ancestors, _returned_at(case)
    for post in matching_recipients.officers(line):
        since = max(post.since, returned) if returned else post.since
        wrote = case.written_at if post.person_id == case.written_by else None
        yield PendingReminder(RecipientRole.OFFICER, post.person_id, obligation_id, course, since, answered_at=wrote)
    for post in matching_recipients.coordinators(line):
        yield PendingReminder(RecipientRole.COORDINATOR, post.person_id, obligation_id, course, returned)
    for rung, post in matching_recipients.leaders(line, course.policy):
        yield PendingReminder(RecipientRole.LEADER, post.person_id, obligation_id, course, returned, step=rung)


def _returned_at(case: OpenReport) -> datetime | None:
    return case.obligation.reviewed_at if case.obligation.state == ReportState.RETURNED else None


def _course(case: OpenReport, tx: Connection, plans: PlanCache) -> ReminderPlan:
    obligation = case.obligation
    returned = _returned_at(case)
    return ReminderPlan(
        obligation.opens,
        obligation.last_day,
        plans.get(tx, obligation.plan_id).ladder,
        obligation.due_at,
        local_day(returned) if returned else None,
    )

"""The reminders the clock sends: which digests are due, and each put into the outbox once."""

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
from reporting.reminders.digests import Digest, PendingReminder, due_digests
from reporting.reminders.nudge_limits import PAUSE
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
    """The digests put into the outbox; and by channel whose quota is used up, the units whose officers got none."""

    messages: list[OutboxMessage] = field(default_factory=list)
    left_out: defaultdict[str, list[Unit]] = field(default_factory=lambda: defaultdict(list))


def digests_to_send(tx: Connection, services: Services, now: datetime) -> list[Digest]:
    """The digests that are due, not queued yet, and for people who were not reminded within :data:`PAUSE`."""
    today = local_day(now)
    owed = _pending(reminders.near_deadline(tx, today), recipients.all_recipients(tx), tx, services.plans)
    digests = due_digests(owed, now, services.calendar, reminders.snoozes(tx, today))
    queued_keys = reminders.queued_keys(tx, [digest.key for digest in digests])
    unqueued = [digest for digest in digests if digest.key not in queued_keys]
    lately = reminders.last_reminded(tx, [digest.person_id for digest in unqueued], now - PAUSE)
    return [digest for digest in unqueued if (digest.role, digest.person_id) not in lately]


def queue_digests(tx: Connection, digests: Sequence[Digest], services: Services, now: datetime) -> RemindResult:
    """Puts these digests into the outbox, with the reports as they stand now; one that is there already is skipped."""
    reports = reminders.still_owed(tx, {obligation_id for digest in digests for obligation_id in digest.obligation_ids})
    only_officers = all(digest.role == RecipientRole.OFFICER for digest in digests)
    unit_ids = {unit_id for report in reports for unit_id in report.unit.ancestors}
    holders = recipients.recipients_in(tx, unit_ids) if only_officers else recipients.all_recipients(tx)
    wanted = {(digest.role, digest.person_id) for digest in digests}
    pending = _pending(reports, holders, tx, services.plans)
    owed = (reminder for reminder in pending if (reminder.role, reminder.person_id) in wanted)
    context = ReminderContext(tx, services, now, holders, {report.obligation.id: report for report in reports})
    quota, result = MonthlyQuota.of_month(tx, services.monthly_limits, now), RemindResult()
    for digest in due_digests(owed, now, services.calendar, reminders.snoozes(tx, local_day(now))):
        _queue(context, digest, quota, result)
    return result


def _queue(context: ReminderContext, digest: Digest, quota: MonthlyQuota, result: RemindResult) -> None:
    tx, person_id = context.tx, digest.person_id
    text, buttons = DIGEST_BUILDERS[digest.role](context, digest)
    message = notify.notify_person(tx, person_id, text, buttons, key=digest.key, now=context.now, without=quota.used_up)
    if message:
        quota.spend(message.channel)
        reminder_cancellation.cancel_older(tx, person_id, f"reminder:{digest.role}:", message.id)
        result.messages.append(message)
    elif digest.role == RecipientRole.OFFICER:
        channels = (talk.channel for talk in conversations.of_person(tx, person_id) if talk.blocked_at is None)
        used_up = next((channel for channel in channels if channel in quota.used_up), None)
        if used_up:
            units = [context.open_reports[obligation_id].unit for obligation_id in digest.obligation_ids]
            result.left_out[used_up] += units


def _pending(
    reports: Iterable[OpenReport], holders: Recipients, tx: Connection, plans: PlanCache
) -> Iterator[PendingReminder]:
    for report in reports:
        yield from _pending_of_report(report, holders, _reminder_plan(report, tx, plans))


def _pending_of_report(report: OpenReport, holders: Recipients, plan: ReminderPlan) -> Iterator[PendingReminder]:
    """Everybody who is reminded of the report. Reminder times before its return, if it was returned, do not count.

    Its officers were notified of the return itself.
    """
    obligation_id, unit_ids, returned_at = report.obligation.id, report.unit.ancestors, _returned_at(report)
    for officer in holders.officers(unit_ids):
        since = max(officer.since, returned_at) if returned_at else officer.since
        answered_at = report.written_at if officer.person_id == report.written_by else None
        yield PendingReminder(RecipientRole.OFFICER, officer.person_id, obligation_id, plan, since, answered_at)
    for coordinator in holders.coordinators(unit_ids):
        yield PendingReminder(RecipientRole.COORDINATOR, coordinator.person_id, obligation_id, plan, returned_at)
    for step, leader in holders.leaders(unit_ids, plan.policy):
        yield PendingReminder(RecipientRole.LEADER, leader.person_id, obligation_id, plan, returned_at, step=step)


def _returned_at(report: OpenReport) -> datetime | None:
    return report.obligation.reviewed_at if report.obligation.state == ReportState.RETURNED else None


def _reminder_plan(report: OpenReport, tx: Connection, plans: PlanCache) -> ReminderPlan:
    obligation, returned_at = report.obligation, _returned_at(report)
    return ReminderPlan(
        obligation.opens,
        obligation.last_day,
        plans.get(tx, obligation.plan_id).ladder,
        obligation.due_at,
        local_day(returned_at) if returned_at else None,
    )

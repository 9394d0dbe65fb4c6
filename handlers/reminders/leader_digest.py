"""The leaders' digest: which units are late with which report, by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.reminders import grouping
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.reminders.grouping import ReminderGroup
from locales import Words
from reporting.reminders.digests import Digest
from reporting.status.filing import FilingStatus
from storage.reports.reminders import OpenReport


def build_digest(context: ReminderContext, digest: Digest) -> ReminderText:
    """Each report that is late, with the names of its units and how far they are."""
    reports = [context.open_reports[obligation_id] for obligation_id in digest.obligation_ids]
    missing = FilingStatus.of(reports, context.now).missing
    title = "reminders.leader.title" if missing else "reminders.leader.title_returned"

    def paragraph(group: ReminderGroup, words: Words, number: int | None) -> str:
        return _paragraph(context, group, words, number)

    groups = grouping.by_report(_with_membership(context, reports, digest.person_id))
    return grouping.build_digest(context, groups, title, paragraph)


def _with_membership(
    context: ReminderContext, reports: Sequence[OpenReport], person_id: int
) -> Iterator[tuple[int, OpenReport]]:
    """Each report with the id of the membership in which this leader is told of it."""
    for report in reports:
        leaders = context.recipients.leaders(report.unit.ancestors, context.plan(report).ladder)
        yield next(leader.membership_id for _, leader in leaders if leader.person_id == person_id), report


def _paragraph(context: ReminderContext, group: ReminderGroup, words: Words, number: int | None) -> str:
    def level_lines(reports: Sequence[OpenReport]) -> tuple[str, str]:
        status = FilingStatus.of(reports, context.now)
        lines = (("reminders.leader.missing", status.missing), ("reminders.leader.answering", status.returned))
        named = [
            words(key, n=len(units), names=grouping.unit_names(context, units, words)) for key, units in lines if units
        ]
        return "", "\n".join(named)

    return grouping.paragraph(context, group, level_lines, words, number)

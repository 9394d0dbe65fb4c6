"""The leaders' digest: which units are late with which report, by name."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reminders import grouping
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.reminders.grouping import ReminderGroup
from locales import Words
from reporting.reminders.digests import Digest
from reporting.status.filing import FilingStatus
from storage.reports.reminders import OpenReport


def build_digest(round_: ReminderContext, digest: Digest) -> ReminderText:
    """Each report that is late, with the names of its units and how far they are."""
    groups = grouping.by_report(_posted(round_, digest))

    missing = FilingStatus.of([report for group in groups for report in group.missing], round_.now).missing
    title = "reminders.leader.title" if missing else "reminders.leader.title_returned"

    def text(say: Words) -> str:
        body = grouping.message(groups, lambda group, number: _paragraph(round_, group, say, number), say)
        return "\n\n".join([say(title), body, say("reminders.coordinator.as_of", moment=say.moment(round_.now))])

    return text, lambda say: grouping.report_buttons(groups, say)


def _posted(round_: ReminderContext, digest: Digest) -> list[tuple[int, OpenReport]]:
    """The reports with the hat in which this leader is told."""
    owed = []
    for case in (round_.open_reports[obligation_id] for obligation_id in digest.obligation_ids):
        ladder = round_.services.plans.get(round_.tx, case.obligation.plan_id).ladder
        leaders = (post for _, post in round_.recipients.leaders(case.unit.ancestors, ladder))
        owed.append((next(leader.membership_id for leader in leaders if leader.person_id == digest.person_id), case))
    return owed


def _paragraph(round_: ReminderContext, group: ReminderGroup, say: Words, number: int | None) -> str:
    def level(cases: Sequence[OpenReport]) -> tuple[str, str]:
        status = FilingStatus.of(cases, round_.now)
        lines = (("reminders.leader.missing", status.missing), ("reminders.leader.answering", status.returned))
        named = [
            say(key, n=len(reports), names=grouping.names(round_, reports, say)) for key, reports in lines if reports
        ]
        return "", "\n".join(named)

    return grouping.paragraph(round_, group, level, say, number)

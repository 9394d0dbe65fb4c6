"""The coordinators' digest: for each report how many units have filed, and the names of those that have not."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reminders import grouping
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.reminders.grouping import ReminderGroup
from handlers.text.filing_counts import filed_count
from handlers.turn.context import Turn
from handlers.turn.features import Args
from locales import Words
from reporting.reminders.digests import Digest
from reporting.reminders.recipients import RoleHolder
from reporting.status.filing import FilingStatus
from storage.reports import obligations, reminders
from storage.reports.reminders import OpenReport


def build_digest(context: ReminderContext, digest: Digest) -> ReminderText:
    """Each report that some unit still owes: n/N filed, how many late, the names, buttons that remind them."""
    coordinators: dict[int, RoleHolder] = {}
    owed: list[tuple[int, OpenReport]] = []
    for report in (context.open_reports[obligation_id] for obligation_id in digest.obligation_ids):
        holders = context.recipients.coordinators(report.unit.ancestors)
        coordinator = next(holder for holder in holders if holder.person_id == digest.person_id)
        coordinators[coordinator.membership_id] = coordinator
        owed.append((coordinator.membership_id, report))

    def paragraph(group: ReminderGroup, words: Words, number: int | None) -> str:
        return _paragraph(context, coordinators[group.membership_id], group, words, number)

    return grouping.build_digest(context, grouping.by_report(owed), "reminders.coordinator.title", paragraph)


def show_board(turn: Turn, args: Args) -> None:
    """``{obligation, membership}``: the board of the report, in the role in which the digest was sent."""
    if args["membership"]:
        turn.switch_role(args["membership"])
    obligation = obligations.get(turn.tx, args["obligation"])
    if obligation is None:
        return turn.run_action("monitoring.show_status")
    turn.run_action(
        "monitoring.show_board",
        plan=obligation.plan_id,
        report=obligation.report_id,
        period=obligation.period,
        unit=turn.me.unit.id,
    )


def _paragraph(
    context: ReminderContext, coordinator: RoleHolder, group: ReminderGroup, words: Words, number: int | None
) -> str:
    everyone = _reports_under(context, coordinator, group.reports[0])

    def level_lines(reports: Sequence[OpenReport]) -> tuple[str, str]:
        level = reports[0].unit.kind
        of_level = FilingStatus.of([report for report in everyone if report.unit.kind == level], context.now)
        status = FilingStatus.of(reports, context.now)
        lines = (
            ("reminders.coordinator.missing", status.missing),
            ("reminders.coordinator.answering", status.returned),
        )
        named = [words(key, names=grouping.unit_names(context, units, words)) for key, units in lines if units]
        return filed_count(words, level, of_level), "\n".join(named)

    return grouping.paragraph(context, group, level_lines, words, number)


def _reports_under(context: ReminderContext, coordinator: RoleHolder, like: OpenReport) -> list[OpenReport]:
    """The same report of every unit that is under this coordinator, owed or not."""
    return [
        report
        for report in reminders.of_report(context.tx, coordinator.unit_id, like.obligation)
        if coordinator in context.recipients.coordinators(report.unit.ancestors)
    ]

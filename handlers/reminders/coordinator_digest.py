"""The coordinators' digest: of each report how many have filed, and the names of those who have not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reminders import grouping
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.reminders.grouping import ReminderGroup
from handlers.text.filing_counts import filed_count
from handlers.turn.context import Turn
from locales import Words
from reporting.reminders.digests import Digest
from reporting.reminders.recipients import RoleHolder
from reporting.status.filing import FilingStatus
from storage.reports import obligations, reminders
from storage.reports.reminders import OpenReport


def build_digest(round_: ReminderContext, digest: Digest) -> ReminderText:
    """Each report some unit still owes: n/N, how many late, the names, and a way to remind them."""
    posts: dict[int, RoleHolder] = {}
    owed: list[tuple[int, OpenReport]] = []
    for case in (round_.open_reports[obligation_id] for obligation_id in digest.obligation_ids):
        overseers = round_.recipients.coordinators(case.unit.ancestors)
        post = next(overseer for overseer in overseers if overseer.person_id == digest.person_id)
        posts[post.membership_id] = post
        owed.append((post.membership_id, case))
    groups = grouping.by_report(owed)

    def text(say: Words) -> str:
        body = grouping.message(groups, lambda group, number: _paragraph(round_, posts, group, say, number), say)
        return "\n\n".join(
            [
                say("reminders.coordinator.title"),
                body,
                say("reminders.coordinator.as_of", moment=say.moment(round_.now)),
            ]
        )

    return text, lambda say: grouping.report_buttons(groups, say)


def show_board(turn: Turn, args: Mapping[str, Any]) -> None:
    """The board of a report, in the hat in which it was spoken of."""
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
    round_: ReminderContext, posts: Mapping[int, RoleHolder], group: ReminderGroup, say: Words, number: int | None
) -> str:
    everyone = _everyone(round_, posts[group.membership_id], group.missing[0])

    def level(cases: Sequence[OpenReport]) -> tuple[str, str]:
        of_level = [case for case in everyone if case.unit.kind == cases[0].unit.kind]
        status = FilingStatus.of(cases, round_.now)
        lines = (
            ("reminders.coordinator.missing", status.missing),
            ("reminders.coordinator.answering", status.returned),
        )
        named = [say(key, names=grouping.names(round_, reports, say)) for key, reports in lines if reports]
        count = filed_count(say, cases[0].unit.kind, FilingStatus.of(of_level, round_.now))
        return count, "\n".join(named)

    return grouping.paragraph(round_, group, level, say, number)


def _everyone(round_: ReminderContext, post: RoleHolder, like: OpenReport) -> list[OpenReport]:
    """Whoever owes or owed the same report, and has this coordinator over them."""
    return [
        case
        for case in reminders.of_report(round_.tx, post.unit_id, like.obligation)
        if post in round_.recipients.coordinators(case.unit.ancestors)
    ]

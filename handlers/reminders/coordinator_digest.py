"""The coordinators' digest: of each report how many have filed, and the names of those who have not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reminders import grouping
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.reminders.grouping import ReminderGroup
from handlers.turn.context import Turn
from locales import Words
from reporting.deadlines.obligation import OWED, ReportState, lateness
from reporting.reminders.digests import Digest
from reporting.reminders.recipients import RoleHolder
from storage.reports import obligations, reminders
from storage.reports.reminders import OpenReport


def build_digest(round_: ReminderContext, digest: Digest) -> ReminderText:
    """Each report some unit still owes: n/N, how many late, the names, and a way to remind them."""
    posts: dict[int, RoleHolder] = {}
    owed: list[tuple[int, OpenReport]] = []
    for case in (round_.open_reports[id] for id in digest.obligation_ids):
        overseers = round_.recipients.coordinators(case.unit.ancestors)
        post = next(one for one in overseers if one.person_id == digest.person_id)
        posts[post.membership_id] = post
        owed.append((post.membership_id, case))
    found = grouping.by_report(owed)

    def text(say: Words) -> str:
        body = grouping.message(found, lambda group, number: _paragraph(round_, posts, group, say, number), say)
        return "\n\n".join(
            [
                say("reminders.coordinator.title"),
                body,
                say("reminders.coordinator.as_of", moment=say.moment(round_.now)),
            ]
        )

    return text, lambda say: grouping.report_buttons(found, say)


def show_board(turn: Turn, args: Mapping[str, Any]) -> None:
    """The board of a report, in the hat in which it was spoken of."""
    if args["membership"]:
        turn.switch_role(args["membership"])
    one = obligations.get(turn.tx, args["obligation"])
    if one is None:
        return turn.run_action("monitoring.show_status")
    turn.run_action(
        "monitoring.show_board", plan=one.plan_id, report=one.report_id, period=one.period, unit=turn.me.unit.id
    )


def _paragraph(
    round_: ReminderContext, posts: Mapping[int, RoleHolder], group: ReminderGroup, say: Words, number: int | None
) -> str:
    everyone = _everyone(round_, posts[group.membership_id], group.missing[0])

    def level(cases: Sequence[OpenReport]) -> tuple[str, str]:
        of_level = [case for case in everyone if case.unit.kind == cases[0].unit.kind]
        lines = zip(
            ("reminders.coordinator.missing", "reminders.coordinator.answering"),
            grouping.split_returned(cases),
            strict=True,
        )
        named = [say(key, names=grouping.names(round_, ones, say)) for key, ones in lines if ones]
        return _count(of_level, say), "\n".join(named)

    return grouping.paragraph(round_, group, level, say, number)


def _everyone(round_: ReminderContext, post: RoleHolder, like: OpenReport) -> list[OpenReport]:
    """Whoever owes or owed the same report, and has this coordinator over them."""
    return [
        case
        for case in reminders.of_report(round_.tx, post.unit_id, like.obligation)
        if post in round_.recipients.coordinators(case.unit.ancestors)
    ]


def _count(everyone: Sequence[OpenReport], say: Words) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1; được miễn 1"."""
    owing = [case.obligation for case in everyone if case.obligation.state != ReportState.EXCUSED]
    filed = [one for one in owing if one.state not in OWED]
    late = sum(one.filed_at is not None and lateness(one.late_from, one.filed_at) is not None for one in filed)
    line = say(
        "text.filed.count_late" if late else "text.filed.count",
        level=say(f"text.level.{everyone[0].unit.kind}"),
        filed=len(filed),
        all=len(owing),
        late=late,
    )
    apart = {"returned": sum(one.state == ReportState.RETURNED for one in owing), "excused": len(everyone) - len(owing)}
    return "; ".join([line, *(say(f"text.filed.{key}", n=n) for key, n in apart.items() if n)])

"""Urging by hand: somebody who oversees units has their officers reminded of a report, one unit or all of them.

No officer is reminded twice within four hours, and at night only of a report whose last day it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.reminders import grouping, officer_digest
from handlers.reminders.context import ReminderContext, ReminderText
from handlers.text.deadlines import time_left_words
from handlers.text.lists import join_names
from handlers.turn import notify
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from handlers.turn.quota import MonthlyQuota
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.permissions import can_nudge
from reporting.reminders.nudge_limits import PAUSE, is_waking
from reporting.reminders.recipients import RecipientRole
from reporting.status.filing import FilingStatus
from storage.audit import audit
from storage.people import people, recipients
from storage.people.people import Member
from storage.reports import reminders, submissions
from storage.reports.reminders import OpenReport

NAMES = 8
"""How many units one line of the answer names."""


@dataclass(slots=True)
class NudgeResult:
    """Names of the units that were reminded, that had been reminded lately (and when), where nobody can be reached."""

    reminded: list[str] = field(default_factory=list)
    lately: dict[str, datetime] = field(default_factory=dict)
    unreachable: list[str] = field(default_factory=list)


def nudge_unit(turn: Turn, args: Args) -> None:
    """``{obligation, membership, among}``: the officers of one unit.

    ``among``: the arguments of the list the unit was picked from; a button leads back to it.
    """
    _nudge(turn, _acting_member(turn, args), [args["obligation"]], args.get("among"))


def nudge_all(turn: Turn, args: Args) -> None:
    """``{plan, report, period}``: every unit of one's own that never submitted it.

    ``returned``: instead, every unit whose report was returned.
    """
    member = _acting_member(turn, args)
    owed = reminders.owed_of_report(turn.tx, member.unit, args["plan"], args["report"], args["period"])
    status = FilingStatus.of(owed, turn.now)
    reports = status.returned if args.get("returned") else status.missing
    _nudge(turn, member, [report.obligation.id for report in reports])


def nudge_listed(turn: Turn, args: Args) -> None:
    """``{obligations, membership}``: the units a digest or a board named, as far as they still owe it."""
    _nudge(turn, _acting_member(turn, args), args["obligations"])


def pick_unit(turn: Turn, args: Args) -> None:
    """``{obligations, membership, page}``: a page of the units that still owe it, to remind one of them."""
    member, words = _acting_member(turn, args), turn.words
    context = _load(turn, member, args["obligations"])
    if not context.open_reports:
        return _say_nothing_left(turn, args)
    page = Page.of(list(context.open_reports.values()), args)
    state = context.states(words)
    turn.add_text(grouping.report_title(context, page.items[0], words))
    lines = (_unit_line(turn, report, state(report)) for report in page.items)
    turn.add_text("\n".join([words("reminders.nudge.whom"), *lines]))
    if page.pages > 1:
        turn.add_message("reminders.nudge.page", page=page.number + 1, pages=page.pages)
    listed = {"obligations": args["obligations"], "membership": args.get("membership")}
    nudge = {"membership": member.membership_id, "among": {**listed, "page": page.number}}
    buttons = [
        Button(
            words("reminders.nudge.one", unit=report.unit.name),
            "reminders.nudge_unit",
            {**nudge, "obligation": report.obligation.id},
        )
        for report in page.items
    ]
    board = grouping.board_button(args, words)
    turn.set_buttons(*buttons, *page.buttons(turn, "reminders.pick_unit", **listed), board)


def _acting_member(turn: Turn, args: Args) -> Member:
    """The person in the role the button was sent to, else in the role in use; the role in use stays."""
    held = people.memberships(turn.tx, turn.me.person_id)
    return next((member for member in held if member.membership_id == args.get("membership")), turn.me)


def _load(turn: Turn, member: Member, obligation_ids: Sequence[int]) -> ReminderContext:
    """Those of the reports that are still owed and whose units ``member`` may remind."""
    owed = reminders.owed_among(turn.tx, obligation_ids)
    open_reports = {report.obligation.id: report for report in owed if can_nudge(member, report.unit)}
    unit_ids = {unit_id for report in open_reports.values() for unit_id in report.unit.ancestors}
    return ReminderContext(turn.tx, turn.services, turn.now, recipients.recipients_in(turn.tx, unit_ids), open_reports)


def _nudge(turn: Turn, member: Member, obligation_ids: Sequence[int], among: Args | None = None) -> None:
    for obligation_id in sorted(obligation_ids):
        submissions.lock(turn.tx, obligation_id)
    context = _load(turn, member, obligation_ids)
    reports = list(context.open_reports.values())
    if not reports:
        return _say_nothing_left(turn, {"obligations": list(obligation_ids), "membership": member.membership_id})
    result = _remind(turn, member, context, reports if is_waking(turn.now) else _only_last_day(turn, reports))
    _add_result(turn, result)
    args = {"obligations": [report.obligation.id for report in reports], "membership": member.membership_id}
    another = [Button(turn.words("reminders.nudge.another"), "reminders.pick_unit", among)] if among else []
    turn.set_buttons(*another, grouping.board_button(args, turn.words))


def _only_last_day(turn: Turn, reports: Sequence[OpenReport]) -> list[OpenReport]:
    """The reports whose last day is today; how many the quiet hours leave out is added to the answer."""
    urgent = [report for report in reports if report.obligation.last_day == turn.today]
    if len(urgent) < len(reports):
        turn.add_message("reminders.nudge.quiet", n=len(reports) - len(urgent))
    return urgent


def _remind(turn: Turn, member: Member, context: ReminderContext, reports: Sequence[OpenReport]) -> NudgeResult:
    """Sends one message to each officer over all their units, except to those reminded within :data:`PAUSE`."""
    result, reports_of = NudgeResult(), defaultdict[int, list[OpenReport]](list)
    officers = {report.unit.id: _officer_ids(context, report) for report in reports}
    everybody = sorted({person_id for of_unit in officers.values() for person_id in of_unit})
    reminded = reminders.last_reminded(turn.tx, everybody, turn.now - PAUSE)
    lately = {person_id: at for (role, person_id), at in reminded.items() if role == RecipientRole.OFFICER}
    for report in reports:
        of_unit = officers[report.unit.id]
        if of_unit and all(person_id in lately for person_id in of_unit):
            result.lately[report.unit.name] = max(lately[person_id] for person_id in of_unit)
        for person_id in of_unit:
            if person_id not in lately:
                reports_of[person_id].append(report)
    reached = _send(turn, member, context, reports_of)
    for report in reports:
        if report.obligation.id in reached:
            result.reminded.append(report.unit.name)
            audit.record(turn.tx, turn.now, turn.me.person_id, "report.nudged", obligation=report.obligation)
        elif report.unit.name not in result.lately:
            result.unreachable.append(report.unit.name)
    return result


def _officer_ids(context: ReminderContext, report: OpenReport) -> list[int]:
    return [officer.person_id for officer in context.recipients.officers(report.unit.ancestors)]


def _send(
    turn: Turn, member: Member, context: ReminderContext, reports_of: Mapping[int, Sequence[OpenReport]]
) -> set[int]:
    """Sends each person their reports; returns the ids of those reports of which somebody was reminded."""
    reached: set[int] = set()
    quota = MonthlyQuota.of_month(turn.tx, turn.services.monthly_limits, turn.now)
    for person_id, reports in sorted(reports_of.items()):
        text, buttons = _nudge_text(member, context, person_id, reports)
        key = f"nudge:{reports[0].obligation.id}:{turn.now:%Y-%m-%dT%H:%M}:{person_id}"
        message = notify.notify_person(turn.tx, person_id, text, buttons, key=key, now=turn.now, without=quota.used_up)
        if message:
            quota.spend(message.channel)
            reached |= {report.obligation.id for report in reports}
    return reached


def _nudge_text(
    member: Member, context: ReminderContext, person_id: int, reports: Sequence[OpenReport]
) -> ReminderText:
    def text(words: Words) -> str:
        role = words(f"text.role.{member.role}")
        title = words("reminders.nudge.title", role=role, name=member.name, unit=member.unit.name, n=len(reports))
        return "\n".join([title, *officer_digest.report_lines(context, reports, words)])

    return text, lambda words: officer_digest.report_buttons(context, person_id, reports, words)


def _add_result(turn: Turn, result: NudgeResult) -> None:
    for key, units in (("done", result.reminded), ("lately", [*result.lately]), ("unreachable", result.unreachable)):
        if units:
            time = turn.words.time(max(result.lately.values())) if result.lately else ""
            names = join_names(turn.words, units, NAMES)
            turn.add_message(f"reminders.nudge.{key}", n=len(units), time=time, names=names)


def _unit_line(turn: Turn, report: OpenReport, state: str) -> str:
    """ "• UBND huyện Năm Căn: chưa bắt đầu · trễ hạn 2 ngày"."""
    obligation = report.obligation
    if obligation.state == ReportState.RETURNED and not obligation.is_late(turn.now):
        return turn.words("text.unit_state", unit=report.unit.name, state=state)
    left = time_left_words(turn.words, obligation, turn.now)
    return turn.words("reminders.nudge.entry", unit=report.unit.name, state=state, left=left)


def _say_nothing_left(turn: Turn, args: Args) -> None:
    turn.add_message("reminders.nudge.nothing_left")
    if args.get("obligations"):
        turn.set_buttons(grouping.board_button(args, turn.words))

"""The officers' digest: what a unit still owes, with buttons that open a report or ask to be reminded tomorrow."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reminders.context import ReminderContext, ReminderText
from handlers.text.deadlines import deadline_words
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import Words
from reporting.deadlines.calendar import DAY, local_day
from reporting.deadlines.obligation import ReportState
from reporting.reminders.digests import Digest
from reporting.roles import FILES
from reporting.status.filing import FilingStatus
from storage.reports import reminders
from storage.reports.reminders import OpenReport

LISTED = 6
"""How many reports one message names."""


def build_digest(context: ReminderContext, digest: Digest) -> ReminderText:
    """Every report that has reached a reminder step; or only idle drafts, where the digest says so."""
    reports = [context.open_reports[obligation_id] for obligation_id in digest.obligation_ids]
    status, today = FilingStatus.of(reports, context.now), local_day(context.now)
    returned = len(status.returned)
    title = "reminders.officer.lying" if digest.idle_draft_only else "reminders.officer.title"
    if returned and not digest.idle_draft_only:
        title = "reminders.officer.title_some_returned" if status.missing else "reminders.officer.title_returned"

    def text(words: Words) -> str:
        head = words(title, n=len(reports), missing=len(status.missing), returned=returned)
        return "\n".join([head, *report_lines(context, reports, words)])

    def buttons(words: Words) -> list[Button]:
        buttons = report_buttons(context, digest.person_id, reports, words)
        if all(report.obligation.last_day != today for report in reports):
            buttons.append(Button(words("reminders.officer.snooze"), "reminders.snooze"))
        return buttons

    return text, buttons


def report_lines(context: ReminderContext, reports: Sequence[OpenReport], words: Words) -> list[str]:
    """Two lines for each report: its name and how far it is, its deadline; at most :data:`LISTED` reports."""
    state, lines = context.states(words), []
    several_units = len({report.unit.id for report in reports}) > 1
    for number, report in enumerate(reports[:LISTED], 1):
        name = report_name(words, context.plan(report), report.obligation)
        name += f" · {report.unit.name}" if several_units else ""
        lines.append(words("reminders.officer.line", number=number, report=name, state=state(report)))
        lines.append("   " + _deadline(context, report, words))
    if len(reports) > LISTED:
        lines.append(words("reminders.officer.more_reports", n=len(reports) - LISTED))
    return lines


def report_buttons(
    context: ReminderContext, person_id: int, reports: Sequence[OpenReport], words: Words
) -> list[Button]:
    """A button that opens each report named, and one that lists the others."""
    buttons = [
        Button(
            _label(report, number if len(reports) > 1 else None, words),
            "reminders.open_report",
            {"obligation": report.obligation.id, "membership": _membership_id(context, person_id, report)},
        )
        for number, report in enumerate(reports[:LISTED], 1)
    ]
    if len(reports) > LISTED:
        buttons.append(Button(words("reminders.officer.all_reports"), "reminders.list_reports"))
    return buttons


def open_report(turn: Turn, args: Args) -> None:
    """``{obligation, membership}``: opens the report in the role of an officer of its unit."""
    turn.switch_role(args["membership"])
    turn.run_action("filing.open", obligation=args["obligation"])


def list_reports(turn: Turn, args: Args) -> None:
    """The reports of the unit of the role in use; reports of another unit are listed in the role there."""
    turn.run_action("filing.list_reports" if turn.me.role in FILES else "menu.show")


def snooze(turn: Turn, args: Args) -> None:
    """Nhắc lại sáng mai: no digest for this officer before tomorrow; an open dialog stays open."""
    reminders.snooze_until(turn.tx, turn.me.person_id, turn.today + DAY)
    turn.add_message("reminders.officer.snoozed")


def _deadline(context: ReminderContext, report: OpenReport, words: Words) -> str:
    """The deadline and the working days left; of a report filed in time that was returned after its last day, when."""
    obligation, today = report.obligation, local_day(context.now)
    returned, late = obligation.state == ReportState.RETURNED, obligation.lateness(context.now) is not None
    if returned and obligation.reviewed_at and not late and today > obligation.last_day:
        day = words.day(local_day(obligation.reviewed_at), year=False)
        return words("reminders.officer.in_time_but_returned", day=day)
    calendar = context.services.calendar
    deadline = deadline_words(words, context.plan(report), obligation, context.now, calendar)
    if today >= obligation.last_day:
        return deadline
    left = calendar.working_days_between(today, obligation.last_day)
    working = words("reminders.officer.working_days", n=left) if left else words("reminders.officer.last_working_day")
    return words("reminders.officer.deadline", deadline=deadline, working=working)


def _membership_id(context: ReminderContext, person_id: int, report: OpenReport) -> int:
    officers = context.recipients.officers(report.unit.ancestors)
    return next(officer.membership_id for officer in officers if officer.person_id == person_id)


def _label(report: OpenReport, number: int | None, words: Words) -> str:
    """ "Bắt đầu báo cáo", "Làm tiếp báo cáo 2"."""
    verb = "begin" if report.obligation.state == ReportState.NOT_BEGUN else "go_on"
    if number is None:
        return words(f"reminders.officer.{verb}")
    return words(f"reminders.officer.{verb}_number", number=number)

"""The officers' digest: what a unit still owes, told to those who may send it, and what its choices do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.reminders.context import ReminderContext, ReminderText
from handlers.text.deadlines import deadline_words
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
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


def build_digest(round_: ReminderContext, digest: Digest) -> ReminderText:
    """Everything owed that has a rung behind it; or, gently, a draft left lying."""
    cases = [round_.open_reports[obligation_id] for obligation_id in digest.obligation_ids]
    status, today = FilingStatus.of(cases, round_.now), local_day(round_.now)
    returned = len(status.returned)
    title = "reminders.officer.lying" if digest.idle_draft_only else "reminders.officer.title"
    if returned and not digest.idle_draft_only:
        title = "reminders.officer.title_some_returned" if status.missing else "reminders.officer.title_returned"

    def text(say: Words) -> str:
        head = say(title, n=len(cases), missing=len(status.missing), returned=returned)
        return "\n".join([head, *report_lines(round_, cases, say)])

    def choices(say: Words) -> list[Button]:
        offered = report_buttons(round_, digest.person_id, cases, say)
        if all(case.obligation.last_day != today for case in cases):
            offered.append(Button(say("reminders.officer.snooze"), "reminders.snooze"))
        return offered

    return text, choices


def report_lines(round_: ReminderContext, cases: Sequence[OpenReport], say: Words) -> list[str]:
    """Each report with how far it is and its deadline, so many as a screen takes."""
    state, found = round_.states(say), []
    several_units = len({case.unit.id for case in cases}) > 1
    for number, case in enumerate(cases[:LISTED], 1):
        name = report_name(say, round_.services.plans.get(round_.tx, case.obligation.plan_id), case.obligation)
        name += f" · {case.unit.name}" if several_units else ""
        found.append(say("reminders.officer.line", number=number, report=name, state=state(case)))
        found.append("   " + _deadline(round_, case, say))
    if len(cases) > LISTED:
        found.append(say("reminders.officer.more_reports", n=len(cases) - LISTED))
    return found


def report_buttons(round_: ReminderContext, person_id: int, cases: Sequence[OpenReport], say: Words) -> list[Button]:
    """A choice for each report named, and the way to the others."""
    buttons = [
        Button(
            _label(case, number if len(cases) > 1 else None, say),
            "reminders.open_report",
            {"obligation": case.obligation.id, "membership": _membership(round_, person_id, case)},
        )
        for number, case in enumerate(cases[:LISTED], 1)
    ]
    if len(cases) > LISTED:
        buttons.append(Button(say("reminders.officer.all_reports"), "reminders.list_reports"))
    return buttons


def open_report(turn: Turn, args: Mapping[str, Any]) -> None:
    """The choice under a reminder: that report where it stands, as an officer of its unit."""
    turn.switch_role(args["membership"])
    turn.run_action("filing.open", obligation=args["obligation"])


def list_reports(turn: Turn, args: Mapping[str, Any]) -> None:
    """The reports of the unit whose hat is worn; another unit's stand under its own."""
    turn.run_action("filing.list_reports" if turn.me.role in FILES else "menu.show")


def snooze(turn: Turn, args: Mapping[str, Any]) -> None:
    """Not before tomorrow; a dialogue stays open where it is."""
    until = turn.today + DAY
    reminders.snooze_until(turn.tx, turn.me.person_id, until)
    turn.add_message("reminders.officer.snoozed")


def _deadline(round_: ReminderContext, case: OpenReport, say: Words) -> str:
    """How much time is left; of a report that was in time and came back after its last day, since when it is back."""
    obligation, today = case.obligation, local_day(round_.now)
    returned, late = obligation.state == ReportState.RETURNED, obligation.lateness(round_.now) is not None
    if returned and obligation.reviewed_at and not late and today > obligation.last_day:
        return say("reminders.officer.in_time_but_returned", day=say.day(local_day(obligation.reviewed_at), year=False))
    plan = round_.services.plans.get(round_.tx, obligation.plan_id)
    deadline = deadline_words(say, plan, obligation, round_.now, round_.services.calendar)
    if today >= obligation.last_day:
        return deadline
    left = round_.services.calendar.working_days_between(today, obligation.last_day)
    working = say("reminders.officer.working_days", n=left) if left else say("reminders.officer.last_working_day")
    return say("reminders.officer.deadline", deadline=deadline, working=working)


def _membership(round_: ReminderContext, person_id: int, case: OpenReport) -> int:
    posts = round_.recipients.officers(case.unit.ancestors)
    return next(post.membership_id for post in posts if post.person_id == person_id)


def _label(case: OpenReport, number: int | None, say: Words) -> str:
    verb = "begin" if case.obligation.state == ReportState.NOT_BEGUN else "go_on"
    return (
        say(f"reminders.officer.{verb}") if number is None else say(f"reminders.officer.{verb}_number", number=number)
    )

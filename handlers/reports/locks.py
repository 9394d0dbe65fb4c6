"""Why a report cannot be changed now, and what an officer can do about it."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports.reviewers import reviewers_of
from handlers.text.people import member_names
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED, ReportState
from reporting.roles import Role
from storage.people import people
from storage.plans import plans
from storage.reports.obligations import Obligation
from storage.units import units


def lock_reason(turn: Turn, obligation: Obligation) -> str | None:
    """One paragraph for an officer of the unit; ``None`` where the report can be changed."""
    words, unit = turn.words, units.get(turn.tx, obligation.unit_id)
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    report = full_report_name(words, plan, obligation)
    if (ended := closed_reason(turn, obligation)) is not None:
        return ended
    if obligation.state == ReportState.ACCEPTED:
        names = member_names(words, reviewers_of(turn.tx, unit))
        return words("reports.locked.accepted", report=report, by=_by(turn, obligation), who=names)
    if obligation.state == ReportState.EXCUSED:
        reason = obligation.excused_why or words("reports.locked.no_reason")
        return words(
            "reports.locked.excused", report=report, why=reason, who=member_names(words, reviewers_of(turn.tx, unit))
        )
    return None


def closed_reason(turn: Turn, obligation: Obligation) -> str | None:
    """The same where its plan was closed and the report was not kept open then; else ``None``."""
    if obligation.state in OWED or (closing := plans.closing(turn.tx, obligation.plan_id)) is None:
        return None
    words, unit = turn.words, units.get(turn.tx, obligation.unit_id)
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    return words(
        "reports.locked.closed",
        report=full_report_name(words, plan, obligation),
        plan=plan.short_title,
        day=words.day(local_day(closing.at)),
        who=member_names(words, people.overseers(turn.tx, unit, {Role.ADMIN}) or reviewers_of(turn.tx, unit)),
    )


def _by(turn: Turn, obligation: Obligation) -> str:
    """ " (Đầu mối mẫu, 09:42 ngày 19/5/2026)"."""
    if obligation.reviewed_by is None or obligation.reviewed_at is None:
        return ""
    person = people.name_of(turn.tx, obligation.reviewed_by)
    return turn.words("reports.locked.by", person=person, moment=turn.words.moment(obligation.reviewed_at))


def refuse_locked(turn: Turn, obligation: Obligation, reason: str) -> None:
    """Shows the reason and what can be done instead; a dialog about the report ends, its answers stay."""
    if getattr(turn.dialog, "obligation", None) == obligation.id:
        turn.start_dialog(None)
    turn.add_text(reason)
    turn.set_buttons(*locked_buttons(turn, obligation))


def locked_buttons(turn: Turn, obligation: Obligation) -> Iterator[Button]:
    """What an officer can do about a locked report."""
    words, args = turn.words, {"obligation": obligation.id}
    if obligation.state == ReportState.ACCEPTED:
        yield Button(words("reports.locked.choice.ask"), "review.request_unlock", args, synonyms=("mo khoa",))
    if obligation.version:
        yield Button(words("reports.choice.receipt"), "submissions.show_newest_receipt", args)
        yield Button(words("reports.choice.history"), "submissions.show_history", args, synonyms=("xem lich su",))
    yield Button(words("reports.choice.list"), "filing.list_reports")

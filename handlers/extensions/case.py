"""One request for more time: loading it under lock, its text, who may decide it, applying the new deadline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from handlers.extensions.state import OtherDayState, RefusalState
from handlers.reports.progress import Progress
from handlers.text.deadlines import day_words, last_day_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.turn.services import Services
from locales import Words
from reporting.deadlines.obligation import OWED
from reporting.permissions import can_decide_extension
from reporting.roles import DECIDE_EXTENSIONS, FILES
from storage.audit import audit
from storage.people import people
from storage.people.people import Member
from storage.reports import extensions, obligations, submissions
from storage.reports.extensions import Extension, ExtensionOutcome
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit

DECISION_DIALOGS = (OtherDayState, RefusalState)
"""Dialogs about a request; each stands on top of the one that was open when the request came."""


class ExtensionRequest(NamedTuple):
    """A request that may be decided in this turn; its report is locked."""

    extension: Extension
    obligation: Obligation
    unit: Unit


def deciders(tx: Connection, unit: Unit, asked_by: int) -> list[Member]:
    """The coordinators nearest above the unit."""
    overseers = people.overseers(tx, unit, DECIDE_EXTENSIONS)
    able = [member for member in overseers if can_decide_extension(member, unit, asked_by)]
    return [member for member in able if member.unit.id == able[0].unit.id]


def lock_request(turn: Turn, args: Args) -> ExtensionRequest | None:
    """The request, its report locked, in a role that may decide it; ``None`` otherwise, with the reason said."""
    extension = extensions.get(turn.tx, args.get("extension", 0))
    if extension:
        submissions.lock(turn.tx, extension.obligation_id)
        extension = extensions.get(turn.tx, extension.id)
    obligation = obligations.get(turn.tx, extension.obligation_id) if extension else None
    unit = units.get(turn.tx, obligation.unit_id) if obligation else None
    if (
        extension is None
        or obligation is None
        or unit is None
        or not _use_role(turn, unit, extension.asked_by, args.get("membership"))
    ):
        turn.pop_dialog_if(*DECISION_DIALOGS)
        turn.add_message("extensions.not_yours")
        turn.resume()
        return None
    if extension.state == ExtensionOutcome.ASKED and obligation.state in OWED:
        return ExtensionRequest(extension, obligation, unit)
    turn.pop_dialog_if(*DECISION_DIALOGS)
    if extension.state != ExtensionOutcome.ASKED:
        add_decision(turn, extension)
    else:
        turn.add_message("extensions.no_longer_owed", unit=unit.name, report=report_title(turn, obligation))
    resume_or_list(turn)
    return None


def _use_role(turn: Turn, unit: Unit, asked_by: int, membership_id: int | None) -> bool:
    """Whether the role in use may decide; else switches to the one the request was sent to, where that may."""
    if can_decide_extension(turn.me, unit, asked_by):
        return True
    held = [
        member for member in people.memberships(turn.tx, turn.me.person_id) if member.membership_id == membership_id
    ]
    if not any(can_decide_extension(member, unit, asked_by) for member in held):
        return False
    turn.switch_role(held[0].membership_id)
    return True


def apply_extension(
    turn: Turn, obligation: Obligation, unit: Unit, until: date, key: str, reason: str | None = None
) -> None:
    """Moves the deadline, notes it in the audit log, notifies the officers of the unit."""
    obligations.extend(turn.tx, obligation.id, until)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "extension.granted",
        obligation=obligation,
        before=obligation.last_day.isoformat(),
        until=until.isoformat(),
        reason=reason,
    )

    def text(words: Words) -> str:
        report = full_report_name(words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
        before, last = last_day_words(words, obligation), day_words(words, until)
        line = words("extensions.was_granted", report=report, unit=unit.name, before=before, until=last)
        return f"{line}\n{words('extensions.given_reason', reason=reason)}" if reason else line

    notify_officers(turn, obligation, text, f"extension-granted:{key}")


def request_words(
    tx: Connection,
    services: Services,
    words: Words,
    obligation: Obligation,
    unit: Unit,
    extension: Extension,
    now: datetime,
) -> str:
    """A request as a coordinator reads it."""
    plan = services.plans.get(tx, obligation.plan_id)
    answered = submissions.answers(tx, obligation.id)
    lines = [
        words("extensions.request", unit=unit.name),
        words(
            "extensions.request_of",
            report=full_report_name(words, plan, obligation),
            state=Progress(tx, services.plans, words)(obligation, unit, answered),
        ),
        words(
            "extensions.request_days",
            last=last_day_words(words, obligation),
            until=day_words(words, extension.until),
            n=(extension.until - obligation.last_day).days,
        ),
        words("extensions.given_reason", reason=extension.reason),
        words(
            "extensions.request_by", who=people.name_of(tx, extension.asked_by), moment=words.moment(extension.asked_at)
        ),
    ]
    if not services.calendar.is_working(extension.until):
        lines.append(words("text.deadline.day_off", day=day_words(words, extension.until)))
    return "\n".join(lines)


def answer_buttons(words: Words, args: Args) -> Sequence[Button]:
    """``args``: the request (``extension``), and the role it may be answered in (``membership``)."""
    return (
        Button(words("extensions.choice.grant"), "extensions.grant", args, synonyms=("dong y", "co")),
        Button(words("extensions.choice.refuse"), "extensions.refuse", args, synonyms=("khong", "tu choi")),
        Button(words("extensions.choice.other_day"), "extensions.ask_other_day", args),
    )


def add_decision(turn: Turn, extension: Extension) -> None:
    """Says what somebody else decided meanwhile."""
    assert extension.decided_by is not None
    assert extension.decided_at is not None
    turn.add_message(
        f"extensions.decided.{extension.state}",
        who=people.name_of(turn.tx, extension.decided_by),
        moment=turn.words.moment(extension.decided_at),
        until=day_words(turn.words, extension.until),
    )


def notify_officers(turn: Turn, obligation: Obligation, text: Callable[[Words], str], key: str) -> None:
    """Notifies every officer of the unit but the writer, with a button that opens the report."""
    for member in people.of_unit(turn.tx, obligation.unit_id, FILES):
        if member.person_id != turn.me.person_id:
            _notify_officer(turn, member, obligation, text, key)


def _notify_officer(turn: Turn, member: Member, obligation: Obligation, text: Callable[[Words], str], key: str) -> None:
    args = {"obligation": obligation.id, "membership": member.membership_id}

    def choices(words: Words) -> Sequence[Button]:
        return (Button(words("extensions.choice.report"), "reminders.open_report", args),)

    notify_person(turn.tx, member.person_id, text, choices, key=f"{key}:{member.person_id}", now=turn.now)


def resume_or_list(turn: Turn) -> None:
    """Shows the unfinished dialog that was open when the request came; else a button to the other requests."""
    if turn.has_unfinished_dialog:
        return turn.resume()
    return turn.set_buttons(Button(turn.words("extensions.choice.list"), "extensions.list_requests"))


def report_title(turn: Turn, obligation: Obligation) -> str:
    """ "Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    return full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)


def leave_button(turn: Turn) -> Button:
    return Button(turn.words("extensions.choice.leave"), "extensions.leave", synonyms=("huy", "thoat", "cancel"))

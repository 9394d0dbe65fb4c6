"""A request for more time: who may answer it, how it reads, and the deadline moved once it is granted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection

from handlers.reports.progress import Progress
from handlers.text.deadlines import day_words, last_day_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.turn.services import Services
from locales import Words
from reporting.deadlines.obligation import OWED
from reporting.roles import DECIDE_EXTENSIONS, FILES
from storage.audit import audit
from storage.people import people
from storage.people.people import Member
from storage.reports import extensions, obligations, submissions
from storage.reports.extensions import Extension, ExtensionOutcome
from storage.reports.obligations import Obligation
from storage.units import units
from storage.units.units import Unit

Args = Mapping[str, Any]
DECISION_DIALOGS = ("extensions.other_day", "extensions.refusal")
"""The dialogues about a request; each stands before whatever was open when the request came."""


class ExtensionRequest(NamedTuple):
    """A request that may be decided in this turn; its report is held."""

    extension: Extension
    obligation: Obligation
    unit: Unit


def may_decide(member: Member, unit: Unit, asked_by: int | None = None) -> bool:
    """A coordinator above the unit, who did not ask; the province's own report is decided in the province."""
    above = member.unit.covers(unit) and (member.unit.id != unit.id or unit.parent_id is None)
    return above and member.role in DECIDE_EXTENSIONS and member.person_id != asked_by


def deciders(tx: Connection, unit: Unit, asked_by: int) -> list[Member]:
    """The coordinators nearest above the unit."""
    able = [
        overseer for overseer in people.overseers(tx, unit, DECIDE_EXTENSIONS) if may_decide(overseer, unit, asked_by)
    ]
    return [member for member in able if member.unit.id == able[0].unit.id]


def lock_request(turn: Turn, args: Args) -> ExtensionRequest | None:
    """The request, its report held, in a hat that may decide it; otherwise ``None``, with the reason said."""
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
        or not _wear(turn, unit, extension.asked_by, args.get("membership"))
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


def _wear(turn: Turn, unit: Unit, asked_by: int, membership_id: int | None) -> bool:
    """The hat worn if it may decide; else the one the request was sent to, put on."""
    if may_decide(turn.me, unit, asked_by):
        return True
    held = people.memberships(turn.tx, turn.me.person_id)
    able = (member for member in held if member.membership_id == membership_id and may_decide(member, unit, asked_by))
    if (hat := next(able, None)) is None:
        return False
    turn.switch_role(hat.membership_id)
    return True


def apply_extension(
    turn: Turn, obligation: Obligation, unit: Unit, until: date, key: str, reason: str | None = None
) -> None:
    """Gives more time: the deadline, the trail, a word to those who report for the unit."""
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
        told = words("extensions.was_granted", report=report, unit=unit.name, before=before, until=last)
        return f"{told}\n{words('extensions.given_reason', reason=reason)}" if reason else told

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
    """``args``: the request, and the hat in which it may be answered."""
    return (
        Button(words("extensions.choice.grant"), "extensions.grant", args, synonyms=("dong y", "co")),
        Button(words("extensions.choice.refuse"), "extensions.refuse", args, synonyms=("khong", "tu choi")),
        Button(words("extensions.choice.other_day"), "extensions.ask_other_day", args),
    )


def add_decision(turn: Turn, extension: Extension) -> None:
    """What somebody else did with it meanwhile."""
    assert extension.decided_by is not None
    assert extension.decided_at is not None
    turn.add_message(
        f"extensions.decided.{extension.state}",
        who=people.name_of(turn.tx, extension.decided_by),
        moment=turn.words.moment(extension.decided_at),
        until=day_words(turn.words, extension.until),
    )


def notify_officers(turn: Turn, obligation: Obligation, text: Callable[[Words], str], key: str) -> None:
    """A word to everybody who reports for the unit, with a choice that opens the report."""
    for member in people.of_unit(turn.tx, obligation.unit_id, FILES):
        if member.person_id != turn.me.person_id:
            _tell_officer(turn, member, obligation, text, key)


def _tell_officer(turn: Turn, member: Member, obligation: Obligation, text: Callable[[Words], str], key: str) -> None:
    args = {"obligation": obligation.id, "membership": member.membership_id}

    def choices(words: Words) -> Sequence[Button]:
        return (Button(words("extensions.choice.report"), "reminders.open_report", args),)

    notify_person(turn.tx, member.person_id, text, choices, key=f"{key}:{member.person_id}", now=turn.now)


def resume_or_list(turn: Turn) -> None:
    """Back to what was half done when the request came, else to the other requests."""
    if turn.has_unfinished_dialog:
        return turn.resume()
    return turn.set_buttons(Button(turn.words("extensions.choice.list"), "extensions.list_requests"))


def report_title(turn: Turn, obligation: Obligation) -> str:
    """ "Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    return full_report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)

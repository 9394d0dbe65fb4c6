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
    able = [one for one in people.overseers(tx, unit, DECIDE_EXTENSIONS) if may_decide(one, unit, asked_by)]
    return [one for one in able if one.unit.id == able[0].unit.id]


def lock_request(turn: Turn, args: Args) -> ExtensionRequest | None:
    """The request, its report held, in a hat that may decide it; otherwise ``None``, with the reason said."""
    found = extensions.get(turn.tx, args.get("extension", 0))
    if found:
        submissions.lock(turn.tx, found.obligation_id)
        found = extensions.get(turn.tx, found.id)
    one = obligations.get(turn.tx, found.obligation_id) if found else None
    unit = units.get(turn.tx, one.unit_id) if one else None
    if found is None or one is None or unit is None or not _wear(turn, unit, found.asked_by, args.get("membership")):
        turn.pop_dialog_if(*DECISION_DIALOGS)
        turn.add_message("extensions.not_yours")
        turn.resume()
        return None
    if found.state == ExtensionOutcome.ASKED and one.state in OWED:
        return ExtensionRequest(found, one, unit)
    turn.pop_dialog_if(*DECISION_DIALOGS)
    if found.state != ExtensionOutcome.ASKED:
        add_decision(turn, found)
    else:
        turn.add_message("extensions.no_longer_owed", unit=unit.name, report=report_title(turn, one))
    resume_or_list(turn)
    return None


def _wear(turn: Turn, unit: Unit, asked_by: int, membership_id: int | None) -> bool:
    """The hat worn if it may decide; else the one the request was sent to, put on."""
    if may_decide(turn.me, unit, asked_by):
        return True
    held = people.memberships(turn.tx, turn.me.person_id)
    able = (one for one in held if one.membership_id == membership_id and may_decide(one, unit, asked_by))
    if (hat := next(able, None)) is None:
        return False
    turn.switch_role(hat.membership_id)
    return True


def apply_extension(turn: Turn, one: Obligation, unit: Unit, until: date, key: str, reason: str | None = None) -> None:
    """Gives more time: the deadline, the trail, a word to those who report for the unit."""
    obligations.extend(turn.tx, one.id, until)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "extension.granted",
        obligation=one,
        before=one.last_day.isoformat(),
        until=until.isoformat(),
        reason=reason,
    )

    def text(words: Words) -> str:
        report = full_report_name(words, turn.plans.get(turn.tx, one.plan_id), one)
        before, last = last_day_words(words, one), day_words(words, until)
        told = words("extensions.was_granted", report=report, unit=unit.name, before=before, until=last)
        return f"{told}\n{words('extensions.given_reason', reason=reason)}" if reason else told

    notify_officers(turn, one, text, f"extension-granted:{key}")


def request_words(
    tx: Connection, services: Services, words: Words, one: Obligation, unit: Unit, asked: Extension, now: datetime
) -> str:
    """A request as a coordinator reads it."""
    plan = services.plans.get(tx, one.plan_id)
    answered = submissions.answers(tx, one.id)
    lines = [
        words("extensions.request", unit=unit.name),
        words(
            "extensions.request_of",
            report=full_report_name(words, plan, one),
            state=Progress(tx, services.plans, words)(one, unit, answered),
        ),
        words(
            "extensions.request_days",
            last=last_day_words(words, one),
            until=day_words(words, asked.until),
            n=(asked.until - one.last_day).days,
        ),
        words("extensions.given_reason", reason=asked.reason),
        words("extensions.request_by", who=people.name_of(tx, asked.asked_by), moment=words.moment(asked.asked_at)),
    ]
    if not services.calendar.is_working(asked.until):
        lines.append(words("text.deadline.day_off", day=day_words(words, asked.until)))
    return "\n".join(lines)


def answer_buttons(words: Words, args: Args) -> Sequence[Button]:
    """``args``: the request, and the hat in which it may be answered."""
    return (
        Button(words("extensions.choice.grant"), "extensions.grant", args, synonyms=("dong y", "co")),
        Button(words("extensions.choice.refuse"), "extensions.refuse", args, synonyms=("khong", "tu choi")),
        Button(words("extensions.choice.other_day"), "extensions.ask_other_day", args),
    )


def add_decision(turn: Turn, one: Extension) -> None:
    """What somebody else did with it meanwhile."""
    assert one.decided_by is not None
    assert one.decided_at is not None
    turn.add_message(
        f"extensions.decided.{one.state}",
        who=people.name_of(turn.tx, one.decided_by),
        moment=turn.words.moment(one.decided_at),
        until=day_words(turn.words, one.until),
    )


def notify_officers(turn: Turn, one: Obligation, text: Callable[[Words], str], key: str) -> None:
    """A word to everybody who reports for the unit, with a choice that opens the report."""
    for member in people.of_unit(turn.tx, one.unit_id, FILES):
        if member.person_id != turn.me.person_id:
            _tell_officer(turn, member, one, text, key)


def _tell_officer(turn: Turn, member: Member, one: Obligation, text: Callable[[Words], str], key: str) -> None:
    args = {"obligation": one.id, "membership": member.membership_id}

    def choices(words: Words) -> Sequence[Button]:
        return (Button(words("extensions.choice.report"), "reminders.open_report", args),)

    notify_person(turn.tx, member.person_id, text, choices, key=f"{key}:{member.person_id}", now=turn.now)


def resume_or_list(turn: Turn) -> None:
    """Back to what was half done when the request came, else to the other requests."""
    if turn.has_unfinished_dialog:
        return turn.resume()
    return turn.set_buttons(Button(turn.words("extensions.choice.list"), "extensions.list_requests"))


def report_title(turn: Turn, one: Obligation) -> str:
    """ "Báo cáo 6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    return full_report_name(turn.words, turn.plans.get(turn.tx, one.plan_id), one)

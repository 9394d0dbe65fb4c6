"""Reminders: what a unit still owes, told to those who may send it, without taking them out of what they are doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers import telling
from handlers.deadline import deadline_words, report_name
from handlers.messages import Choice
from handlers.progress import Progress
from handlers.turn import Desk, Turn
from locales import Words
from reporting.calendar import local_day
from reporting.obligation import State
from reporting.reminders import Digest, due
from storage import people, reminders
from storage.outbox import Parcel
from storage.reminders import Charge


def whom(tx: Connection, desk: Desk, now: datetime) -> list[int]:
    """The people to be reminded now."""
    today = local_day(now)
    digests = due((charge.owed for charge in reminders.charges(tx, today)), today, desk.calendar)
    said = reminders.standing(tx, [digest.key for digest in digests])
    return [digest.person_id for digest in digests if digest.key not in said]


def remind(tx: Connection, person_ids: Sequence[int], desk: Desk, now: datetime) -> list[Parcel]:
    """Puts one digest for each of these people into the outbox, unless it stands there already."""
    today = local_day(now)
    charges = reminders.charges_of(tx, person_ids, today)
    of_person = {(charge.person_id, charge.obligation.id): charge for charge in charges}
    digests = due((charge.owed for charge in charges), today, desk.calendar)
    parcels = (
        _say(tx, digest, [of_person[digest.person_id, id] for id in digest.obligation_ids], desk, now)
        for digest in digests
    )
    return [parcel for parcel in parcels if parcel]


def open_report(turn: Turn, args: Mapping[str, Any]) -> None:
    """The choice under a reminder: that report where it stands, as an officer of its unit."""
    turn.conversation.membership_id = args["membership"]
    turn.member = people.member_of(turn.tx, turn.conversation)
    turn.go("report.open", obligation=args["obligation"])


def _say(tx: Connection, digest: Digest, charges: Sequence[Charge], desk: Desk, now: datetime) -> Parcel | None:
    return telling.tell(
        tx,
        digest.person_id,
        lambda say: _text(tx, charges, desk, say, now),
        lambda say: _choices(charges, say),
        key=digest.key,
        now=now,
    )


def _text(tx: Connection, charges: Sequence[Charge], desk: Desk, say: Words, now: datetime) -> str:
    progress = Progress(tx, desk.plans, say)
    several_units = len({charge.unit.id for charge in charges}) > 1
    lines = [say("reminder.title", n=len(charges))]
    for number, charge in enumerate(charges, 1):
        obligation = charge.obligation
        plan = desk.plans.get(tx, obligation.plan_id)
        name = report_name(say, plan, obligation) + (f" · {charge.unit.name}" if several_units else "")
        lines.append(
            say("reminder.line", number=number, report=name, state=progress(obligation, charge.unit, charge.answered))
        )
        working = desk.calendar.working_days_between(local_day(now), obligation.last_day)
        deadline = deadline_words(say, plan, obligation, now, desk.calendar)
        lines.append(say("reminder.deadline", deadline=deadline, working=say("reminder.working_days", n=working)))
    return "\n".join(lines)


def _choices(charges: Sequence[Charge], say: Words) -> list[Choice]:
    """A choice for each report."""
    several = len(charges) > 1
    return [
        Choice(
            _label(charge, number if several else None, say),
            "reminder.open",
            {"obligation": charge.obligation.id, "membership": charge.membership_id},
        )
        for number, charge in enumerate(charges, 1)
    ]


def _label(charge: Charge, number: int | None, say: Words) -> str:
    verb = "begin" if charge.obligation.state == State.NOT_BEGUN else "go_on"
    return say(f"reminder.{verb}") if number is None else say(f"reminder.{verb}_number", number=number)

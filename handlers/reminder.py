"""Reminders: what a unit still owes, told to those who may send it, without taking them out of what they are doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from handlers.deadline import deadline_words, report_name
from handlers.messages import Payload, PayloadChoice
from handlers.progress import Progress
from handlers.turn import Desk, Turn
from locales import Words, words
from reporting.calendar import local_day
from reporting.obligation import State
from reporting.reminders import Digest, due
from storage import conversations, outbox, people, reminders
from storage.conversations import Conversation
from storage.outbox import BULK, Parcel
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
    conversation = _hold_newest(tx, digest.person_id, now)
    if conversation is None:
        return None
    say = words(conversation.language)
    text = _text(tx, charges, desk, say, local_day(now))
    choices, numbered = _offer(conversation, charges, say)
    payload: Payload = {"text": text, "choices": choices, "numbered": numbered}
    parcel = outbox.add(tx, conversation, payload, now=now, lane=BULK, key=digest.key)
    if parcel:
        conversations.save(tx, conversation, now)
    return parcel


def _hold_newest(tx: Connection, person_id: int, now: datetime) -> Conversation | None:
    """Where the person wrote last and still takes messages, locked as for a turn."""
    for one in conversations.of_person(tx, person_id):
        if one.blocked_at is None:
            return conversations.hold(tx, one.channel, one.address, now)
    return None


def _text(tx: Connection, charges: Sequence[Charge], desk: Desk, say: Words, today: date) -> str:
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
        working = desk.calendar.working_days_between(today, obligation.last_day)
        deadline = deadline_words(say, plan, obligation, today, desk.calendar)
        lines.append(say("reminder.deadline", deadline=deadline, working=say("reminder.working_days", n=working)))
    return "\n".join(lines)


def _offer(conversation: Conversation, charges: Sequence[Charge], say: Words) -> tuple[list[PayloadChoice], bool]:
    """A choice for each report, and whether they are numbered.

    In a half-done dialogue they stand beside the choices open there, and a typed number stays an answer.
    """
    several = len(charges) > 1
    choices: list[dict[str, Any]] = [
        {
            "label": _label(charge, number if several else None, say),
            "action": "reminder.open",
            "args": {"obligation": charge.obligation.id, "membership": charge.membership_id},
            "says": [],
        }
        for number, charge in enumerate(charges, 1)
    ]
    busy = bool(conversation.state.get("dialogue"))
    standing = conversation.state.get("choices", []) if busy else []
    if busy:
        conversation.state["choices"] = [*standing, *choices]
    else:
        conversation.offer(choices, numbered=True)
    shown: list[PayloadChoice] = [
        {"id": f"{conversation.prompt}.{place}", "label": choice["label"]}
        for place, choice in enumerate(choices, len(standing))
    ]
    return shown, not busy


def _label(charge: Charge, number: int | None, say: Words) -> str:
    verb = "begin" if charge.obligation.state == State.NOT_BEGUN else "go_on"
    return say(f"reminder.{verb}") if number is None else say(f"reminder.{verb}_number", number=number)

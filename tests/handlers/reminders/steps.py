"""What the tests of reminders do: let the clock run, and act for the people it reminded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from handlers.reminders import run
from handlers.turn.messages import Payload
from handlers.turn.services import Services
from storage.messaging import conversations
from storage.messaging.outbox import OutboxMessage
from storage.reports import obligations, submissions
from storage.units.units import Unit
from tests.chat import Chat
from tests.phone import Phone
from tests.province import Person

STEP = datetime(2026, 5, 20, 1, tzinfo=UTC)
"""Wednesday 20 May, eight in the morning in Vietnam: three working days before Sunday 24 May, a reminder step."""
FRIDAY = datetime(2026, 5, 22, 1, tzinfo=UTC)
"""One working day before Sunday 24 May, eight in the morning in Vietnam."""
LATE = datetime(2026, 5, 25, 1, tzinfo=UTC)
"""The first day late, eight in the morning in Vietnam."""
OFFICERS = {"officer", "colleague", "nam-can", "commune"}


def tick(tx: Connection, services: Services, now: datetime) -> dict[str, OutboxMessage]:
    """The digests queued at ``now``, by address."""
    result = run.queue_digests(tx, run.digests_to_send(tx, services, now), services, now)
    return {message.address: message for message in result.messages}


def remind(tx: Connection, services: Services, now: datetime = STEP) -> dict[str, OutboxMessage]:
    """The same, only those to officers."""
    messages = tick(tx, services, now)
    return {address: message for address, message in messages.items() if address in OFFICERS | {"elsewhere"}}


def reminded_chat(tx: Connection, services: Services, person: Person, now: datetime, *, buttons: bool = True) -> Chat:
    """The chat of a person to whom the clock has just sent a digest."""
    message = tick(tx, services, now)[person.address]
    return Chat(tx, services, now, person.address, answer=message.payload, buttons=buttons)


def take(tx: Connection, services: Services, person: Person, now: datetime, action: str, **args: Any) -> Chat:
    """The chat of a person who has just pressed a button with this action."""
    conversation = conversations.lock_conversation(tx, person.channel, person.address, now)
    conversation.set_buttons([{"label": "x", "action": action, "args": args, "says": []}], numbered=True)
    conversations.save(tx, conversation, now)
    shown = {"text": "", "choices": [{"id": f"{conversation.prompt}.0", "label": "x"}]}
    chat = Chat(tx, services, now, person.address, answer=shown)
    chat.tap("x")
    return chat


def file(tx: Connection, unit: Unit, by: Person, at: datetime) -> None:
    """The unit's first report, submitted with an empty document."""
    obligation = obligations.of_unit(tx, unit.id)[0]
    submissions.submit(tx, obligation, b"{}", receipt=f"R-{unit.id}", filed_by=by.id, now=at, nil=False, figures=())


def open_first_question(officer: Phone) -> None:
    officer.say("/baocao")
    officer.tap("Bắt đầu")
    assert "Câu 1/" in officer.text


def payload(message: OutboxMessage) -> Payload:
    return Payload(**message.payload)  # type: ignore[typeddict-item]

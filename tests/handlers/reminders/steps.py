"""Ticks without a store around them, and what the people they speak to can do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.reminders import run
from handlers.turn.services import Services
from storage.messaging import conversations
from storage.messaging.outbox import OutboxMessage
from storage.reports import obligations, submissions
from storage.units.units import Unit
from tests.chat import Chat
from tests.province import Person


def tick(tx: Connection, services: Services, now: datetime) -> dict[str, OutboxMessage]:
    """What is said, by address."""
    result = run.queue_digests(tx, run.digests_to_send(tx, services, now), services, now)
    return {parcel.address: parcel for parcel in result.messages}


def told(tx: Connection, services: Services, person: Person, now: datetime, *, buttons: bool = True) -> Chat:
    """The chat of somebody to whom a tick has just said something."""
    parcel = tick(tx, services, now)[person.address]
    return Chat(tx, services, now, person.address, answer=parcel.payload, buttons=buttons)


def take(tx: Connection, services: Services, person: Person, now: datetime, action: str, **args: Any) -> Chat:
    """The chat of somebody who has just taken a choice that some screen offers."""
    conversation = conversations.lock_conversation(tx, person.channel, person.address, now)
    conversation.set_buttons([{"label": "x", "action": action, "args": args, "says": []}], numbered=True)
    conversations.save(tx, conversation, now)
    shown = {"text": "", "choices": [{"id": f"{conversation.prompt}.0", "label": "x"}]}
    chat = Chat(tx, services, now, person.address, answer=shown)
    chat.tap("x")
    return chat


def file(tx: Connection, unit: Unit, by: Person, at: datetime) -> None:
    obligation = obligations.of_unit(tx, unit.id)[0]
    submissions.submit(tx, obligation, b"{}", receipt=f"R-{unit.id}", filed_by=by.id, now=at, nil=False, figures=())

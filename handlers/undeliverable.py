"""Somebody no longer takes our messages: whoever looks after the unit is told, once a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handlers.turn import Desk
from locales import words
from reporting.calendar import local_day
from reporting.people import Role
from storage import conversations, outbox, people
from storage.conversations import Conversation
from storage.outbox import BULK, Parcel
from storage.people import Member


def notify_gone(tx: Connection, parcel: Parcel, desk: Desk, now: datetime) -> list[Parcel]:
    """Tells the coordinators over the person's units that ``parcel`` did not reach them."""
    gone = conversations.get(tx, parcel.conversation_id)
    if gone is None or gone.person_id is None:
        return []
    told = {
        coordinator.person_id: member
        for member in people.memberships(tx, gone.person_id)
        for coordinator in people.overseers(tx, member.unit, {Role.COORDINATOR})
        if coordinator.person_id != gone.person_id
    }
    notes = (_tell(tx, person_id, member, gone, now) for person_id, member in sorted(told.items()))
    return [note for note in notes if note]


def _tell(tx: Connection, coordinator: int, member: Member, gone: Conversation, now: datetime) -> Parcel | None:
    reachable = (one for one in conversations.of_person(tx, coordinator) if one.blocked_at is None)
    conversation = next(reachable, None)
    if conversation is None:
        return None
    text = words(conversation.language)("undeliverable.gone", name=member.name, unit=member.unit.name)
    key = f"gone:{gone.id}:{local_day(now)}:{coordinator}"
    return outbox.add(tx, conversation, {"text": text}, now=now, lane=BULK, key=key)

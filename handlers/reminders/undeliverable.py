"""A message could not be delivered: the coordinators over the person's unit are told, once a day."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection

from locales import words
from reporting.deadlines.calendar import local_day
from reporting.roles import Role
from storage.messaging import conversations, outbox
from storage.messaging.conversations import Conversation
from storage.messaging.outbox import BULK, OutboxMessage
from storage.people import people
from storage.people.people import Member

GONE: Final = "gone"
"""The person blocked our messages or deleted the conversation."""
REFUSED: Final = "refused"
"""The platform does not take this message, or sending it failed too often."""
LossReason: TypeAlias = Literal["gone", "refused"]


def notify_coordinators(tx: Connection, message: OutboxMessage, why: LossReason, now: datetime) -> list[OutboxMessage]:
    """Tells the coordinators of every unit above that ``message`` did not reach the person; never what it says.

    Returns what was put into the outbox; nothing where the address belongs to no member.
    """
    lost = conversations.get(tx, message.conversation_id)
    if lost is None or lost.person_id is None:
        return []
    members = {
        coordinator.person_id: member
        for member in people.memberships(tx, lost.person_id)
        for coordinator in people.overseers(tx, member.unit, {Role.COORDINATOR})
        if coordinator.person_id != lost.person_id
    }
    notes = (_notify(tx, person_id, member, lost, why, now) for person_id, member in sorted(members.items()))
    return [note for note in notes if note]


def _notify(
    tx: Connection, coordinator_id: int, member: Member, lost: Conversation, why: LossReason, now: datetime
) -> OutboxMessage | None:
    reachable = (talk for talk in conversations.of_person(tx, coordinator_id) if talk.blocked_at is None)
    conversation = next(reachable, None)
    if conversation is None:
        return None
    text = words(conversation.language)(f"reminders.undeliverable.{why}", name=member.name, unit=member.unit.name)
    key = f"{why}:{lost.id}:{local_day(now)}:{coordinator_id}"
    return outbox.add(tx, conversation, {"text": text}, now=now, lane=BULK, key=key)

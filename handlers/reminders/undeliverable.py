"""A message did not reach somebody: whoever looks after the unit is told, once a day."""

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
"""The person no longer takes our messages."""
REFUSED: Final = "refused"
"""The platform does not take this one, or failed too often."""
LossReason: TypeAlias = Literal["gone", "refused"]


def notify_coordinators(tx: Connection, parcel: OutboxMessage, why: LossReason, now: datetime) -> list[OutboxMessage]:
    """Tells the coordinators over the person's units that ``parcel`` did not reach them; never what it said."""
    lost = conversations.get(tx, parcel.conversation_id)
    if lost is None or lost.person_id is None:
        return []
    members = {
        coordinator.person_id: member
        for member in people.memberships(tx, lost.person_id)
        for coordinator in people.overseers(tx, member.unit, {Role.COORDINATOR})
        if coordinator.person_id != lost.person_id
    }
    notes = (_tell(tx, person, member, lost, why, now) for person, member in sorted(members.items()))
    return [note for note in notes if note]


def _tell(
    tx: Connection, coordinator: int, member: Member, lost: Conversation, why: LossReason, now: datetime
) -> OutboxMessage | None:
    reachable = (
        each_conversation
        for each_conversation in conversations.of_person(tx, coordinator)
        if each_conversation.blocked_at is None
    )
    conversation = next(reachable, None)
    if conversation is None:
        return None
    text = words(conversation.language)(f"reminders.undeliverable.{why}", name=member.name, unit=member.unit.name)
    key = f"{why}:{lost.id}:{local_day(now)}:{coordinator}"
    return outbox.add(tx, conversation, {"text": text}, now=now, lane=BULK, key=key)

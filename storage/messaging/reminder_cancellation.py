"""Reminders and nudges not yet sent are taken back when what they say is no longer so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, String, bindparam, delete, literal_column, or_, select

from storage.database.schema import Instant, conversation, membership, obligation, outbox, unit

_UNSAID = (
    outbox.c.state == literal_column("'waiting'"),
    or_(outbox.c.key.startswith("reminder:"), outbox.c.key.startswith("nudge:")),
)
_over = unit.alias("over")
_HEAR_OF_IT = (
    select(conversation.c.id)
    .join(membership, membership.c.person_id == conversation.c.person_id)
    .join(_over, _over.c.id == membership.c.unit_id)
    .join(unit, unit.c.path.startswith(_over.c.path))
)
_WITHDRAW = delete(outbox).where(
    *_UNSAID, outbox.c.conversation_id.in_(_HEAR_OF_IT.where(unit.c.id == bindparam("of_unit")))
)
_WITHDRAW_OF = delete(outbox).where(
    *_UNSAID,
    outbox.c.conversation_id.in_(
        _HEAR_OF_IT.join(obligation, obligation.c.unit_id == unit.c.id).where(obligation.c.id == bindparam("about"))
    ),
)
_STALE = delete(outbox).where(
    *_UNSAID,
    outbox.c.created_at < bindparam("before", type_=Instant),
    or_(outbox.c.claimed_by.is_(None), outbox.c.claimed_until < bindparam("at", type_=Instant)),
)
_SUPERSEDE = delete(outbox).where(
    outbox.c.state == literal_column("'waiting'"),
    outbox.c.conversation_id.in_(select(conversation.c.id).where(conversation.c.person_id == bindparam("person"))),
    outbox.c.key.startswith(bindparam("kind", type_=String)),
    outbox.c.id != bindparam("newest"),
)


def cancel_for_unit(tx: Connection, unit_id: int) -> None:
    """Takes back what was not yet sent to the people of a unit, and to whoever oversees it.

    For whoever changes what a unit owes, or who reports for it; what still holds the next tick says anew. Filing,
    excusing, extending, receiving on paper and reviewing a report do it by themselves.
    """
    tx.execute(_WITHDRAW, {"of_unit": unit_id})


def cancel_for_report(tx: Connection, obligation_id: int) -> None:
    """The same for the unit of a report."""
    tx.execute(_WITHDRAW_OF, {"about": obligation_id})


def cancel_outdated(tx: Connection, before: datetime, now: datetime) -> None:
    """Takes back what was put in line ``before`` and nobody is sending: "còn 2 ngày" is no longer true."""
    tx.execute(_STALE, {"before": before, "at": now})


def cancel_older(tx: Connection, person_id: int, kind: str, newest_id: int) -> None:
    """Of the waiting messages to a person whose key begins with ``kind`` only the newest is left."""
    tx.execute(_SUPERSEDE, {"person": person_id, "kind": kind, "newest": newest_id})

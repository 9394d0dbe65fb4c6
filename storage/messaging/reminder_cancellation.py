"""Cancellation of waiting reminders and nudges whose contents are not true any more."""

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
    """Delete the waiting reminders to the members of a unit and of the units above it.

    To be called when the obligations of a unit or its officers change; reminders that still apply are created again by
    the next tick. The functions that file, excuse, extend, review or record a paper report call it themselves.
    """
    tx.execute(_WITHDRAW, {"of_unit": unit_id})


def cancel_for_report(tx: Connection, obligation_id: int) -> None:
    """Like ``cancel_for_unit``, for the unit of a report."""
    tx.execute(_WITHDRAW_OF, {"about": obligation_id})


def cancel_outdated(tx: Connection, before: datetime, now: datetime) -> None:
    """Delete reminders created ``before`` an instant that are not being sent: "còn 2 ngày" is not true any more."""
    tx.execute(_STALE, {"before": before, "at": now})


def cancel_older(tx: Connection, person_id: int, kind: str, newest_id: int) -> None:
    """Delete the waiting messages to a person whose key begins with ``kind``, except the message ``newest_id``."""
    tx.execute(_SUPERSEDE, {"person": person_id, "kind": kind, "newest": newest_id})

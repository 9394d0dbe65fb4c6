"""Who may be reminded of what, and reminders not yet sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, literal_column, select

from reporting.obligation import OWED
from reporting.people import FILES
from reporting.reminders import LOOK_AHEAD_DAYS, Owed
from storage import obligations, units
from storage.obligations import Obligation
from storage.standing import ANSWERED, keys_of
from storage.tables import conversation, membership, obligation, outbox, unit
from storage.units import Unit


@dataclass(frozen=True, slots=True)
class Charge:
    """A report still owed, and one of the people who may send it and can be reached."""

    person_id: int
    membership_id: int
    answered: frozenset[str]
    obligation: Obligation
    unit: Unit

    @property
    def owed(self) -> Owed:
        return Owed(self.person_id, self.obligation.id, self.obligation.state, self.obligation.last_day)


_CHARGES = (
    select(membership.c.person_id, membership.c.id, ANSWERED, *obligations.COLUMNS, *units.COLUMNS)
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .join(membership, membership.c.unit_id == unit.c.id)
    .where(
        obligation.c.state.in_([state.value for state in OWED]),
        obligation.c.last_day >= bindparam("today"),
        obligation.c.last_day <= bindparam("horizon"),
        membership.c.role.in_([role.value for role in FILES]),
        membership.c.revoked_at.is_(None),
        exists().where(conversation.c.person_id == membership.c.person_id, conversation.c.blocked_at.is_(None)),
    )
    .order_by(obligation.c.last_day, obligation.c.id)
)
_CHARGES_OF = _CHARGES.where(membership.c.person_id.in_(bindparam("people", expanding=True)))
_STANDING = select(outbox.c.key).where(outbox.c.key.in_(bindparam("keys", expanding=True)))
_OF_FILERS = (
    select(conversation.c.id)
    .join(membership, membership.c.person_id == conversation.c.person_id)
    .where(membership.c.unit_id == bindparam("of_unit"), membership.c.role.in_([role.value for role in FILES]))
)
_WITHDRAW = delete(outbox).where(
    outbox.c.state == literal_column("'waiting'"),
    outbox.c.key.startswith("reminder:"),
    outbox.c.conversation_id.in_(_OF_FILERS),
)
_AT_ONCE = 5000


def charges(tx: Connection, today: date) -> list[Charge]:
    """Everything owed whose last day is near, once for each person who may send it."""
    return _charges(tx, _CHARGES, {}, today)


def charges_of(tx: Connection, people: Collection[int], today: date) -> list[Charge]:
    return _charges(tx, _CHARGES_OF, {"people": list(people)}, today)


def standing(tx: Connection, keys: Sequence[str]) -> set[str]:
    """Which of these reminders stand in the outbox, sent or not."""
    parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
    return {key for part in parts for key in tx.execute(_STANDING, {"keys": part}).scalars()}


def withdraw(tx: Connection, unit_id: int) -> None:
    """Takes back what was not yet sent to the people of a unit that has just filed.

    What still holds of it (they may owe another report) the next tick says anew.
    """
    tx.execute(_WITHDRAW, {"of_unit": unit_id})


def _charges(tx: Connection, statement: Select[Any], values: dict[str, Any], today: date) -> list[Charge]:
    span = {"today": today, "horizon": today + timedelta(days=LOOK_AHEAD_DAYS)}
    return [_charge(row) for row in tx.execute(statement, values | span)]


_UNIT = 3 + len(obligations.COLUMNS)


def _charge(row: Sequence[Any]) -> Charge:
    return Charge(row[0], row[1], keys_of(row[2]), obligations.of_row(row[3:_UNIT]), units.of_row(row[_UNIT:]))

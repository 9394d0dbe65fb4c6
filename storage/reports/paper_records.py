"""Records of reports received on paper or by telephone, made by coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.database.schema import paper_record as table
from storage.database.schema import person


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """One record. ``number``: số, ký hiệu, ``None`` for a telephone call; ``by``: name of who recorded it."""

    received_on: date
    number: str | None
    by: str
    at: datetime


_ADD = insert(table)
_GET = (
    select(table.c.received_on, table.c.number, person.c.name, table.c.at)
    .join(person, person.c.id == table.c.person_id)
    .where(table.c.obligation_id == bindparam("obligation"))
)
_REMOVE = delete(table).where(table.c.obligation_id == bindparam("obligation"))


def add(
    tx: Connection, obligation_id: int, received_on: date, number: str | None, person_id: int, now: datetime
) -> None:
    """Store a record. The caller has locked the report and checked that it has none."""
    values = {"obligation_id": obligation_id, "received_on": received_on, "number": number}
    tx.execute(_ADD, values | {"person_id": person_id, "at": now})


def of_report(tx: Connection, obligation_id: int) -> PaperRecord | None:
    row = tx.execute(_GET, {"obligation": obligation_id}).one_or_none()
    return PaperRecord(*row) if row else None


def remove(tx: Connection, obligation_id: int) -> None:
    """Delete a record that was made by mistake."""
    tx.execute(_REMOVE, {"obligation": obligation_id})

"""What of a returned report is to be looked at again, why, and what the unit replied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from storage.database.schema import person, remark


@dataclass(frozen=True, slots=True)
class Remark:
    """``text``: what is wrong with the answer under ``key`` in a version; ``reply``: why it stays as it is."""

    id: int
    obligation_id: int
    version: int
    key: str
    text: str
    person_id: int
    """Who returned the report, by name ``person``."""
    person: str
    at: datetime
    settled_at: datetime | None
    """When the report was sent again."""
    reply: str | None


_OF: BindParameter[int] = bindparam("obligation")
_REMARKS = (
    select(
        remark.c.id,
        remark.c.obligation_id,
        remark.c.version,
        remark.c.key,
        remark.c.text,
        remark.c.person_id,
        person.c.name,
        remark.c.at,
        remark.c.settled_at,
        remark.c.reply,
    )
    .join(person, person.c.id == remark.c.person_id)
    .order_by(remark.c.id)
)
_OF_REPORT = _REMARKS.where(remark.c.obligation_id == _OF)
_OPEN = _REMARKS.where(
    remark.c.obligation_id.in_(bindparam("obligations", expanding=True)), remark.c.settled_at.is_(None)
)
_ADD = insert(remark)
_REPLY = (
    update(remark)
    .where(remark.c.obligation_id == _OF, remark.c.key == bindparam("of_key"), remark.c.settled_at.is_(None))
    .values(reply=bindparam("said"), replied_by=bindparam("by"))
)
_SETTLE = (
    update(remark)
    .where(remark.c.obligation_id == _OF, remark.c.settled_at.is_(None))
    .values(settled_at=bindparam("now"))
)


def add(
    tx: Connection, obligation_id: int, version: int, reasons: Mapping[str, str], person_id: int, now: datetime
) -> None:
    """Returns a version: ``reasons`` by the key of the answer, ``{"c07@17": "Còn thiếu 1 tin?"}``."""
    rows = [
        {
            "obligation_id": obligation_id,
            "version": version,
            "key": key,
            "text": text,
            "person_id": person_id,
            "at": now,
        }
        for key, text in reasons.items()
    ]
    tx.execute(_ADD, rows)


def open_of(tx: Connection, obligation_ids: Iterable[int]) -> dict[int, list[Remark]]:
    """What is still to be answered, by obligation; one without has no entry."""
    remarks: dict[int, list[Remark]] = {}
    for row in tx.execute(_OPEN, {"obligations": list(obligation_ids)}):
        other_remark = _remark(row)
        remarks.setdefault(other_remark.obligation_id, []).append(other_remark)
    return remarks


def of_report(tx: Connection, obligation_id: int) -> list[Remark]:
    """Everything ever remarked, the oldest first."""
    return [_remark(row) for row in tx.execute(_OF_REPORT, {"obligation": obligation_id})]


def reply(tx: Connection, obligation_id: int, key: str, text: str, person_id: int) -> None:
    """The answer stays as it is, and why; once the report is sent again nothing is replied any more."""
    tx.execute(_REPLY, {"obligation": obligation_id, "of_key": key, "said": text, "by": person_id})


def settle(tx: Connection, obligation_id: int, now: datetime) -> None:
    """The report was sent again, or is wanted back no longer."""
    tx.execute(_SETTLE, {"obligation": obligation_id, "now": now})


def _remark(row: Sequence[Any]) -> Remark:
    return Remark(*row)

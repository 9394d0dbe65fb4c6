"""Remarks on the answers of a returned report, and the replies of the unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, insert, select, update

from storage.database.schema import person, remark


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark. ``text``: what is wrong with the answer under ``key`` of a version; ``reply``: why it is kept."""

    id: int
    obligation_id: int
    version: int
    key: str
    text: str
    person_id: int
    """Who returned the report; ``person``: their name."""
    person: str
    at: datetime
    settled_at: datetime | None
    """When the report was sent again, or the remark was withdrawn."""
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
    """Store the remarks on a version that is returned. ``reasons``: key → text, ``{"c07@17": "Còn thiếu 1 tin?"}``."""
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
    """Obligation id → its open remarks; an obligation without any has no entry."""
    remarks: dict[int, list[Remark]] = {}
    for row in tx.execute(_OPEN, {"obligations": list(obligation_ids)}):
        open_remark = _remark(row)
        remarks.setdefault(open_remark.obligation_id, []).append(open_remark)
    return remarks


def of_report(tx: Connection, obligation_id: int) -> list[Remark]:
    """All remarks on a report, open or not, the oldest first."""
    return [_remark(row) for row in tx.execute(_OF_REPORT, {"obligation": obligation_id})]


def reply(tx: Connection, obligation_id: int, key: str, text: str, person_id: int) -> None:
    """Store why the unit keeps an answer, for the open remark on it; without an open remark nothing happens."""
    tx.execute(_REPLY, {"obligation": obligation_id, "of_key": key, "said": text, "by": person_id})


def settle(tx: Connection, obligation_id: int, now: datetime) -> None:
    """Close the open remarks, because the report was sent again or the return was taken back."""
    tx.execute(_SETTLE, {"obligation": obligation_id, "now": now})


def _remark(row: Sequence[Any]) -> Remark:
    return Remark(*row)

"""Files that a turn ordered: made after its commit, before the message that carries them is delivered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.database.schema import file_order


@dataclass(frozen=True, slots=True)
class FileJob:
    """``recipe`` says what is to be made: ``{"kind": "annex", "plan": "ca-mau-2017", …}``; for whom: the membership."""

    attachment_id: str
    membership_id: int
    params: Mapping[str, Any]


_OF = file_order.c.attachment_id == bindparam("attachment")
_ADD = insert(file_order)
_GET = select(file_order.c.attachment_id, file_order.c.membership_id, file_order.c.recipe).where(_OF)
_REMOVE = delete(file_order).where(_OF)


def add(tx: Connection, order: FileJob) -> None:
    values = {"membership_id": order.membership_id, "recipe": dict(order.params)}
    tx.execute(_ADD, {"attachment_id": order.attachment_id, **values})


def get(tx: Connection, attachment_id: str) -> FileJob | None:
    """``None`` where it is made already, or was no order."""
    row = tx.execute(_GET, {"attachment": attachment_id}).first()
    return FileJob(*row) if row else None


def close_job(tx: Connection, attachment_id: str) -> bool:
    """The order is carried out, or given up; False where somebody else has done so meanwhile."""
    return tx.execute(_REMOVE, {"attachment": attachment_id}).rowcount > 0

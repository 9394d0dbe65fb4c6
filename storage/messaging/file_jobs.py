"""Jobs to create a file, requested in a turn: they run after its commit, before the message with the file is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.database.schema import file_order


@dataclass(frozen=True, slots=True)
class FileJob:
    """One job. ``params``: what to create, ``{"kind": "annex", "plan": "ca-mau-2017"}``, for ``membership_id``."""

    attachment_id: str
    membership_id: int
    params: Mapping[str, Any]


_OF = file_order.c.attachment_id == bindparam("attachment")
_ADD = insert(file_order)
_GET = select(file_order.c.attachment_id, file_order.c.membership_id, file_order.c.recipe).where(_OF)
_REMOVE = delete(file_order).where(_OF)


def add(tx: Connection, job: FileJob) -> None:
    values = {"membership_id": job.membership_id, "recipe": dict(job.params)}
    tx.execute(_ADD, {"attachment_id": job.attachment_id, **values})


def get(tx: Connection, attachment_id: str) -> FileJob | None:
    """The job for this file; ``None`` if it is done, or there was none."""
    row = tx.execute(_GET, {"attachment": attachment_id}).first()
    return FileJob(*row) if row else None


def close_job(tx: Connection, attachment_id: str) -> bool:
    """Delete a job that is done or given up; False if another program has done so already."""
    return tx.execute(_REMOVE, {"attachment": attachment_id}).rowcount > 0

"""The live plans with their content at activation; activating a changed plan stores a new revision."""

from __future__ import annotations

from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, or_, select, update

from reporting.plan.plan import Plan
from storage.database.schema import plan as table
from storage.database.sql import insert_or_ignore

_NEWEST = (
    select(table.c.revision, table.c.content)
    .where(table.c.id == bindparam("plan"))
    .order_by(table.c.revision.desc())
    .limit(1)
)
_REVISION = select(table.c.revision).where(table.c.id == bindparam("plan")).order_by(table.c.revision.desc()).limit(1)
_CONTENT = select(table.c.content).where(table.c.id == bindparam("plan"), table.c.revision == bindparam("number"))
_ACTIVE = select(table.c.id, table.c.revision).where(table.c.active).order_by(table.c.id)
_OF_PLAN = update(table).where(table.c.id == bindparam("plan"))
_SET_ACTIVE = _OF_PLAN.values(active=table.c.revision == bindparam("number"), closed_at=None, closed_why=None)
_CLOSE = _OF_PLAN.where(table.c.active).values(active=False, closed_at=bindparam("now"), closed_why=bindparam("why"))
_CLOSED = select(table.c.closed_at, table.c.closed_why).where(
    table.c.id == bindparam("plan"), table.c.closed_at.is_not(None)
)
_IN_USE_ONCE = (
    select(table.c.id, table.c.revision, table.c.active, table.c.activated_at, table.c.closed_at)
    .where(or_(table.c.active, table.c.closed_at.is_not(None)))
    .order_by(table.c.active.desc(), table.c.id)
)
_ADD = insert(table)
_ADD_NEW = insert_or_ignore(table, "id", "revision").returning(table.c.id)


class PlanClosing(NamedTuple):
    """When a plan was closed, and the reason with which the reports still owed were excused."""

    at: datetime
    why: str


class PlanStatus(NamedTuple):
    """A plan that is or was active; ``closed_at``: ``None`` while it is."""

    id: str
    revision: int
    active: bool
    activated_at: datetime
    closed_at: datetime | None


class PlanCache:
    """The live plans; each revision is parsed only once. It may be shared by threads."""

    def __init__(self) -> None:
        self._parsed: dict[tuple[str, int], Plan] = {}
        self._lock = Lock()

    def active(self, tx: Connection) -> list[Plan]:
        """The active plans, ordered by id."""
        return [self._plan(tx, row.id, row.revision) for row in tx.execute(_ACTIVE)]

    def get(self, tx: Connection, plan_id: str) -> Plan:
        """The newest revision of a plan, active or not. Raises ``KeyError`` if the plan was never stored."""
        revision = tx.execute(_REVISION, {"plan": plan_id}).scalar_one_or_none()
        if revision is None:
            raise KeyError(plan_id)
        return self._plan(tx, plan_id, revision)

    def _plan(self, tx: Connection, plan_id: str, revision: int) -> Plan:
        plan = self._parsed.get((plan_id, revision))
        if plan:
            return plan
        content = tx.execute(_CONTENT, {"plan": plan_id, "number": revision}).scalar_one()
        with self._lock:
            return self._parsed.setdefault((plan_id, revision), Plan.model_validate(content))


def activate(tx: Connection, plan: Plan, now: datetime) -> int:
    """Make a plan active, instead of its earlier revision if it has one; returns the revision, from 1.

    With the same content as the newest revision no new revision is stored.
    """
    content = _content(plan)
    newest = tx.execute(_NEWEST, {"plan": plan.id}).first()
    revision = newest.revision if newest else 0
    if newest is None or newest.content != content:
        revision += 1
        tx.execute(
            _ADD, {"id": plan.id, "revision": revision, "content": content, "activated_at": now, "active": False}
        )
    tx.execute(_SET_ACTIVE, {"plan": plan.id, "number": revision})
    return revision


def close(tx: Connection, plan_id: str, why: str, now: datetime) -> bool:
    """Make a plan inactive. ``why``: the reason. False if it is not active."""
    return tx.execute(_CLOSE, {"plan": plan_id, "why": why, "now": now}).rowcount > 0


def closing(tx: Connection, plan_id: str) -> PlanClosing | None:
    """When and why the plan was closed; ``None`` if it is active or was never activated."""
    row = tx.execute(_CLOSED, {"plan": plan_id}).first()
    return PlanClosing(*row) if row else None


def plan_statuses(tx: Connection) -> list[PlanStatus]:
    """The active plans, then the closed ones, both ordered by id."""
    return [PlanStatus(*row) for row in tx.execute(_IN_USE_ONCE)]


def store_inactive(tx: Connection, plan: Plan, now: datetime) -> bool:
    """Store a new plan that is not active: it can be read by its id only.

    False, and nothing is stored, if a plan with that id exists.
    """
    row = {"id": plan.id, "revision": 1, "content": _content(plan), "activated_at": now, "active": False}
    return tx.execute(_ADD_NEW, row).first() is not None


def _content(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)

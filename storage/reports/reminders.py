"""What is still owed, for reminding of it; what has been said of it; who asked not to be reminded before a day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, bindparam, func, null, or_, select

from reporting.deadlines.obligation import OWED
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import LOOK_AHEAD_DAYS
from reporting.status.filing import StatusInput
from storage.database.schema import Instant, answer, conversation, obligation, outbox, plan, remark, snooze, unit
from storage.database.sql import upsert
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.reports.unit_status import ANSWERED, keys_of
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report still owed; who wrote in it last, and when."""

    obligation: Obligation
    unit: Unit
    written_by: int | None
    written_at: datetime | None

    @property
    def status_input(self) -> StatusInput:
        return self.obligation.status_input


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """How far a report is: the keys answered in the working copy, and the remarks still to be settled."""

    answered: frozenset[str] = frozenset()
    remarks: int = 0


ASKING = ("nudge:", "request.told:", "extension-granted:")
"""The keys of what asks an officer for a report, besides the reminders."""
_LAST_WRITTEN = select(answer.c.at).where(answer.c.obligation_id == obligation.c.id).correlate(obligation)
_LAST_WRITER = select(answer.c.person_id).where(answer.c.obligation_id == obligation.c.id).correlate(obligation)
_NEWEST_FIRST = (answer.c.at.desc(), answer.c.key)
_CASES = (
    select(
        *obligations.COLUMNS,
        *units.COLUMNS,
        _LAST_WRITER.order_by(*_NEWEST_FIRST).limit(1).scalar_subquery(),
        _LAST_WRITTEN.order_by(*_NEWEST_FIRST).limit(1).scalar_subquery(),
    )
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .where(
        obligation.c.state.in_([state.value for state in OWED]),
        obligation.c.plan_id.not_in(select(plan.c.id).where(plan.c.closed_at.is_not(None))),
    )
    .order_by(obligation.c.last_day, obligation.c.id)
)
_NEAR = _CASES.where(obligation.c.last_day <= bindparam("horizon"))
_AMONG = _CASES.where(obligation.c.id.in_(bindparam("ids", expanding=True)))
_AMONG_FREE = _AMONG.with_for_update(read=True, skip_locked=True, of=obligation)
_OF_REPORT = (
    select(*obligations.COLUMNS, *units.COLUMNS, null(), null())
    .join_from(obligation, unit, obligation.c.unit_id == unit.c.id)
    .where(
        obligation.c.plan_id == bindparam("in_plan"),
        obligation.c.report_id == bindparam("report"),
        obligation.c.period == bindparam("in_period"),
        unit.c.path.contains(bindparam("within", type_=String)),
    )
    .order_by(unit.c.code)
)
_REMARKS = (
    select(func.count())
    .where(remark.c.obligation_id == obligation.c.id, remark.c.settled_at.is_(None))
    .correlate(obligation)
    .scalar_subquery()
)
_DETAILS = select(obligation.c.id, ANSWERED, _REMARKS).where(obligation.c.id.in_(bindparam("ids", expanding=True)))
_SAID = select(outbox.c.key).where(outbox.c.key.in_(bindparam("keys", expanding=True)))
_LATELY = (
    select(conversation.c.person_id, outbox.c.key, func.coalesce(outbox.c.sent_at, outbox.c.created_at, type_=Instant))
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .where(
        conversation.c.person_id.in_(bindparam("people", expanding=True)),
        outbox.c.created_at > bindparam("since", type_=Instant),
        outbox.c.state != "parked",
        or_(*(outbox.c.key.startswith(kind) for kind in ("reminder:", *ASKING))),
    )
    .order_by(outbox.c.id)
)
_SNOOZES = select(snooze.c.person_id, snooze.c.until).where(snooze.c.until >= bindparam("since"))
_SNOOZE = upsert(snooze, ("person_id",), ("until",))
SNOOZES_KEPT = timedelta(days=14)
"""Longer than the longest row of days off: a snooze that ended is looked at until its reminder has come."""
_AT_ONCE = 5000


def near_deadline(tx: Connection, today: date) -> list[OpenReport]:
    """Everything owed whose last day is near, or over."""
    return _cases(tx.execute(_NEAR, {"horizon": today + timedelta(days=LOOK_AHEAD_DAYS)}))


def still_owed(tx: Connection, obligation_ids: Collection[int]) -> list[OpenReport]:
    """Which of these reports are owed still; they stay so until the transaction ends.

    One that somebody is just writing in is left out: the next tick sees what came of it.
    """
    statement = _AMONG if tx.dialect.name == "sqlite" else _AMONG_FREE
    return _cases(tx.execute(statement, {"ids": list(obligation_ids)}))


def owed_among(tx: Connection, obligation_ids: Collection[int]) -> list[OpenReport]:
    return _cases(tx.execute(_AMONG, {"ids": list(obligation_ids)}))


def owed_of_report(tx: Connection, within: Unit, plan_id: str, report_id: str, period: str) -> list[OpenReport]:
    """Who in a unit and below it still owes one report, by code."""
    return [case for case in _of_report(tx, within.id, plan_id, report_id, period) if case.obligation.state in OWED]


def of_report(tx: Connection, within_id: int, like: Obligation) -> list[OpenReport]:
    """Everyone in a unit and below it who owes or owed the same report, by code; without who wrote last."""
    return _of_report(tx, within_id, like.plan_id, like.report_id, like.period)


def details(tx: Connection, obligation_ids: Collection[int]) -> dict[int, DraftDetail]:
    rows = tx.execute(_DETAILS, {"ids": list(obligation_ids)})
    return {id: DraftDetail(keys_of(answered), remarks) for id, answered, remarks in rows}


def queued_keys(tx: Connection, keys: Sequence[str]) -> set[str]:
    """Which of these stand in the outbox, sent or not."""
    parts = (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
    return {key for part in parts for key in tx.scalars(_SAID, {"keys": part})}


def last_reminded(tx: Connection, people: Sequence[int], since: datetime) -> dict[tuple[RecipientRole, int], datetime]:
    """When each of these people last heard of a report they owe after ``since``, by part.

    A nudge, a request and more time granted speak to an officer.
    """
    moments: dict[tuple[RecipientRole, int], datetime] = {}
    for start in range(0, len(people), _AT_ONCE):
        for person, key, at in tx.execute(_LATELY, {"people": people[start : start + _AT_ONCE], "since": since}):
            part = RecipientRole(key.split(":")[1]) if key.startswith("reminder:") else RecipientRole.OFFICER
            moments[part, person] = max(at, moments.get((part, person), at))
    return moments


def snoozes(tx: Connection, today: date) -> dict[int, date]:
    """Person → the day before which they are not to be reminded, of late."""
    return {row.person_id: row.until for row in tx.execute(_SNOOZES, {"since": today - SNOOZES_KEPT})}


def snooze_until(tx: Connection, person_id: int, until: date) -> None:
    tx.execute(_SNOOZE, {"person_id": person_id, "until": until})


_UNIT = len(obligations.COLUMNS)
_REST = _UNIT + len(units.COLUMNS)


def _of_report(tx: Connection, within_id: int, plan_id: str, report_id: str, period: str) -> list[OpenReport]:
    values = {"in_plan": plan_id, "report": report_id, "in_period": period, "within": f"/{within_id}/"}
    return _cases(tx.execute(_OF_REPORT, values))


def _cases(rows: Iterable[Sequence[Any]]) -> list[OpenReport]:
    return [
        OpenReport(obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:_REST]), row[_REST], row[_REST + 1])
        for row in rows
    ]

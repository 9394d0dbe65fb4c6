"""Reports still owed, as reminders need them; the reminders already in the outbox; who asked to be reminded later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, String, bindparam, func, null, or_, select

from reporting.deadlines.obligation import OWED
from reporting.reminders.recipients import RecipientRole
from reporting.reminders.schedule import LOOK_AHEAD_DAYS
from reporting.status.lateness import StatusInput
from storage.database.schema import Instant, answer, conversation, obligation, outbox, plan, remark, snooze, unit
from storage.database.sql import upsert
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.reports.unit_status import ANSWERED, keys_of
from storage.units import units
from storage.units.units import Unit


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A unit's report that is still owed.

    ``written_by``, ``written_at``: who answered in it last (person id), and when.
    """

    obligation: Obligation
    unit: Unit
    written_by: int | None
    written_at: datetime | None

    @property
    def status_input(self) -> StatusInput:
        return self.obligation.status_input


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """The keys of the questions answered in the working copy, and how many remarks are still to be answered."""

    answered: frozenset[str] = frozenset()
    remarks: int = 0


REQUEST_KEYS = ("nudge:", "request.told:", "extension-granted:")
"""How the outbox keys begin of messages, besides digests, that ask an officer for a report."""
_LAST_WRITTEN = select(answer.c.at).where(answer.c.obligation_id == obligation.c.id).correlate(obligation)
_LAST_WRITER = select(answer.c.person_id).where(answer.c.obligation_id == obligation.c.id).correlate(obligation)
_NEWEST_FIRST = (answer.c.at.desc(), answer.c.key)
_OWED = (
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
_OWED_NEAR = _OWED.where(obligation.c.last_day <= bindparam("horizon"))
_OWED_AMONG = _OWED.where(obligation.c.id.in_(bindparam("ids", expanding=True)))
_OWED_AMONG_LOCKED = _OWED_AMONG.with_for_update(read=True, skip_locked=True, of=obligation)
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
_QUEUED = select(outbox.c.key).where(outbox.c.key.in_(bindparam("keys", expanding=True)))
_REMINDED_SINCE = (
    select(conversation.c.person_id, outbox.c.key, func.coalesce(outbox.c.sent_at, outbox.c.created_at, type_=Instant))
    .join(conversation, conversation.c.id == outbox.c.conversation_id)
    .where(
        conversation.c.person_id.in_(bindparam("people", expanding=True)),
        outbox.c.created_at > bindparam("since", type_=Instant),
        outbox.c.state != "parked",
        or_(*(outbox.c.key.startswith(kind) for kind in ("reminder:", *REQUEST_KEYS))),
    )
    .order_by(outbox.c.id)
)
_SNOOZES = select(snooze.c.person_id, snooze.c.until).where(snooze.c.until >= bindparam("since"))
_SNOOZE = upsert(snooze, ("person_id",), ("until",))
SNOOZES_KEPT = timedelta(days=14)
"""Longer than the longest run of days off: an ended snooze is read until its reminder has been sent."""
_KEYS_AT_ONCE = 5000


def near_deadline(tx: Connection, today: date) -> list[OpenReport]:
    """Every report owed whose last day is over or within :data:`LOOK_AHEAD_DAYS`."""
    return _open_reports(tx.execute(_OWED_NEAR, {"horizon": today + timedelta(days=LOOK_AHEAD_DAYS)}))


def still_owed(tx: Connection, obligation_ids: Collection[int]) -> list[OpenReport]:
    """Those of these reports that are still owed, locked until the transaction ends.

    A report in which somebody is writing at this moment is left out: the next run of the clock reads it.
    """
    statement = _OWED_AMONG if tx.dialect.name == "sqlite" else _OWED_AMONG_LOCKED
    return _open_reports(tx.execute(statement, {"ids": list(obligation_ids)}))


def owed_among(tx: Connection, obligation_ids: Collection[int]) -> list[OpenReport]:
    """Those of these reports that are still owed, not locked."""
    return _open_reports(tx.execute(_OWED_AMONG, {"ids": list(obligation_ids)}))


def owed_of_report(tx: Connection, within: Unit, plan_id: str, report_id: str, period: str) -> list[OpenReport]:
    """The reports of a unit and the units below it that are still owed, of one report and period; by unit code."""
    return [
        report for report in _of_report(tx, within.id, plan_id, report_id, period) if report.obligation.state in OWED
    ]


def of_report(tx: Connection, within_id: int, like: Obligation) -> list[OpenReport]:
    """The reports of a unit and the units below it, of the same report and period as ``like``; by unit code.

    Owed or not; without ``written_by`` and ``written_at``.
    """
    return _of_report(tx, within_id, like.plan_id, like.report_id, like.period)


def details(tx: Connection, obligation_ids: Collection[int]) -> dict[int, DraftDetail]:
    """By obligation id."""
    rows = tx.execute(_DETAILS, {"ids": list(obligation_ids)})
    return {obligation_id: DraftDetail(keys_of(answered), remarks) for obligation_id, answered, remarks in rows}


def queued_keys(tx: Connection, keys: Sequence[str]) -> set[str]:
    """Which of these outbox keys exist already, sent or not."""
    batches = (keys[start : start + _KEYS_AT_ONCE] for start in range(0, len(keys), _KEYS_AT_ONCE))
    return {key for batch in batches for key in tx.scalars(_QUEUED, {"keys": batch})}


def last_reminded(tx: Connection, people: Sequence[int], since: datetime) -> dict[tuple[RecipientRole, int], datetime]:
    """When each of these people was last reminded after ``since``, by role and person id.

    A nudge, a request for a report and a granted extension count as reminders of an officer.
    """
    reminded: dict[tuple[RecipientRole, int], datetime] = {}
    for start in range(0, len(people), _KEYS_AT_ONCE):
        batch = people[start : start + _KEYS_AT_ONCE]
        for person_id, key, at in tx.execute(_REMINDED_SINCE, {"people": batch, "since": since}):
            role = RecipientRole(key.split(":")[1]) if key.startswith("reminder:") else RecipientRole.OFFICER
            reminded[role, person_id] = max(at, reminded.get((role, person_id), at))
    return reminded


def snoozes(tx: Connection, today: date) -> dict[int, date]:
    """Person id → the day before which they asked not to be reminded; ended snoozes for :data:`SNOOZES_KEPT`."""
    return {row.person_id: row.until for row in tx.execute(_SNOOZES, {"since": today - SNOOZES_KEPT})}


def snooze_until(tx: Connection, person_id: int, until: date) -> None:
    """Notes that the person asked not to be reminded before ``until``; a second time replaces the first."""
    tx.execute(_SNOOZE, {"person_id": person_id, "until": until})


_UNIT = len(obligations.COLUMNS)
_REST = _UNIT + len(units.COLUMNS)


def _of_report(tx: Connection, within_id: int, plan_id: str, report_id: str, period: str) -> list[OpenReport]:
    values = {"in_plan": plan_id, "report": report_id, "in_period": period, "within": f"/{within_id}/"}
    return _open_reports(tx.execute(_OF_REPORT, values))


def _open_reports(rows: Iterable[Sequence[Any]]) -> list[OpenReport]:
    return [
        OpenReport(obligations.of_row(row[:_UNIT]), units.of_row(row[_UNIT:_REST]), row[_REST], row[_REST + 1])
        for row in rows
    ]

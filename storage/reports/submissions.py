"""Drafts and submitted versions: each version is stored with its full content and hash, and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, exists, insert, select

from reporting.deadlines.calendar import last_instant, previous_same_kind
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.integrity.submission_document import StoredFigure, as_receipt_code, sha256
from storage.audit import audit
from storage.database.schema import answer, confirmation, figure, person, report_version
from storage.database.schema import obligation as obligation_table
from storage.database.sql import upsert
from storage.messaging import reminder_cancellation
from storage.reports import obligations
from storage.reports.obligations import Obligation


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer in a draft, with its author."""

    answer: Answer
    person_id: int
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SubmittedVersion:
    """One version: canonical content and hash, who sent it when, and the deadline that applied then.

    ``filed_by``: person id; ``sample``: demo data.
    """

    obligation_id: int
    version: int
    content: bytes
    sha256: str
    receipt: str
    filed_by: int
    filed_at: datetime
    last_day: date
    due_at: datetime | None
    nil: bool
    sample: bool = False

    @property
    def late_from(self) -> datetime:
        """The instant from which the version would have been late."""
        return self.due_at or last_instant(self.last_day)

    @property
    def is_intact(self) -> bool:
        """Whether the stored content still has the stored hash."""
        return sha256(self.content) == self.sha256


_OF: BindParameter[int] = bindparam("obligation")
_LOCK = select(obligation_table.c.id).where(obligation_table.c.id == _OF).with_for_update()
_ANSWERS = (
    select(answer.c.key, answer.c.value, answer.c.person_id, person.c.name, answer.c.at)
    .join(person, person.c.id == answer.c.person_id)
    .where(answer.c.obligation_id == _OF)
)
_ERASE = delete(answer).where(answer.c.obligation_id == _OF, answer.c.key.in_(bindparam("keys", expanding=True)))
_ERASE_ALL = delete(answer).where(answer.c.obligation_id == _OF)
_WRITE = upsert(answer, ("obligation_id", "key"), ("value", "person_id", "at"))
_CONFIRMATIONS = select(confirmation.c.finding, confirmation.c.reason).where(confirmation.c.obligation_id == _OF)
_UNCONFIRM_ALL = delete(confirmation).where(confirmation.c.obligation_id == _OF)
_CONFIRM = upsert(confirmation, ("obligation_id", "finding"), ("reason", "person_id", "at"))
_FIGURES = (
    select(figure.c.key, figure.c.state, figure.c.value)
    .join(obligation_table, obligation_table.c.id == figure.c.obligation_id)
    .where(
        obligation_table.c.plan_id == bindparam("plan"),
        obligation_table.c.report_id == bindparam("report"),
        obligation_table.c.period == bindparam("in_period"),
        obligation_table.c.unit_id == bindparam("of_unit"),
    )
)
_FORGET_FIGURES = delete(figure).where(figure.c.obligation_id == _OF)
_COUNT = insert(figure)
_VERSION_COLUMNS = (
    report_version.c.obligation_id,
    report_version.c.version,
    report_version.c.content,
    report_version.c.sha256,
    report_version.c.receipt,
    report_version.c.filed_by,
    report_version.c.filed_at,
    report_version.c.last_day,
    report_version.c.due_at,
    report_version.c.nil,
    report_version.c.sample,
)
_VERSIONS = select(*_VERSION_COLUMNS).where(report_version.c.obligation_id == _OF).order_by(report_version.c.version)
_BY_RECEIPT = select(*_VERSION_COLUMNS).where(report_version.c.receipt == bindparam("code"))
_FILE = insert(report_version)


_TOUCHED = (
    select(obligation_table.c.id)
    .join(
        report_version,
        and_(
            report_version.c.obligation_id == obligation_table.c.id,
            report_version.c.version == obligation_table.c.version,
        ),
    )
    .where(
        obligation_table.c.unit_id == bindparam("of_unit"),
        exists().where(answer.c.obligation_id == obligation_table.c.id, answer.c.at >= report_version.c.filed_at),
    )
)


def lock(tx: Connection, obligation_id: int) -> None:
    """Lock a report against other writers until the end of the transaction (SQLite has only one writer)."""
    if tx.dialect.name != "sqlite":
        tx.execute(_LOCK, {"obligation": obligation_id})


def answers(tx: Connection, obligation_id: int) -> dict[str, WrittenAnswer]:
    """Key → answer of a draft."""
    rows = tx.execute(_ANSWERS, {"obligation": obligation_id})
    return {key: WrittenAnswer(Answer.from_json(value), by, name, at) for key, value, by, name, at in rows}


def changed_reports(tx: Connection, unit_id: int) -> set[int]:
    """Obligation ids of the unit's reports with an answer written at or after the sending of their newest version."""
    return set(tx.execute(_TOUCHED, {"of_unit": unit_id}).scalars())


def put(tx: Connection, obligation_id: int, key: str, answer: Answer, person_id: int, now: datetime) -> None:
    """Store one answer of a draft; see ``put_all``."""
    put_all(tx, obligation_id, {key: answer}, person_id, now)


def put_all(tx: Connection, obligation_id: int, given: Mapping[str, Answer], person_id: int, now: datetime) -> None:
    """Store answers (key → answer) of a draft with this person as their author; earlier ones are replaced."""
    rows = [
        {"obligation_id": obligation_id, "key": key, "value": given[key].to_json(), "person_id": person_id, "at": now}
        for key in given
    ]
    if rows:
        tx.execute(_WRITE, rows)


def erase(tx: Connection, obligation_id: int, keys: Iterable[str]) -> None:
    """Delete answers of a draft."""
    if erased := list(keys):
        tx.execute(_ERASE, {"obligation": obligation_id, "keys": erased})


def erase_draft(tx: Connection, obligation_id: int) -> None:
    """Delete all answers and confirmations of a draft; submitted versions stay."""
    tx.execute(_ERASE_ALL, {"obligation": obligation_id})
    tx.execute(_UNCONFIRM_ALL, {"obligation": obligation_id})


def confirm(
    tx: Connection, obligation_id: int, finding: str, reason: str | None, person_id: int, now: datetime
) -> None:
    """Store that a person confirmed a warning. ``finding``: its id, which contains the figures it is about."""
    values = {"obligation_id": obligation_id, "finding": finding, "reason": reason, "person_id": person_id, "at": now}
    tx.execute(_CONFIRM, values)


def confirmations(tx: Connection, obligation_id: int) -> dict[str, str | None]:
    """Id of a confirmed finding → the reason given, or ``None``."""
    return {row.finding: row.reason for row in tx.execute(_CONFIRMATIONS, {"obligation": obligation_id})}


def figures(tx: Connection, plan_id: str, report_id: str, period: str, unit_id: int) -> dict[str, Answer]:
    """Key → figure of the newest version of a unit's report; empty if it was not sent."""
    rows = tx.execute(_FIGURES, {"plan": plan_id, "report": report_id, "in_period": period, "of_unit": unit_id})
    return {key: Answer(state, value) for key, state, value in rows}


def year_before(tx: Connection, obligation: Obligation) -> dict[str, Answer]:
    """Key → figure of the same report a year before; "không phát sinh" is distinct from 0."""
    return figures(
        tx, obligation.plan_id, obligation.report_id, previous_same_kind(obligation.period), obligation.unit_id
    )


def previous(tx: Connection, obligation: Obligation) -> dict[str, int]:
    """Like ``year_before``, as numbers; "không phát sinh" is 0."""
    return {key: figure.figure or 0 for key, figure in year_before(tx, obligation).items()}


def submit(
    tx: Connection,
    obligation: Obligation,
    content: bytes,
    *,
    receipt: str,
    filed_by: int,
    now: datetime,
    nil: bool,
    figures: Iterable[StoredFigure],
    sample: bool = False,
) -> SubmittedVersion:
    """Store a new version of a report, replace its figures, set its state to FILED, and cancel reminders.

    ``content``: the canonical content, which the caller has found to differ from that of the newest version.
    """
    version = SubmittedVersion(
        obligation.id,
        obligation.version + 1,
        content,
        sha256(content),
        receipt,
        filed_by,
        now,
        obligation.last_day,
        obligation.due_at,
        nil,
        sample,
    )
    values = {column.name: getattr(version, column.name) for column in _VERSION_COLUMNS} | {"content": content.decode()}
    tx.execute(_FILE, values)
    tx.execute(_FORGET_FIGURES, {"obligation": obligation.id})
    rows = [{"obligation_id": obligation.id, **figure._asdict()} for figure in figures]
    if rows:
        tx.execute(_COUNT, rows)
    first = now if obligation.filed_at is None else None
    obligations.set_state(tx, obligation.id, ReportState.FILED, version=version.version, filed_at=first)
    reminder_cancellation.cancel_for_unit(tx, obligation.unit_id)
    audit.record(tx, now, filed_by, "report.filed", obligation=obligation, version=version.version, receipt=receipt)
    return version


def versions(tx: Connection, obligation_id: int) -> list[SubmittedVersion]:
    """All versions, the oldest first."""
    return [_version(row) for row in tx.execute(_VERSIONS, {"obligation": obligation_id})]


def newest(tx: Connection, obligation_id: int) -> SubmittedVersion | None:
    """The newest version; ``None`` if there is none."""
    return next(reversed(versions(tx, obligation_id)), None)


def version_by_receipt(tx: Connection, code: str) -> SubmittedVersion | None:
    """The version with this receipt code, as typed (see ``as_receipt_code``); ``None`` if there is none."""
    row = tx.execute(_BY_RECEIPT, {"code": as_receipt_code(code)}).one_or_none()
    return _version(row) if row else None


def _version(row: Sequence[Any]) -> SubmittedVersion:
    obligation_id, version, content, *rest = row
    return SubmittedVersion(obligation_id, version, content.encode(), *rest)

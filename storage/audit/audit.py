"""The audit log: who did what to which report, membership, deadline or plan. Rows are only added, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, func, insert, select, update

from reporting.integrity import audit_chain
from reporting.integrity.audit_chain import START, AuditRecord, ChainFault, ChainHead, SealedRecord
from storage.database import key_values
from storage.database.schema import audit, person, setting
from storage.database.sql import insert_or_ignore


class AuditedReport(Protocol):
    """The attributes of an obligation that are stored in the log."""

    @property
    def id(self) -> int: ...
    @property
    def unit_id(self) -> int: ...
    @property
    def plan_id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act: ``AuditEntry("report.filed", at, "Cán bộ mẫu", {"version": 1, "receipt": "CM26-6T-4F7K2"})``."""

    action: str
    at: datetime
    person: str | None
    detail: Mapping[str, Any]


HEAD = "audit_head"
"""Key of the setting with the head of the chain; a transaction that seals locks its row."""
PAGE = 1000
_ROW = [audit.c[name] for name in AuditRecord._fields]
_ADD = insert(audit)
_OPEN = audit.c.number.is_(None)
_UNSEALED = select(*_ROW).where(_OPEN).order_by(audit.c.id).limit(bindparam("limit"))
_WAITING = select(func.count(), func.min(audit.c.at)).where(_OPEN)
_HEAD = select(setting.c.value).where(setting.c.key == HEAD).with_for_update()
_BEGIN = insert_or_ignore(setting, "key")
_SEAL = update(audit).where(audit.c.id == bindparam("of")).values(number=bindparam("place"), seal=bindparam("mark"))
_SEALED = (
    select(audit.c.number, audit.c.seal, *_ROW)
    .where(audit.c.number > bindparam("after"))
    .order_by(audit.c.number)
    .limit(bindparam("limit"))
)
_OF_REPORT = (
    select(audit.c.action, audit.c.at, person.c.name, audit.c.detail)
    .outerjoin(person, person.c.id == audit.c.person_id)
    .where(audit.c.obligation_id == bindparam("obligation"))
    .order_by(audit.c.id)
)


def record(
    tx: Connection,
    now: datetime,
    person_id: int | None,
    action: str,
    *,
    obligation: AuditedReport | None = None,
    unit_id: int | None = None,
    plan_id: str | None = None,
    **detail: Any,
) -> None:
    """Add a row about an act, in the transaction of the act.

    ``action``: in the past tense, ``report.filed``; ``person_id``: ``None`` for the command line and scheduled acts;
    ``detail``: plain data. For an ``obligation``, its unit and plan are stored too.
    """
    row = {
        "at": now,
        "person_id": person_id,
        "action": action,
        "obligation_id": obligation.id if obligation else None,
        "unit_id": obligation.unit_id if obligation else unit_id,
        "plan_id": obligation.plan_id if obligation else plan_id,
        "detail": detail,
    }
    tx.execute(_ADD, row)


def of_report(tx: Connection, obligation_id: int) -> list[AuditEntry]:
    """All acts on one report, the oldest first."""
    return [AuditEntry(*row) for row in tx.execute(_OF_REPORT, {"obligation": obligation_id})]


def seal(tx: Connection, limit: int) -> int:
    """Add up to ``limit`` rows to the chain, the oldest first; returns their number.

    A row is sealed after its transaction was committed, so the chain may differ from the order of ids. If two programs
    seal at the same time, one waits for the other.
    """
    if tx.execute(_UNSEALED, {"limit": 1}).first() is None:
        return 0
    tx.execute(_BEGIN, {"key": HEAD, "value": asdict(START)})
    head = ChainHead(**tx.execute(_HEAD).scalar_one())
    sealed = list(audit_chain.seal(head, (AuditRecord(*row) for row in tx.execute(_UNSEALED, {"limit": limit}).all())))
    if sealed:
        tx.execute(_SEAL, [{"of": record.row.id, "place": record.number, "mark": record.seal} for record in sealed])
        key_values.put(tx, HEAD, asdict(ChainHead(sealed[-1].number, sealed[-1].seal)))
    return len(sealed)


def head(tx: Connection) -> ChainHead:
    """The number of sealed rows, and the seal of the last one."""
    return ChainHead(**key_values.get(tx, HEAD, asdict(START)))


def unsealed(tx: Connection) -> tuple[int, datetime | None]:
    """The number of rows not sealed yet, and the instant of the oldest of them (``None``: there is none)."""
    count, since = tx.execute(_WAITING).one()
    return count, since


def sealed_records(tx: Connection) -> Iterator[SealedRecord]:
    """The sealed rows in order, read in pages: the log may be larger than memory."""
    after: int | None = -(2**31)  # so that rows with a forged number below 1 are read too
    while after is not None:
        page = [SealedRecord(number, AuditRecord(*row), mark or "") for number, mark, *row in _page(tx, after)]
        yield from page
        after = page[-1].number if len(page) == PAGE else None


def verify(tx: Connection, known: Iterable[ChainHead] = ()) -> list[ChainFault]:
    """The faults of the log, see ``audit_chain.verify``; the head stored in the database is always checked too."""
    return audit_chain.verify(lambda: sealed_records(tx), [*known, head(tx)])


def _page(tx: Connection, after: int) -> Iterable[Any]:
    return tx.execute(_SEALED, {"after": after, "limit": PAGE}).all()

"""The data stored about a person, for the person (Luật 91/2025/QH15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from reporting.roles import Role
from storage.database.schema import answer, conversation, membership, obligation, person, report_version, unit


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in a unit; ``until``: ``None`` while it is current."""

    unit: str
    code: str
    role: Role
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ChannelAccount:
    """An address on a channel, and when the person wrote from it last."""

    channel: str
    address: str
    language: str
    last_active: datetime


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report the person has sent."""

    plan: str
    report: str
    period: str
    unit: str
    version: int
    receipt: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonData:
    name: str
    known_since: datetime
    roles: tuple[HeldRole, ...]
    accounts: tuple[ChannelAccount, ...]
    sent: tuple[SentReport, ...]
    answers: int
    """Number of the person's answers in drafts."""


_WHO: BindParameter[int] = bindparam("person")
_PERSON = select(person.c.name, person.c.created_at).where(person.c.id == _WHO)
_ROLES = (
    select(unit.c.name, unit.c.code, membership.c.role, membership.c.granted_at, membership.c.revoked_at)
    .join(unit, unit.c.id == membership.c.unit_id)
    .where(membership.c.person_id == _WHO)
    .order_by(membership.c.id)
)
_ACCOUNTS = (
    select(conversation.c.channel, conversation.c.address, conversation.c.language, conversation.c.updated_at)
    .where(conversation.c.person_id == _WHO)
    .order_by(conversation.c.updated_at.desc(), conversation.c.id)
)
_SENT = (
    select(
        obligation.c.plan_id,
        obligation.c.report_id,
        obligation.c.period,
        unit.c.name,
        report_version.c.version,
        report_version.c.receipt,
        report_version.c.filed_at,
    )
    .join_from(report_version, obligation, obligation.c.id == report_version.c.obligation_id)
    .join(unit, unit.c.id == obligation.c.unit_id)
    .where(report_version.c.filed_by == _WHO)
    .order_by(report_version.c.id)
)
_ANSWERS = select(func.count()).select_from(answer).where(answer.c.person_id == _WHO)


def of_person(tx: Connection, person_id: int) -> PersonData:
    """All data of a person. Raises NoResultFound if there is no such person."""
    params = {"person": person_id}
    name, known_since = tx.execute(_PERSON, params).one()
    return PersonData(
        name,
        known_since,
        tuple(HeldRole(in_unit, code, Role(role), *days) for in_unit, code, role, *days in tx.execute(_ROLES, params)),
        tuple(ChannelAccount(*row) for row in tx.execute(_ACCOUNTS, params)),
        tuple(SentReport(*row) for row in tx.execute(_SENT, params)),
        tx.execute(_ANSWERS, params).scalar_one(),
    )

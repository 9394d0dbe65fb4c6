"""The tables. Instants are aware UTC datetimes, days are dates, JSON is canonical text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

IdType = BigInteger().with_variant(Integer, "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonText(TypeDecorator[Any]):
    """Plain data as JSON text with sorted keys."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else orjson.loads(value)


def _id() -> Column[int]:
    return Column("id", IdType, primary_key=True, autoincrement=True)


# --- messages -----------------------------------------------------------------------------------------------------

event = Table(  # events received from channels: an event received twice is processed once
    "event",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("event_id", String(128), primary_key=True),
    Column("at", Instant, nullable=False, index=True),
)

conversation = Table(  # one address on one channel, the person who uses it, the open dialog and choices
    "conversation",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("membership_id", ForeignKey("membership.id")),  # the membership selected now
    Column("language", String(8), nullable=False, server_default="vi"),
    Column("state", JsonText, nullable=False),  # {"dialogue": {"name": …} | null, "choices": […], "numbered": bool}
    Column("prompt", Integer, nullable=False, server_default="0"),  # number of the newest set of choices
    Column("guesses", Integer, nullable=False, server_default="0"),  # wrong invitation codes since the last right one
    Column("guess_after", Instant),  # no further code is checked before this
    Column("blocked_at", Instant),  # the person blocked the bot; cleared by their next message
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("channel", "address"),
)

_WAITING = text("state = 'waiting'")

outbox = Table(  # outgoing messages, stored in the transaction that causes them
    "outbox",
    metadata,
    _id(),
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("key", String(200), unique=True),  # of a reminder: a second tick does not add it again
    Column("lane", Integer, nullable=False),  # 0 a reply, 1 bulk
    Column("payload", JsonText, nullable=False),  # handlers.turn.messages.Payload
    Column("state", String(8), nullable=False, server_default="waiting"),  # waiting | sent | parked
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Instant, nullable=False),
    Column("claimed_by", String(40)),
    Column("claimed_until", Instant),
    Column("platform_id", String(64)),  # id of the message on the platform, for edits
    Column("error", Text),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Index("ix_outbox_conversation_id_id", "conversation_id", "id"),
    Index("ix_outbox_waiting", "lane", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_outbox_waiting_of", "conversation_id", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
    Index("ix_outbox_channel_sent_at", "channel", "sent_at"),
    sqlite_autoincrement=True,  # ids of deleted rows are not used again: open pages ask for larger ids
)

attachment = Table(
    "attachment",
    metadata,
    Column("id", String(32), primary_key=True),  # unguessable
    Column("conversation_id", ForeignKey("conversation.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)

file_order = Table(  # a job: a file to create after its turn, before its message is sent; then deleted
    "file_order",
    metadata,
    Column("attachment_id", ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True),
    Column("membership_id", ForeignKey("membership.id"), nullable=False),  # who asked for it, in which role
    Column("recipe", JsonText, nullable=False),  # {"kind": "annex", "plan": …}
)

dead_letter = Table(  # an incoming message whose processing failed three times
    "dead_letter",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("address", String(128), nullable=False),
    Column("event_id", String(128), nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("error", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("address", String(128), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant, nullable=False),  # updated once a day
)

setting = Table(
    "setting", metadata, Column("key", String(64), primary_key=True), Column("value", JsonText, nullable=False)
)

# --- units and people ---------------------------------------------------------------------------------------------

unit = Table(
    "unit",
    metadata,
    _id(),
    Column("code", String(40), nullable=False, unique=True),  # the official code, or the province's own
    Column("name", String(200), nullable=False),
    Column("kind", String(16), nullable=False),  # reporting.plan.plan.Kind
    Column("parent_id", ForeignKey("unit.id"), index=True),
    Column("path", String(400), nullable=False, index=True),  # "/1/5/17/": the subtree of 5 is LIKE '/1/5/%'
    Column("aliases", JsonText, nullable=False),  # ["TP Cà Mau", …]
    Column("valid_from", Date),
    Column("valid_to", Date),  # the last day it exists
)

unit_predecessor = Table(
    "unit_predecessor",
    metadata,
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("predecessor_id", ForeignKey("unit.id"), primary_key=True),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),  # from the channel, or as the person changed it
    Column("created_at", Instant, nullable=False),
)

membership = Table(
    "membership",
    metadata,
    _id(),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),  # reporting.roles.Role
    Column("granted_by", ForeignKey("person.id")),
    Column("granted_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    UniqueConstraint("person_id", "unit_id", "role"),
)

invitation = Table(
    "invitation",
    metadata,
    _id(),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False),
    Column("role", String(16), nullable=False),
    Column("invited_by", ForeignKey("person.id")),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("uses_left", Integer, nullable=False),
    Column("revoked_at", Instant),
    Column("hands_over", ForeignKey("membership.id")),  # the membership that ends when this one is accepted
    Column("told_in", IdType),  # the outbox row that shows the code, until the code is masked there
)

snooze = Table(  # no reminders to this person before a day
    "snooze",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("until", Date, nullable=False),
)

# --- plans and reports --------------------------------------------------------------------------------------------

plan = Table(  # a live plan as it was when activated; a changed one is a new revision
    "plan",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("content", JsonText, nullable=False),  # reporting.plan.plan.Plan
    Column("activated_at", Instant, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("closed_at", Instant),  # of the revision active when it was closed
    Column("closed_why", Text),  # the reason for excusing the reports still owed
)

zone = Table(  # the communes under transformation in a year
    "zone",
    metadata,
    Column("plan_id", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("selected_at", Instant, nullable=False),
    Column("over_cap", Text),  # why more communes were selected than the plan permits
)

obligation = Table(  # a unit owes a report for a period
    "obligation",
    metadata,
    _id(),
    Column("plan_id", String(60), nullable=False),
    Column("report_id", String(60), nullable=False),
    Column("period", String(8), nullable=False),  # 2026-H1
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),
    Column("form_id", String(60), nullable=False),
    Column("last_day", Date, nullable=False),  # the one that applies: an extension changes it
    Column("plan_day", Date, nullable=False),  # that of the plan, or of the request
    Column("due_at", Instant),  # late from this instant, if an hour of the last day is set
    Column("closes", Date),  # the last day its figures cover, if the plan has a window
    Column("state", String(12), nullable=False, server_default="not_begun"),  # reporting.deadlines.obligation.State
    Column("version", Integer, nullable=False, server_default="0"),  # the newest version sent; 0 none
    Column("filed_at", Instant),  # when it was sent first, or received on paper
    Column("on_paper", Boolean, nullable=False, server_default=text("false")),  # received on paper; figures may follow
    Column("excused_why", Text),
    Column("inherited_from", ForeignKey("unit.id")),  # the unit that ended and owed it before
    Column("reviewed_by", ForeignKey("person.id")),  # who accepted or returned it last
    Column("reviewed_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("plan_id", "report_id", "period", "unit_id"),
    Index("ix_obligation_last_day_state", "last_day", "state"),
)

answer = Table(  # drafts: one row for each answer, with its author
    "answer",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id"), primary_key=True),
    Column("key", String(60), primary_key=True),  # c01, or c01@17 for the zone whose unit id is 17
    Column("value", JsonText, nullable=False),  # reporting.form_entry.answer_input.Answer
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

confirmation = Table(  # a confirmed warning; valid while the figures it is about do not change
    "confirmation",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id"), primary_key=True),
    Column("finding", String(200), primary_key=True),
    Column("reason", Text),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

report_version = Table(  # submitted versions: one canonical document each, hashed, never changed
    "report_version",
    metadata,
    _id(),
    Column("obligation_id", ForeignKey("obligation.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("receipt", String(40), nullable=False, unique=True),
    Column("filed_by", ForeignKey("person.id"), nullable=False),
    Column("filed_at", Instant, nullable=False),
    Column("last_day", Date, nullable=False),  # the deadline that applied
    Column("due_at", Instant),  # with its hour, if one was set
    Column("nil", Boolean, nullable=False),
    Column("sample", Boolean, nullable=False, server_default=text("false")),  # demo data
    UniqueConstraint("obligation_id", "version"),
)

figure = Table(  # the figures of the newest version, a row each: screens and sums read these
    "figure",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id"), primary_key=True),
    Column("key", String(60), primary_key=True),
    Column("field", String(20), nullable=False, index=True),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),  # the zone, else the reporting unit
    Column("state", String(12), nullable=False),  # given | nil
    Column("value", BigInteger),
)

# --- work of coordinators ------------------------------------------------------------------------------------------

extension = Table(  # requests for an extension, with the decision
    "extension",
    metadata,
    _id(),
    Column("obligation_id", ForeignKey("obligation.id"), nullable=False, index=True),
    Column("until", Date, nullable=False),  # the last day requested
    Column("reason", Text, nullable=False),
    Column("asked_by", ForeignKey("person.id"), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(8), nullable=False, server_default="asked"),  # asked | granted | refused | dropped
    Column("decided_by", ForeignKey("person.id")),
    Column("decided_at", Instant),
    Column("why", Text),  # the reason of a refusal
)

remark = Table(  # what is wrong with an answer of a returned report
    "remark",
    metadata,
    _id(),
    Column("obligation_id", ForeignKey("obligation.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),  # the version that was returned
    Column("key", String(60), nullable=False),  # c06@17
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("settled_at", Instant),  # when the report was sent again
    Column("reply", Text),  # why the unit keeps the answer
    Column("replied_by", ForeignKey("person.id")),
)

paper_record = Table(  # a report received on paper or by telephone, recorded by a coordinator
    "paper_record",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id"), primary_key=True),
    Column("received_on", Date, nullable=False),
    Column("number", String(60)),  # số, ký hiệu; none for a telephone call
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

evidence = Table(  # the signed report as photograph or PDF
    "evidence",
    metadata,
    Column("id", String(32), primary_key=True),  # unguessable
    Column("obligation_id", ForeignKey("obligation.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("content", LargeBinary, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("removed_at", Instant),
)

draw = Table(  # which version of a unit's report the report above it imported
    "draw",
    metadata,
    Column("obligation_id", ForeignKey("obligation.id"), primary_key=True),
    Column("child_id", ForeignKey("obligation.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("at", Instant, nullable=False),
)

_UNSEALED = text("number IS NULL")

audit = Table(  # who did what; rows are only inserted, then sealed
    "audit",
    metadata,
    _id(),
    Column("at", Instant, nullable=False),
    Column("person_id", IdType),  # null: the command line, or a scheduled act
    Column("action", String(40), nullable=False),  # past tense: report.filed
    Column("obligation_id", IdType, index=True),
    Column("unit_id", IdType),
    Column("plan_id", String(60)),
    Column("detail", JsonText, nullable=False),
    Column("number", Integer, unique=True),  # number in the chain, from 1; null until sealed
    Column("seal", String(64)),  # SHA-256 over the seal before and this row
    Index("ix_audit_unsealed", "id", sqlite_where=_UNSEALED, postgresql_where=_UNSEALED),
)

# --- figures, communes ---------------------------------------------------------------------------------------------

baseline = Table(  # figures of earlier periods, imported for comparison
    "baseline",
    metadata,
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("period", String(8), primary_key=True),  # 2019-Y, 2023-H1
    Column("value", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)

criterion_value = Table(  # the criteria sheet of a commune in a year
    "criterion_value",
    metadata,
    Column("plan_id", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("criterion", String(20), primary_key=True),  # A1 … D9, B4a
    Column("value", JsonText, nullable=False),  # reporting.form_entry.answer_input.Answer
    Column("person_id", ForeignKey("person.id")),  # null: the command line
    Column("at", Instant, nullable=False),
)

zone_proposal = Table(  # the communes proposed for a year, in the order chosen by people
    "zone_proposal",
    metadata,
    Column("plan_id", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

zone_decision = Table(  # the document by which the communes of a year were chosen
    "zone_decision",
    metadata,
    Column("plan_id", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),  # the deciding unit: the province, or a district
    Column("number", String(60), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Instant, nullable=False),
)

zone_outcome = Table(  # the outcome of a commune under transformation, and whether it relapsed
    "zone_outcome",
    metadata,
    Column("plan_id", String(60), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("gate", Boolean),  # the qualitative condition, as a person confirmed it
    Column("outcome", String(16)),  # recognised | not_recognised | carried_over; null: not decided
    Column("note", Text),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Instant, nullable=False),
    Column("relapsed_on", Date),
    Column("relapse_note", Text),
)

subscription = Table(  # regular messages to a membership: the morning after a deadline, every Monday
    "subscription",
    metadata,
    Column("membership_id", ForeignKey("membership.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # morning_after | monday
    Column("at", Instant, nullable=False),
)

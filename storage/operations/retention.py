"""Deletion of old data after a time. Reports, their versions and the audit log are never deleted.

Each rule finds a few rows in a read and deletes them in a separate write, so that other works are not delayed. A row
must be deleted before its rule searches again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol

from sqlalchemy import Connection, bindparam, case, delete, func, select, update

from storage.database.schema import Instant, attachment, dead_letter, invitation, outbox, web_session
from storage.messaging.outbox import EMPTIED
from storage.people import invitations

CODE_READABLE = timedelta(days=7)
"""How long a message shows an invitation code that nobody has used."""
MASK = "••••-••••"
_CODE = re.compile(rf"(?<![\w-])[{invitations.ALPHABET}]{{4}}-[{invitations.ALPHABET}]{{4}}(?![\w-])")


@dataclass(frozen=True, slots=True)
class Retention:
    """How long data that are not reports are stored."""

    messages: timedelta = timedelta(days=90)
    """Messages; of those with a key the key stays, so that no reminder is sent twice."""
    attachments: timedelta = timedelta(days=90)
    """Files in conversations."""
    dead_letters: timedelta = timedelta(days=180)
    web_sessions: timedelta = timedelta(days=400)
    """Unused sessions of the web chat; longer than a year, because an officer may report only once a year."""


USUAL: Final = Retention()

RowKey = int | str


class FindExpired(Protocol):
    def __call__(self, tx: Connection, limit: int) -> Sequence[RowKey]: ...


class ForgetRows(Protocol):
    def __call__(self, tx: Connection, some: Sequence[RowKey]) -> None: ...


class RetentionRule(NamedTuple):
    """``find`` returns the keys of at most ``limit`` rows to delete; ``forget`` deletes the rows with these keys."""

    find: FindExpired
    forget: ForgetRows


_BEFORE = bindparam("before", type_=Instant)
_LIMIT: Any = bindparam("limit")
_SOME: Any = bindparam("some", expanding=True)
_OLD_MESSAGES = (
    select(outbox.c.id)
    .where(
        outbox.c.created_at < _BEFORE,
        outbox.c.state != "waiting",
        outbox.c.payload != EMPTIED,
    )
    .order_by(outbox.c.id)
    .limit(_LIMIT)
)
_EMPTY = update(outbox).where(outbox.c.id.in_(_SOME), outbox.c.key.is_not(None)).values(payload=EMPTIED)
_DELETE = delete(outbox).where(outbox.c.id.in_(_SOME), outbox.c.key.is_(None))
_OLD_FILES = select(attachment.c.id).where(attachment.c.created_at < _BEFORE).limit(_LIMIT)
_FORGET_FILES = delete(attachment).where(attachment.c.id.in_(_SOME))
_OLD_LETTERS = select(dead_letter.c.id).where(dead_letter.c.at < _BEFORE).limit(_LIMIT)
_FORGET_LETTERS = delete(dead_letter).where(dead_letter.c.id.in_(_SOME))
_UNUSED = select(web_session.c.token_hash).where(web_session.c.used_at < _BEFORE).limit(_LIMIT)
_CLOSE = delete(web_session).where(web_session.c.token_hash.in_(_SOME))

_USABLE = case(
    (
        (invitation.c.uses_left > 0)
        & invitation.c.revoked_at.is_(None)
        & (invitation.c.expires_at > bindparam("now", type_=Instant))
        & (invitation.c.created_at > _BEFORE),
        1,
    ),
    else_=0,
)
_SPENT = (
    select(invitation.c.told_in)
    .outerjoin(outbox, outbox.c.id == invitation.c.told_in)
    .where(invitation.c.told_in.is_not(None), func.coalesce(outbox.c.state, "sent") != "waiting")
    .group_by(invitation.c.told_in)
    .having(func.max(_USABLE) == 0)
    .limit(_LIMIT)
)
_TOLD = select(outbox.c.id, outbox.c.payload).where(outbox.c.id.in_(_SOME))
_TELL = update(outbox).where(outbox.c.id == bindparam("of")).values(payload=bindparam("instead"))
_UNTOLD = update(invitation).where(invitation.c.told_in.in_(_SOME)).values(told_in=None)


def rules(retention: Retention, now: datetime) -> list[RetentionRule]:
    """The rules with their time limits at ``now``."""
    return [
        RetentionRule(_finder(_SPENT, before=now - CODE_READABLE, now=now), _hide_codes),
        RetentionRule(_finder(_OLD_MESSAGES, before=now - retention.messages), _forgetter(_EMPTY, _DELETE)),
        RetentionRule(_finder(_OLD_FILES, before=now - retention.attachments), _forgetter(_FORGET_FILES)),
        RetentionRule(_finder(_OLD_LETTERS, before=now - retention.dead_letters), _forgetter(_FORGET_LETTERS)),
        RetentionRule(_finder(_UNUSED, before=now - retention.web_sessions), _forgetter(_CLOSE)),
    ]


def masked(text: str) -> str:
    """The text with every invitation code replaced by ``MASK``, in links too."""
    return _CODE.sub(MASK, text)


def _finder(statement: Any, **values: datetime) -> FindExpired:
    return lambda tx, limit: tx.scalars(statement, {**values, "limit": limit}).all()


def _forgetter(*statements: Any) -> ForgetRows:
    def forget(tx: Connection, some: Sequence[RowKey]) -> None:
        for statement in statements:
            tx.execute(statement, {"some": some})

    return forget


def _hide_codes(tx: Connection, some: Sequence[RowKey]) -> None:
    """Mask the codes in messages, and delete the files with codes; the messages stay. ``some``: ids of messages."""
    for message_id, payload in tx.execute(_TOLD, {"some": some}).all():
        files = payload.pop("files", [])
        tx.execute(_TELL, {"of": message_id, "instead": payload | {"text": masked(payload["text"])}})
        tx.execute(_FORGET_FILES, {"some": [file["id"] for file in files]})
    tx.execute(_UNTOLD, {"some": some})

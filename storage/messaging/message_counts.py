"""The number of messages of a channel, for platforms with a monthly limit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select

from storage.database.schema import Instant, outbox

_USED = (
    select(func.count())
    .select_from(outbox)
    .where(
        outbox.c.channel == bindparam("of_channel"),
        or_(
            outbox.c.state == literal_column("'waiting'"),
            and_(
                outbox.c.sent_at >= bindparam("begin", type_=Instant),
                outbox.c.sent_at < bindparam("end", type_=Instant),
            ),
        ),
    )
)


def messages_used(tx: Connection, channel: str, begin: datetime, end: datetime) -> int:
    """The number of messages sent from ``begin`` until before ``end``, plus those that wait to be sent."""
    return int(tx.execute(_USED, {"of_channel": channel, "begin": begin, "end": end}).scalar_one())

"""The monthly number of messages a channel takes: counted, and the coordinators at the top told in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.turn import notify
from handlers.turn.services import Services
from locales import Words
from reporting.deadlines.calendar import local_day, month_of
from storage.messaging import message_counts
from storage.messaging.outbox import OutboxMessage
from storage.people import recipients
from storage.units.units import Unit

WARN_AT = 80
"""Percent of the limit at which the coordinators are told."""
NAMES = 8


def warn(
    tx: Connection, services: Services, left_out: Mapping[str, Sequence[Unit]], now: datetime
) -> list[OutboxMessage]:
    """Tells the coordinators at the top: once a month at 80 %, and each day whom a used-up limit leaves unreminded."""
    parcels: list[OutboxMessage | None] = []
    for channel, limit in services.monthly_limits.items():
        used = message_counts.messages_used(tx, channel, *month_of(now))
        if used * 100 >= limit * WARN_AT:
            parcels += _tell_all(tx, f"quota:{channel}:{local_day(now):%Y-%m}", _UsageText(channel, used, limit), now)
        if left_out.get(channel):
            text = _LeftOutText(channel, limit, [unit.name for unit in left_out[channel]])
            parcels += _tell_all(tx, f"quota:{channel}:{local_day(now)}:left-out", text, now)
    return [parcel for parcel in parcels if parcel]


@dataclass(frozen=True, slots=True)
class _UsageText:
    channel: str
    used: int
    limit: int

    def __call__(self, say: Words) -> str:
        share = self.used * 100 // self.limit if self.limit else 100
        return say(
            "reminders.quota.numbers",
            channel=self.channel.capitalize(),
            used=say.number(self.used),
            limit=say.number(self.limit),
            share=share,
        )


@dataclass(frozen=True, slots=True)
class _LeftOutText:
    channel: str
    limit: int
    names: Collection[str]

    def __call__(self, say: Words) -> str:
        names = sorted(set(self.names))
        more = [say("reminders.officer.and_more", n=len(names) - NAMES)] if len(names) > NAMES else []
        return say(
            "reminders.quota.left_out",
            channel=self.channel.capitalize(),
            limit=say.number(self.limit),
            n=len(names),
            names=", ".join([*names[:NAMES], *more]),
        )


def _tell_all(tx: Connection, key: str, text: _UsageText | _LeftOutText, now: datetime) -> list[OutboxMessage | None]:
    return [
        notify.notify_person(tx, person, text, key=f"{key}:{person}", now=now)
        for person in recipients.coordinators_at_the_top(tx)
    ]

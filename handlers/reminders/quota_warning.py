"""Channels with a monthly quota: the coordinators of the topmost unit are warned before and when it is used up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from handlers.text.lists import join_names
from handlers.turn import notify
from handlers.turn.notify import TextBuilder
from handlers.turn.services import Services
from locales import Words
from reporting.deadlines.calendar import local_day, month_of
from storage.messaging import message_counts
from storage.messaging.outbox import OutboxMessage
from storage.people import recipients
from storage.units.units import Unit

WARN_AT = 80
"""Percent of the quota at which the coordinators are warned."""
NAMES = 8
"""How many units one warning names."""


def warn(
    tx: Connection, services: Services, left_out: Mapping[str, Sequence[Unit]], now: datetime
) -> list[OutboxMessage]:
    """Queues the warnings: once a month at 80 %, and once a day with the units that a used-up quota left out.

    ``left_out``: by channel, the units whose officers got no reminder. Returns the messages put into the outbox.
    """
    messages: list[OutboxMessage] = []
    for channel, limit in services.monthly_limits.items():
        used = message_counts.messages_used(tx, channel, *month_of(now))
        if used * 100 >= limit * WARN_AT:
            text = partial(_usage_text, channel, used, limit)
            messages += _notify_top_coordinators(tx, f"quota:{channel}:{local_day(now):%Y-%m}", text, now)
        if left_out.get(channel):
            names = {unit.name for unit in left_out[channel]}
            text = partial(_left_out_text, channel, limit, sorted(names))
            messages += _notify_top_coordinators(tx, f"quota:{channel}:{local_day(now)}:left-out", text, now)
    return messages


def _usage_text(channel: str, used: int, limit: int, words: Words) -> str:
    return words(
        "reminders.quota.numbers",
        channel=channel.capitalize(),
        used=words.number(used),
        limit=words.number(limit),
        share=used * 100 // limit if limit else 100,
    )


def _left_out_text(channel: str, limit: int, names: Sequence[str], words: Words) -> str:
    return words(
        "reminders.quota.left_out",
        channel=channel.capitalize(),
        limit=words.number(limit),
        n=len(names),
        names=join_names(words, names, NAMES),
    )


def _notify_top_coordinators(tx: Connection, key: str, text: TextBuilder, now: datetime) -> Iterable[OutboxMessage]:
    messages = (
        notify.notify_person(tx, person_id, text, key=f"{key}:{person_id}", now=now)
        for person_id in recipients.coordinators_at_the_top(tx)
    )
    return [message for message in messages if message]

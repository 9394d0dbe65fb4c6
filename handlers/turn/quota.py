"""How many messages a month a channel with a quota may still carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from reporting.deadlines.calendar import month_of
from storage.messaging import message_counts


@dataclass(slots=True)
class MonthlyQuota:
    """How many more messages each limited channel takes this month."""

    left: dict[str, int]

    @classmethod
    def of_month(cls, tx: Connection, limits: Mapping[str, int], now: datetime) -> MonthlyQuota:
        month = month_of(now)
        return cls(
            {channel: limit - message_counts.messages_used(tx, channel, *month) for channel, limit in limits.items()}
        )

    @property
    def used_up(self) -> frozenset[str]:
        return frozenset(channel for channel, left in self.left.items() if left <= 0)

    def spend(self, channel: str) -> None:
        if channel in self.left:
            self.left[channel] -= 1

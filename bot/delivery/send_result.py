"""The result of sending one message through a channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from storage.messaging.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class MessageSent:
    """Sent. ``platform_id``: the message's id on the platform, if it has one."""

    platform_id: str | None


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Not sent now. ``whole_channel``: the channel pauses for ``seconds``; else only this conversation waits.

    The wait of a conversation doubles with every attempt.
    """

    seconds: float
    whole_channel: bool


@dataclass(frozen=True, slots=True)
class AddressGone:
    """The address no longer exists or has blocked the bot."""

    reason: str


@dataclass(frozen=True, slots=True)
class MessageRejected:
    """The platform refuses this message; repeating it makes no sense."""

    reason: str


SendResult: TypeAlias = MessageSent | RetryLater | AddressGone | MessageRejected


class Channel(Protocol):
    """A platform that messages are sent to. ``name`` is stored with conversations: "telegram", "web"."""

    name: str

    async def send(self, message: OutboxMessage) -> SendResult: ...

"""What a channel makes of a message it was given to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from storage.messaging.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class MessageSent:
    """``platform_id`` is the message's id on the platform, for edits."""

    platform_id: str | None


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Not now. ``everyone``: the whole channel is silent for ``seconds``; else this conversation, longer every time."""

    seconds: float
    everyone: bool


@dataclass(frozen=True, slots=True)
class AddressGone:
    """The address takes nothing any more: blocked by the person, or deleted."""

    reason: str


@dataclass(frozen=True, slots=True)
class MessageRejected:
    """This message will never be taken."""

    reason: str


SendResult: TypeAlias = MessageSent | RetryLater | AddressGone | MessageRejected


class Channel(Protocol):
    name: str

    async def send(self, parcel: OutboxMessage) -> SendResult: ...

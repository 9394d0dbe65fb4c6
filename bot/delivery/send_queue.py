"""Messages in memory, waiting to be sent: one of a conversation at a time, by id, replies before bulk."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from datetime import datetime

from storage.messaging.outbox import OutboxMessage


class SendQueue:
    """``put`` a message, ``take`` one to send, call ``done``: then the next of its conversation may be taken."""

    def __init__(self) -> None:
        self.claimed_until: dict[int, datetime] = {}
        """Message id → end of the claim, of all messages here, including those taken."""
        self._waiting: dict[int, list[tuple[int, int, OutboxMessage]]] = {}
        self._taken: set[int] = set()
        self._ready: defaultdict[tuple[str, int], deque[int]] = defaultdict(deque)
        self._counts: Counter[int] = Counter()

    def count(self, lane: int) -> int:
        """Messages of a lane that are not done."""
        return self._counts[lane]

    def put(self, message: OutboxMessage) -> None:
        """Adds a claimed message. For one that is here already only the end of the claim changes."""
        assert message.claimed_until is not None
        is_known = message.id in self.claimed_until
        self.claimed_until[message.id] = message.claimed_until
        if is_known:
            return
        self._counts[message.lane] += 1
        heapq.heappush(self._waiting.setdefault(message.conversation_id, []), (message.lane, message.id, message))
        self._make_ready(message.conversation_id)

    def take(self, channel: str, lane: int) -> OutboxMessage | None:
        """The next message of a channel and lane, or ``None``. No other of its conversation is taken until ``done``."""
        ready = self._ready[channel, lane]
        while ready:
            conversation = ready.popleft()
            waiting = self._waiting.get(conversation)
            if waiting and conversation not in self._taken and waiting[0][0] == lane:
                self._taken.add(conversation)
                return heapq.heappop(waiting)[2]
        return None

    def done(self, message: OutboxMessage) -> None:
        """Removes a message that was sent, given up or returned to the database."""
        self._taken.discard(message.conversation_id)
        self._forget(message)
        self._make_ready(message.conversation_id)

    def remove_behind(self, message: OutboxMessage) -> list[int]:
        """Removes the waiting messages of the same conversation in the same lane or a lower one; returns their ids."""
        waiting = self._waiting.get(message.conversation_id, [])
        return self._replace_waiting(message.conversation_id, [item for item in waiting if item[0] < message.lane])

    def remove(self, ids: Iterable[int]) -> None:
        """Removes waiting messages by id; one that is taken stays."""
        removed_ids = set(ids)
        for conversation, waiting in list(self._waiting.items()):
            if any(item[1] in removed_ids for item in waiting):
                self._replace_waiting(conversation, [item for item in waiting if item[1] not in removed_ids])

    def _replace_waiting(self, conversation: int, remaining: list[tuple[int, int, OutboxMessage]]) -> list[int]:
        """Keeps only ``remaining`` of a conversation's waiting messages; returns the ids removed."""
        removed = [item[2] for item in self._waiting.pop(conversation, []) if item not in remaining]
        for message in removed:
            self._forget(message)
        if remaining:
            heapq.heapify(remaining)
            self._waiting[conversation] = remaining
            self._make_ready(conversation)
        return [message.id for message in removed]

    def _forget(self, message: OutboxMessage) -> None:
        del self.claimed_until[message.id]
        self._counts[message.lane] -= 1

    def _make_ready(self, conversation: int) -> None:
        waiting = self._waiting.get(conversation)
        if not waiting:
            self._waiting.pop(conversation, None)
        elif conversation not in self._taken:
            first = waiting[0][2]
            self._ready[first.channel, first.lane].append(conversation)

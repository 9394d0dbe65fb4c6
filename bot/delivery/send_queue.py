"""Parcels in memory: one of a conversation at a time in the order of their ids, replies before bulk."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from datetime import datetime

from storage.messaging.outbox import OutboxMessage


class SendQueue:
    """``put`` them, ``take`` one to send, tell when it is ``done``; then the next of its conversation may be taken."""

    def __init__(self) -> None:
        self.claimed_until: dict[int, datetime] = {}
        """Of every parcel here, those taken included."""
        self._waiting: dict[int, list[tuple[int, int, OutboxMessage]]] = {}
        self._taken: set[int] = set()
        self._ready: defaultdict[tuple[str, int], deque[int]] = defaultdict(deque)
        self._counts: Counter[int] = Counter()

    def count(self, lane: int) -> int:
        return self._counts[lane]

    def put(self, parcel: OutboxMessage) -> None:
        """One that is here already only keeps its claim longer. It must be claimed."""
        assert parcel.claimed_until is not None
        known = parcel.id in self.claimed_until
        self.claimed_until[parcel.id] = parcel.claimed_until
        if known:
            return
        self._counts[parcel.lane] += 1
        heapq.heappush(self._waiting.setdefault(parcel.conversation_id, []), (parcel.lane, parcel.id, parcel))
        self._make_ready(parcel.conversation_id)

    def take(self, channel: str, lane: int) -> OutboxMessage | None:
        """The next to send on a channel's lane. Nothing else of its conversation is taken until it is ``done``."""
        ready = self._ready[channel, lane]
        while ready:
            conversation = ready.popleft()
            waiting = self._waiting.get(conversation)
            if waiting and conversation not in self._taken and waiting[0][0] == lane:
                self._taken.add(conversation)
                return heapq.heappop(waiting)[2]
        return None

    def done(self, parcel: OutboxMessage) -> None:
        """Sent, or given up, or no longer ours."""
        self._taken.discard(parcel.conversation_id)
        self._forget(parcel)
        self._make_ready(parcel.conversation_id)

    def remove_behind(self, parcel: OutboxMessage) -> list[int]:
        """Takes out what waits for the same conversation in the same lane or a later one; returns the ids."""
        waiting = self._waiting.get(parcel.conversation_id, [])
        return self._keep(parcel.conversation_id, [item for item in waiting if item[0] < parcel.lane])

    def remove(self, ids: Iterable[int]) -> None:
        """Takes out what is no longer ours; what has been taken stays."""
        gone = set(ids)
        for conversation, waiting in list(self._waiting.items()):
            if any(item[1] in gone for item in waiting):
                self._keep(conversation, [item for item in waiting if item[1] not in gone])

    def _keep(self, conversation: int, kept: list[tuple[int, int, OutboxMessage]]) -> list[int]:
        removed = [item[2] for item in self._waiting.pop(conversation, []) if item not in kept]
        for parcel in removed:
            self._forget(parcel)
        if kept:
            heapq.heapify(kept)
            self._waiting[conversation] = kept
            self._make_ready(conversation)
        return [parcel.id for parcel in removed]

    def _forget(self, parcel: OutboxMessage) -> None:
        del self.claimed_until[parcel.id]
        self._counts[parcel.lane] -= 1

    def _make_ready(self, conversation: int) -> None:
        waiting = self._waiting.get(conversation)
        if not waiting:
            self._waiting.pop(conversation, None)
        elif conversation not in self._taken:
            first = waiting[0][2]
            self._ready[first.channel, first.lane].append(conversation)

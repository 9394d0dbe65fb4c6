"""Long polls that wait for a message, by address."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager


class LongPolls:
    """Long polls wait here on an event, without a database connection."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.closed = False

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set when ``address`` may have new messages: clear it, read, then wait."""
        event = asyncio.Event()
        self._waiting.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[address].discard(event)
            if not self._waiting[address]:
                del self._waiting[address]

    def wake(self, addresses: Iterable[str]) -> None:
        """Sets the events of these addresses."""
        for address in addresses:
            for event in self._waiting.get(address, ()):
                event.set()

    @property
    def addresses(self) -> Collection[str]:
        """The addresses that have a waiting long poll."""
        return self._waiting.keys()

    def close(self) -> None:
        """Ends all long polls, also later ones."""
        self.closed = True
        self.wake(list(self._waiting))

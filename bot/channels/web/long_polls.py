"""Who is waiting for a message, by address."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager


class LongPolls:
    """Long polls wait here without holding anything of the database."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.closed = False

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event set whenever something may be new for ``address``: clear it, then look, then wait."""
        event = asyncio.Event()
        self._waiting.setdefault(address, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[address].discard(event)
            if not self._waiting[address]:
                del self._waiting[address]

    def wake(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            for event in self._waiting.get(address, ()):
                event.set()

    @property
    def addresses(self) -> Collection[str]:
        return self._waiting.keys()

    def close(self) -> None:
        """Sends everybody home: nobody waits any more."""
        self.closed = True
        self.wake(list(self._waiting))

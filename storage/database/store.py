"""The store: a unit of work is a plain synchronous function over a SQLAlchemy Core connection.

``await store.write(work)`` resolves after a durable commit, ``await store.read(work)`` sees a consistent snapshot::

    filed = await store.write(lambda tx: reports.file(tx, obligation_id, now))

A slow ``work`` makes everybody wait: parse and render before ``write``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], T]


def run_work(work: Work[T], tx: Connection) -> T:
    """Runs a work. No future takes a StopIteration, such as a ``next`` in it may raise: it becomes a RuntimeError."""
    try:
        return work(tx)
    except StopIteration as error:
        raise RuntimeError("a unit of work raised StopIteration") from error


class StoreUnavailable(Exception):
    """The database could not take or confirm the work: nothing is acknowledged, the caller tries again later."""


class Store(Protocol):
    shared: bool
    """Whether other running programs may deliver messages from the same database."""

    async def write(self, work: Work[T]) -> T: ...

    async def read(self, work: Work[T]) -> T: ...

    async def close(self) -> None: ...

"""The store: runs units of work, synchronous functions that take a SQLAlchemy Core connection.

``await store.write(work)`` returns after a durable commit, ``await store.read(work)`` reads a consistent snapshot::

    filed = await store.write(lambda tx: reports.file(tx, obligation_id, now))

A slow ``work`` delays all others: parse and render before calling ``write``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], T]


def run_work(work: Work[T], tx: Connection) -> T:
    """Run a unit of work. A StopIteration, which a future cannot carry, is raised as RuntimeError."""
    try:
        return work(tx)
    except StopIteration as error:
        raise RuntimeError("a unit of work raised StopIteration") from error


class StoreUnavailable(Exception):
    """The database could not execute or confirm the work; the caller acknowledges nothing and tries again later."""


class Store(Protocol):
    """A database that runs units of work. Both methods raise StoreUnavailable, and any error of the work itself."""

    shared: bool
    """Whether other running programs may deliver messages from the same database."""

    async def write(self, work: Work[T]) -> T: ...

    async def read(self, work: Work[T]) -> T: ...

    async def close(self) -> None: ...

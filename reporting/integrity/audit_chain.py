"""The chain of the audit log: each row's seal covers the row and the seal before it, so that no row changes unseen.

``seal_of(GENESIS, first)`` is the first row's seal, ``seal_of(that, second)`` the second's. Whoever can write to the
database can also compute every seal anew; only a head kept elsewhere (a backup, the weekly line) shows that, and shows
a tail that was cut off.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Literal, NamedTuple

GENESIS = "0" * 64
"""The seal before the first row."""
MOST_FAULTS = 100
"""The most broken rows looked into: with more of them the log is worth nothing as a whole."""


class AuditRecord(NamedTuple):
    """What a seal covers: ``AuditRecord(7, at, 3, "report.filed", 12, 5, "ca-mau-2026", {"version": 1})``."""

    id: int
    at: datetime
    person_id: int | None
    action: str
    obligation_id: int | None
    unit_id: int | None
    plan_id: str | None
    detail: Mapping[str, Any]


class SealedRecord(NamedTuple):
    """A row at its place in the chain, from 1."""

    number: int
    row: AuditRecord
    seal: str


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How long the chain was once, and the seal of its last row then, or as many of its first digits as were noted."""

    count: int
    seal: str


START = ChainHead(0, GENESIS)
ChainFaultKind = Literal["edited", "missing", "moved", "inserted", "cut", "rewritten"]


class ChainFault(NamedTuple):
    """What is wrong with the rows ``number`` to ``until``.

    edited: the content or the seal is not what was sealed, or the row before was taken out and the rest renumbered;
    missing: taken out; moved: belongs at ``place``; inserted: never sealed there; cut: the end of the log is gone;
    rewritten: in itself in order, yet not what a head kept elsewhere says: some row from ``number`` on was changed.
    """

    kind: ChainFaultKind
    number: int
    until: int
    place: int | None = None


def content(row: AuditRecord) -> bytes:
    """The bytes a seal covers: UTF-8 JSON, keys sorted, no spaces, the instant in UTC."""
    values = row._asdict() | {"at": row.at.astimezone(UTC).isoformat()}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_of(before: str, row: AuditRecord) -> str:
    """SHA-256, in hexadecimal, over the seal before and the row."""
    return hashlib.sha256(before.encode() + b"\n" + content(row)).hexdigest()


def seal(head: ChainHead, rows: Iterable[AuditRecord]) -> Iterator[SealedRecord]:
    """The rows as they continue the chain."""
    number, before = head.count, head.seal
    for row in rows:
        number, before = number + 1, seal_of(before, row)
        yield SealedRecord(number, row, before)


def verify(read: Callable[[], Iterable[SealedRecord]], known: Iterable[ChainHead] = ()) -> list[ChainFault]:
    """Everything wrong with a log, by place; ``read`` gives its sealed rows by number, each time it is called.

    ``known``: heads noted earlier. A log may have grown since.
    """
    seals: dict[int, set[str]] = {}
    for head in known:
        seals.setdefault(head.count, set()).add(head.seal)
    walk = _ChainVerification(seals)
    for record in read():
        walk.take(record)
    broken = walk.broken[:MOST_FAULTS]
    after = _predecessors(read(), broken) if broken else {}
    return sorted([*walk.gaps, *_explained(broken, after), *walk.against_the_known()], key=lambda fault: fault.number)


class _BrokenSeal(NamedTuple):
    """A row whose seal does not follow from ``before``, the seal stored with the row before it."""

    one: SealedRecord
    before: str


@dataclass
class _ChainVerification:
    """One reading of the log, row by row."""

    known: Mapping[int, set[str]]
    """Count → the seal that the heads known say the row has; two of them contradict each other."""
    gaps: list[ChainFault] = field(default_factory=list)
    broken: list[_BrokenSeal] = field(default_factory=list)
    right: dict[int, bool] = field(default_factory=dict)
    """Count of a known head → whether the log says the same."""
    last: int = 0
    _before: str | None = GENESIS
    """The seal stored with the row before; None where that row is missing."""
    _rightful: str | None = None
    """The seal that the row before should bear, where it bears another."""

    def take(self, record: SealedRecord) -> None:
        if record.number <= self.last:  # nobody numbers a row 0
            self.gaps.append(ChainFault("inserted", record.number, record.number))
            return
        if record.number > self.last + 1:
            self.gaps.append(ChainFault("missing", self.last + 1, record.number - 1))
            self._before = self._rightful = None
        self._compare(record)
        if record.number in self.known:
            self.right[record.number] = all(map(record.seal.startswith, self.known[record.number]))
        self.last, self._before = record.number, record.seal

    def _compare(self, record: SealedRecord) -> None:
        rightful, self._rightful = self._rightful, None
        if self._before is None or seal_of(self._before, record.row) == record.seal:
            return
        if rightful and seal_of(rightful, record.row) == record.seal:  # only the seal before was tampered with
            return
        self.broken.append(_BrokenSeal(record, self._before))
        self._rightful = seal_of(self._before, record.row)

    def against_the_known(self) -> Iterator[ChainFault]:
        """A tail that is gone; and what was sealed anew, where nothing else tells that it changed."""
        if longest := max((count for count in self.known if count > self.last), default=0):
            yield ChainFault("cut", self.last + 1, longest)
        wrong = [count for count, right in self.right.items() if not right]
        faulty = [fault.number for fault in self.gaps] + [broken.one.number for broken in self.broken]
        if wrong and not any(number <= min(wrong) for number in faulty):
            sure = max((count for count, right in self.right.items() if right and count < min(wrong)), default=0)
            yield ChainFault("rewritten", sure + 1, min(wrong))


def _predecessors(rows: Iterable[SealedRecord], broken: Sequence[_BrokenSeal]) -> dict[int, int]:
    """Number of a broken row → number of the row it was sealed after, where that one stands somewhere."""
    found: dict[int, int] = {}
    for number, seal in chain([(0, GENESIS)], ((record.number, record.seal) for record in rows)):
        found |= {bad.one.number: number for bad in broken if seal_of(seal, bad.one.row) == bad.one.seal}
    return found


def _explained(broken: Sequence[_BrokenSeal], after: Mapping[int, int]) -> Iterator[ChainFault]:
    """What happened to each broken row; those that only follow a row out of its place are in order."""
    starts = [bad.one.number for bad in broken]
    moved = {number: place for number in after if (place := _origin(number, starts, after)) != number}
    inserted: set[int] = set()
    for number, place in moved.items():
        between = range(after[number] + 1, number)
        if between and not any(other in moved for other in starts if other in between):
            yield ChainFault("inserted", between.start, number - 1)
            inserted |= {number, *(other for other in starts if other in between)}
        else:
            yield ChainFault("moved", number, number, place)
    for bad in broken:
        number = bad.one.number
        if number not in after and number not in inserted:
            swapped = next((broken_seal.one.number for broken_seal in broken if _fits(bad, broken_seal)), None)
            yield ChainFault("moved" if swapped else "edited", number, number, swapped)


def _origin(number: int, starts: Sequence[int], after: Mapping[int, int]) -> int:
    """The place a row was sealed at: it follows its neighbour, and the first of a piece the row it was sealed after."""
    piece = bisect_right(starts, number) - 1
    if piece < 0 or starts[piece] not in after:
        return number
    return _origin(after[starts[piece]], starts, after) + 1 + number - starts[piece]


def _fits(bad: _BrokenSeal, elsewhere: _BrokenSeal) -> bool:
    """Whether the row of one place bears out the seal of another: the two have changed places."""
    return bad is not elsewhere and seal_of(elsewhere.before, bad.one.row) == elsewhere.one.seal

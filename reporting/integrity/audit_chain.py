"""The hash chain of the audit log: the seal of a row covers the row and the seal before it, so that changes are found.

``seal_of(GENESIS, first)`` is the seal of the first row, ``seal_of(that seal, second)`` that of the second. Anybody who
can write to the database can also compute all seals again, or delete the last rows; this is found only by comparison
with a chain head stored elsewhere (a backup, the weekly line to administrators).
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
"""At most this many broken rows are explained: a log with more of them cannot be trusted at all."""


class AuditRecord(NamedTuple):
    """The values a seal covers: ``AuditRecord(7, at, 3, "report.filed", 12, 5, "ca-mau-2026", {"version": 1})``."""

    id: int
    at: datetime
    person_id: int | None
    action: str
    obligation_id: int | None
    unit_id: int | None
    plan_id: str | None
    detail: Mapping[str, Any]


class SealedRecord(NamedTuple):
    """A row with its number in the chain (from 1) and its seal."""

    number: int
    row: AuditRecord
    seal: str


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The length of the chain at some time and the seal of its last row then, or the first digits of that seal."""

    count: int
    seal: str


START = ChainHead(0, GENESIS)
ChainFaultKind = Literal["edited", "missing", "moved", "inserted", "cut", "rewritten"]


class ChainFault(NamedTuple):
    """A fault in the rows ``number`` to ``until``.

    - edited: content or seal was changed, or the row before was deleted and the rest renumbered
    - missing: deleted
    - moved: the row belongs at ``place``
    - inserted: not sealed at this place
    - cut: the last rows of the log were deleted
    - rewritten: the seals are consistent, but differ from a head stored elsewhere: a row from ``number`` on was changed
    """

    kind: ChainFaultKind
    number: int
    until: int
    place: int | None = None


def content(row: AuditRecord) -> bytes:
    """The bytes that a seal covers: UTF-8 JSON, keys sorted, no spaces, the instant in UTC."""
    values = row._asdict() | {"at": row.at.astimezone(UTC).isoformat()}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_of(before: str, row: AuditRecord) -> str:
    """SHA-256 in hexadecimal digits over the seal before, a line feed and the content of the row."""
    return hashlib.sha256(before.encode() + b"\n" + content(row)).hexdigest()


def seal(head: ChainHead, rows: Iterable[AuditRecord]) -> Iterator[SealedRecord]:
    """The rows with numbers and seals that continue the chain after ``head``."""
    number, before = head.count, head.seal
    for row in rows:
        number, before = number + 1, seal_of(before, row)
        yield SealedRecord(number, row, before)


def verify(read: Callable[[], Iterable[SealedRecord]], known: Iterable[ChainHead] = ()) -> list[ChainFault]:
    """All faults of a log, sorted by number of row.

    ``read`` returns the sealed rows sorted by number; it is called up to two times. ``known``: heads stored earlier
    elsewhere; the log may have grown since.
    """
    seals: dict[int, set[str]] = {}
    for head in known:
        seals.setdefault(head.count, set()).add(head.seal)
    verification = _ChainVerification(seals)
    for record in read():
        verification.take(record)
    broken = verification.broken[:MOST_FAULTS]
    after = _predecessors(read(), broken) if broken else {}
    faults = [*verification.gaps, *_explained(broken, after), *verification.against_the_known()]
    return sorted(faults, key=lambda fault: fault.number)


class _BrokenSeal(NamedTuple):
    """A row whose seal does not follow from ``before``, the seal stored with the row before it."""

    record: SealedRecord
    before: str


@dataclass
class _ChainVerification:
    """One pass over the log, row by row."""

    known: Mapping[int, set[str]]
    """Number of a row → its seals according to the known heads; several if the heads contradict each other."""
    gaps: list[ChainFault] = field(default_factory=list)
    broken: list[_BrokenSeal] = field(default_factory=list)
    right: dict[int, bool] = field(default_factory=dict)
    """Number of a row with a known head → whether the log has the same seal."""
    last: int = 0
    """Number of the row read last."""
    _before: str | None = GENESIS
    """The seal stored with the row before; ``None`` if that row is missing."""
    _rightful: str | None = None
    """The correct seal of the row before, if another one is stored with it; otherwise ``None``."""

    def take(self, record: SealedRecord) -> None:
        if record.number <= self.last:  # 0 or less: numbers begin with 1
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
        if rightful and seal_of(rightful, record.row) == record.seal:  # only the seal of the row before was changed
            return
        self.broken.append(_BrokenSeal(record, self._before))
        self._rightful = seal_of(self._before, record.row)

    def against_the_known(self) -> Iterator[ChainFault]:
        """A "cut" fault if the log is shorter than a known head; a "rewritten" fault if a known seal differs.

        The latter only if no other fault at or before that row explains the difference.
        """
        if longest := max((count for count in self.known if count > self.last), default=0):
            yield ChainFault("cut", self.last + 1, longest)
        wrong = [count for count, right in self.right.items() if not right]
        faulty = [fault.number for fault in self.gaps] + [broken.record.number for broken in self.broken]
        if wrong and not any(number <= min(wrong) for number in faulty):
            sure = max((count for count, right in self.right.items() if right and count < min(wrong)), default=0)
            yield ChainFault("rewritten", sure + 1, min(wrong))


def _predecessors(rows: Iterable[SealedRecord], broken: Sequence[_BrokenSeal]) -> dict[int, int]:
    """Number of a broken row → number of the row it was sealed after, if that row is still in the log (0: GENESIS)."""
    predecessors: dict[int, int] = {}
    for number, seal in chain([(0, GENESIS)], ((record.number, record.seal) for record in rows)):
        predecessors |= {
            bad.record.number: number for bad in broken if seal_of(seal, bad.record.row) == bad.record.seal
        }
    return predecessors


def _explained(broken: Sequence[_BrokenSeal], after: Mapping[int, int]) -> Iterator[ChainFault]:
    """A fault for each broken row, except those that only follow a moved or inserted row.

    ``after``: see ``_predecessors``.
    """
    starts = [bad.record.number for bad in broken]
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
        number = bad.record.number
        if number not in after and number not in inserted:
            swapped = next((other.record.number for other in broken if _fits(bad, other)), None)
            yield ChainFault("moved" if swapped else "edited", number, number, swapped)


def _origin(number: int, starts: Sequence[int], after: Mapping[int, int]) -> int:
    """The number at which a row was sealed.

    Between two broken rows the rows are in order, so that only the first of each such piece has to be looked up:
    its number is one more than the original number of the row it was sealed after.
    """
    piece = bisect_right(starts, number) - 1
    if piece < 0 or starts[piece] not in after:
        return number
    return _origin(after[starts[piece]], starts, after) + 1 + number - starts[piece]


def _fits(bad: _BrokenSeal, elsewhere: _BrokenSeal) -> bool:
    """Whether a row matches the seal stored at another place: the two rows were exchanged."""
    return bad is not elsewhere and seal_of(elsewhere.before, bad.record.row) == elsewhere.record.seal

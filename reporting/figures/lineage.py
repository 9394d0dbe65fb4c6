"""What today's units counted in an earlier period, whatever became of the units there were then.

A unit that others merged into counted what they and it counted together; where one of them was split among several
new units, its part is not known and nothing is said in its stead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reporting.deadlines.calendar import parse_period
from reporting.plan.plan import UnitKind

KnownFigures = Mapping[tuple[str, int], int]
"""``{("c01", 17): 120}``: field and unit → what it counted then."""
_ENDS = {"Q1": (3, 31), "H1": (6, 30), "Q2": (6, 30), "Q3": (9, 30)}
_COUNTING = (UnitKind.DISTRICT, UnitKind.COMMUNE)


@dataclass(frozen=True, slots=True)
class Territory:
    """A unit as its territory goes: when it existed, and out of which others it was made."""

    id: int
    parent: int | None
    kind: UnitKind
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[int, ...] = ()

    def existed_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def last_day_of(period: str) -> date:
    """ "2023-H1" → 30/6/2023; every other kind ends with its year."""
    year, kind = parse_period(period)
    return date(year, *_ENDS.get(kind, (12, 31)))


@dataclass(frozen=True)
class EarlierPeriod:
    """One earlier period: what was known of the units there were then."""

    period: str
    territories: Mapping[int, Territory]
    known: KnownFigures

    @cached_property
    def day(self) -> date:
        return last_day_of(self.period)

    @cached_property
    def _successors(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for territory in self.territories.values():
            for predecessor in territory.predecessors:
                found.setdefault(predecessor, set()).add(territory.id)
        return found

    def successors(self, unit: int) -> frozenset[int]:
        """The units it went into."""
        return frozenset(self._successors.get(unit, ()))

    def merged_since(self, unit: int) -> tuple[int, ...]:
        """The units that still stood by themselves then and are part of this one, or of others, now."""
        place = self.territories.get(unit)
        before = (
            self.territories[predecessor]
            for predecessor in (place.predecessors if place else ())
            if predecessor in self.territories
        )
        return tuple(
            territory.id for territory in before if territory.valid_to is None or territory.valid_to >= self.day
        )

    def split(self, unit: int) -> tuple[int, ...]:
        """Those of them that went into several units, or go on beside this one: their part is not known."""
        return tuple(one for one in self.merged_since(unit) if not self._went_whole(one))

    def _went_whole(self, unit: int) -> bool:
        return self.territories[unit].valid_to is not None and len(self.successors(unit)) == 1

    def of(self, unit: int, field: str) -> int | None:
        """What the territory of a unit counted then; ``None`` where it is not known whole.

        The figure of a unit that was made since is taken as it stands. To that of one which stood then, the figures of
        the units that went into it since are added.
        """
        return self._of(unit, field, frozenset())

    def _of(self, unit: int, field: str, seen: frozenset[int]) -> int | None:
        own = self.known.get((field, unit))
        place, parts = self.territories.get(unit), self.merged_since(unit)
        is_new = place is not None and place.valid_from is not None and place.valid_from > self.day
        if not parts or (is_new and own is not None):
            return own
        if unit in seen or self.split(unit):
            return None
        found = [self._of(part, field, seen | {unit}) for part in parts] + ([] if is_new else [own])
        return None if None in found else sum(one for one in found if one is not None)

    def whole(self, unit: int, field: str) -> int | None:
        """The same, or the sum over all the districts or communes right below it then."""
        return self._whole(unit, field, frozenset())

    def _whole(self, unit: int, field: str, seen: frozenset[int]) -> int | None:
        own = self.of(unit, field)
        if own is not None or unit in seen:
            return own
        below = [territory for territory in self._children.get(unit, ()) if territory.existed_on(self.day)]
        if (
            len({territory.kind for territory in below}) != 1
        ):  # communes moved from under their district would count twice
            return None
        found = [self._whole(territory.id, field, seen | {unit}) for territory in below]
        return None if None in found else sum(one for one in found if one is not None)

    @cached_property
    def _children(self) -> dict[int, list[Territory]]:
        territories: dict[int, list[Territory]] = {}
        for territory in self.territories.values():
            if territory.parent is not None and territory.kind in _COUNTING:
                territories.setdefault(territory.parent, []).append(territory)
        return territories

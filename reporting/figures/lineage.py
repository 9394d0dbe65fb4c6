"""Figures of an earlier period for the units of today, through mergers and splits.

The figure of a unit into which other units merged is the sum of theirs and its own. If one of these was split among
several units, its share is not known, and the result is ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from reporting.deadlines.calendar import calendar_span
from reporting.plan.plan import UnitKind

KnownFigures = Mapping[tuple[str, int], int]
"""``{("c01", 17): 120}``: (field, unit id) → its figure in the earlier period."""
_COUNTING = (UnitKind.DISTRICT, UnitKind.COMMUNE)


@dataclass(frozen=True, slots=True)
class Territory:
    """A unit with the days of its existence and the ids of the units it was made from (``predecessors``)."""

    id: int
    parent: int | None
    kind: UnitKind
    valid_from: date | None
    valid_to: date | None
    predecessors: tuple[int, ...] = ()

    def existed_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class EarlierPeriod:
    """One earlier period, with the figures known of the units that existed in it."""

    period: str
    territories: Mapping[int, Territory]
    known: KnownFigures

    @cached_property
    def day(self) -> date:
        return calendar_span(self.period).until

    @cached_property
    def _successors(self) -> dict[int, set[int]]:
        successors: dict[int, set[int]] = {}
        for territory in self.territories.values():
            for predecessor in territory.predecessors:
                successors.setdefault(predecessor, set()).add(territory.id)
        return successors

    def successors(self, unit: int) -> frozenset[int]:
        """The ids of the units it was merged into or split among."""
        return frozenset(self._successors.get(unit, ()))

    def merged_since(self, unit: int) -> tuple[int, ...]:
        """The direct predecessors of this unit that still existed at the end of the period (split ones too)."""
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
        """Those of ``merged_since`` that were split among several units or still exist: their share is not known."""
        return tuple(predecessor for predecessor in self.merged_since(unit) if not self._went_whole(predecessor))

    def _went_whole(self, unit: int) -> bool:
        return self.territories[unit].valid_to is not None and len(self.successors(unit)) == 1

    def of(self, unit: int, field: str) -> int | None:
        """The figure of a unit's territory in the period; ``None`` if it is not known in full.

        The figure of a unit that was founded after the period, where one is known, is used unchanged. To the figure of
        a unit that existed in the period, the figures of the units merged into it since are added.
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
        figures = [self._of(part_id, field, seen | {unit}) for part_id in parts] + ([] if is_new else [own])
        return None if None in figures else sum(figure for figure in figures if figure is not None)

    def whole(self, unit: int, field: str) -> int | None:
        """Like ``of``; where that is ``None``, the sum over the districts or communes directly below in the period."""
        return self._whole(unit, field, frozenset())

    def _whole(self, unit: int, field: str, seen: frozenset[int]) -> int | None:
        own = self.of(unit, field)
        if own is not None or unit in seen:
            return own
        below = [territory for territory in self._children.get(unit, ()) if territory.existed_on(self.day)]
        if len({territory.kind for territory in below}) != 1:  # districts and communes together would count twice
            return None
        figures = [self._whole(territory.id, field, seen | {unit}) for territory in below]
        return None if None in figures else sum(figure for figure in figures if figure is not None)

    @cached_property
    def _children(self) -> dict[int, list[Territory]]:
        territories: dict[int, list[Territory]] = {}
        for territory in self.territories.values():
            if territory.parent is not None and territory.kind in _COUNTING:
                territories.setdefault(territory.parent, []).append(territory)
        return territories

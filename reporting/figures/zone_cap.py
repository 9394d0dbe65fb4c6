"""How many communes may be under transformation in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reporting.plan.zone_rules import ZoneCap


@dataclass(frozen=True, slots=True)
class CapExcess:
    """More communes chosen than the cap allows: of the 8 under ``parent``, 15 percent is 1, and 2 were chosen.

    ``parent`` is ``None`` where the cap is of the whole province.
    """

    parent: int | None
    chosen: int
    allowed: int
    communes: int


def excesses(cap: ZoneCap, parents: Iterable[int | None], chosen: Iterable[int | None]) -> list[CapExcess]:
    """Where the choice exceeds the cap ("không vượt quá 15%", rounded down), in the order of ``chosen``.

    ``parents``: the id of the unit above each commune of the province; ``chosen``: above each commune chosen.
    """
    by_district = cap.of == "district"
    communes = Counter(parent if by_district else None for parent in parents)
    counts = Counter(parent if by_district else None for parent in chosen)
    return [
        CapExcess(parent, count, allowed, communes[parent])
        for parent, count in counts.items()
        if count > (allowed := most_allowed(cap, communes[parent]))
    ]


def most_allowed(cap: ZoneCap, communes: int) -> int:
    """How many of ``communes`` may be chosen, at 15 percent: 6 → 0, 7 → 1, 14 → 2."""
    return cap.percent * communes // 100

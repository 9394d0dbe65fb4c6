"""How many communes may be under transformation at once."""

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
    """Where the choice goes beyond "không vượt quá 15%", rounded down.

    ``parents``: the unit above each commune of the province; ``chosen``: above each commune chosen.
    """
    by_district = cap.of == "district"
    counts = Counter(parent if by_district else None for parent in parents)
    taken = Counter(parent if by_district else None for parent in chosen)
    cap_excesses = (
        CapExcess(parent, taken[parent], most_allowed(cap, counts[parent]), counts[parent]) for parent in taken
    )
    return [excess for excess in cap_excesses if excess.chosen > excess.allowed]


def most_allowed(cap: ZoneCap, communes: int) -> int:
    """How many of so many communes: 6 → 0, 7 → 1, 14 → 2."""
    return cap.percent * communes // 100

"""Labels of unit buttons, distinct also where two units have the same name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reporting.text import fold
from storage.units.units import Unit


def unit_labels(units: Sequence[Unit], scope: Sequence[Unit]) -> list[str]:
    """The units' names; two that are the same without diacritics with the unit above (if in ``scope``) and the code."""
    alike = Counter(fold(unit.name) for unit in units)
    names = {unit.id: unit.name for unit in scope}
    return [
        unit.name
        if alike[fold(unit.name)] == 1
        else f"{unit.name} ({', '.join(filter(None, (names.get(unit.parent_id or 0), unit.code)))})"
        for unit in units
    ]

"""Units as choices: by name, told apart where two names read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reporting.text import fold
from storage.units.units import Unit


def unit_labels(units: Sequence[Unit], scope: Sequence[Unit]) -> list[str]:
    """Names; where two read alike without diacritics, with the unit above, if it is in ``scope``, and the code."""
    alike = Counter(fold(unit.name) for unit in units)
    names = {unit.id: unit.name for unit in scope}
    return [
        unit.name
        if alike[fold(unit.name)] == 1
        else f"{unit.name} ({', '.join(filter(None, (names.get(unit.parent_id or 0), unit.code)))})"
        for unit in units
    ]

"""Units as choices: by name, told apart where two names read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reporting.text import fold
from storage.units.units import Unit


def unit_labels(units: Sequence[Unit], scope: Sequence[Unit]) -> list[str]:
    """Names; where two read alike without diacritics, with the unit above, if it is in ``scope``, and the code."""
    alike = Counter(fold(one.name) for one in units)
    names = {one.id: one.name for one in scope}
    return [
        one.name
        if alike[fold(one.name)] == 1
        else f"{one.name} ({', '.join(filter(None, (names.get(one.parent_id or 0), one.code)))})"
        for one in units
    ]

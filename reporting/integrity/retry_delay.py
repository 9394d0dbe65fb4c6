"""The delay after wrong invitation codes before the next code of the same person is checked."""

from __future__ import annotations

from datetime import timedelta

FREE = 4
"""The number of wrong codes in a row without a delay."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""The delays after the fifth, sixth, seventh and eighth wrong code; after later ones the last delay."""


def wait_after(wrong: int) -> timedelta:
    """The delay after ``wrong`` wrong codes in a row: 4 → none, 5 → 1 minute, 8 and more → 2 hours."""
    return WAITS[min(wrong - FREE, len(WAITS)) - 1] if wrong > FREE else timedelta(0)

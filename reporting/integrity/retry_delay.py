"""How long somebody who sends wrong invitation codes waits before the next one is looked at."""

from __future__ import annotations

from datetime import timedelta

FREE = 4
"""Wrong codes without a wait."""
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
"""After the fifth wrong code, the sixth, …; the last one stays."""


def wait_after(wrong: int) -> timedelta:
    """The wait after so many wrong codes in a row: 4 → none, 5 → 1 minute, 8 and more → 2 hours."""
    return WAITS[min(wrong - FREE, len(WAITS)) - 1] if wrong > FREE else timedelta(0)

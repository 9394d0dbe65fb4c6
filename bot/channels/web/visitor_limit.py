"""How much one visitor may ask for: so many at once, so many a second after that."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable


class VisitorLimit:
    """A bucket of ``burst`` drops a key, refilled at ``rate`` a second; the longest unused keys are forgotten."""

    def __init__(self, burst: int, rate: float, elapsed: Callable[[], float], keys: int = 10_000) -> None:
        self._burst, self._rate, self._elapsed, self._keys = burst, rate, elapsed, keys
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """0, or the whole seconds to wait until the next is allowed."""
        now = self._elapsed()
        left, since = self._left.pop(key, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        if len(self._left) > self._keys:
            self._left.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - left) / self._rate))

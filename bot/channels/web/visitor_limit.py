"""Limits the requests of one visitor: a burst at once, then a rate per second."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable


class VisitorLimit:
    """A token bucket per key: ``burst`` tokens, refilled by ``rate`` a second.

    ``elapsed`` returns seconds. Above ``keys`` keys the one used longest ago is removed.
    """

    def __init__(self, burst: int, rate: float, elapsed: Callable[[], float], keys: int = 10_000) -> None:
        self._burst, self._rate, self._elapsed, self._keys = burst, rate, elapsed, keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """Takes a token: 0, or the whole seconds until the next one if there is none."""
        now = self._elapsed()
        remaining, since = self._buckets.pop(key, (float(self._burst), now))
        remaining = min(self._burst, remaining + (now - since) * self._rate)
        allowed = remaining >= 1
        self._buckets[key] = (remaining - 1 if allowed else remaining, now)
        if len(self._buckets) > self._keys:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - remaining) / self._rate))

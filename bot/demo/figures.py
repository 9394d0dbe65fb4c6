"""Sample figures: the same for the same commune and period each time, and consistent with each other."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from bot.demo.sample import FigureRule, Sample


def figures(sample: Sample, commune: str, year: int, kind: str, fixed: Mapping[str, int]) -> dict[str, int]:
    """Question id → figure of a commune (by code) for six months ("H1") or the year ("Y"), which includes them.

    ``fixed``: figures of the six months given by the sample.
    """
    half = _draw(sample, f"{commune} {year} H1", fixed)
    if kind == "H1":
        return half
    rest = _draw(sample, f"{commune} {year} H2", {})
    return {
        field_id: _year_figure(rule, field_id, half, rest, f"{commune} {year}")
        for field_id, rule in sample.figures.items()
    }


def _draw(sample: Sample, key: str, fixed: Mapping[str, int]) -> dict[str, int]:
    drawn: dict[str, int] = {}
    for field_id, rule in sample.figures.items():
        value = fixed.get(field_id, _figure(rule, drawn, f"{key.rpartition(' ')[0] if rule.stock else key} {field_id}"))
        drawn[field_id] = min(value, drawn[rule.within]) if rule.within else value
    return drawn


def _figure(rule: FigureRule, drawn: Mapping[str, int], key: str) -> int:
    if rule.of is None:
        return _pick(key, rule.from_, rule.to)
    return share(drawn[rule.of], _pick(key, *rule.percent))


def _year_figure(rule: FigureRule, field_id: str, half: Mapping[str, int], rest: Mapping[str, int], key: str) -> int:
    if rule.stock:
        return half[field_id]
    if rule.of is not None and rule.year is not None:
        return max(half[field_id], share(half[rule.of], _pick(f"{key} Y {field_id}", *rule.year)))
    return half[field_id] + rest[field_id]


def share(whole: int, percent: int) -> int:
    """``percent`` of ``whole``, rounded, at most ``whole``."""
    return min(whole, (whole * percent + 50) // 100)


def _pick(key: str, low: int, high: int) -> int:
    """A number from ``low`` to ``high`` computed from a hash of ``key``."""
    return low + int.from_bytes(sha256(key.encode()).digest()[:8]) % (high - low + 1)

"""A chart of the share of units that had filed on each day, this period and the period before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.documents.svg import (
    BLUE,
    BODY,
    EDGE,
    INK,
    MUTED,
    ORANGE,
    SMALL,
    WIDTH,
    ChartHeading,
    line,
    path,
    picture,
    text,
    top,
)
from reporting.documents.typeface import cut, width

PLOT, LEFT, RIGHT = 560, 110, 60


@dataclass(frozen=True, slots=True)
class ProgressCurve:
    """The number of units that had filed on each day, out of ``of`` units.

    ``filed``: day relative to the last day → number of units. ``ProgressCurve("Kỳ này: 7/9", 9, {-5: 3, -1: 7})``
    """

    label: str
    of: int
    filed: dict[int, int]


def draw(
    heading: ChartHeading, now: ProgressCurve, then: ProgressCurve | None, labels: Sequence[tuple[int, str]], last: str
) -> str:
    """The chart as SVG.

    ``then``: the curve of the period before; ``labels``: (day, its label below the axis); ``last``: label of the last
    day.
    """
    days = [*now.filed, *(then.filed if then else ()), 0]
    first, end = min(days), max(days)
    legend = 116 if then else 70
    base = top(heading) + legend + PLOT

    def x(day: int) -> float:
        return float(LEFT + (WIDTH - LEFT - RIGHT) * (day - first) / max(end - first, 1))

    def points(curve: ProgressCurve) -> list[tuple[float, float]]:
        corners: list[tuple[float, float]] = []
        for day, count in sorted(curve.filed.items()):
            y = base - PLOT * count / max(curve.of, 1)
            if corners:
                corners.append((x(day), corners[-1][1]))
            corners.append((x(day), y))
        return corners

    parts = [*_axis(base, labels, x(0), last, top(heading) + legend, {day: x(day) for day, _ in labels})]
    parts += _legend(top(heading), now, then)
    if then is not None:
        parts.append(path(points(then), stroke=ORANGE, dashes="16 10"))
    parts.append(path(points(now), stroke=BLUE, width=8))
    return picture(heading, parts, legend + PLOT + 100)


def _legend(y: float, now: ProgressCurve, then: ProgressCurve | None) -> Iterator[str]:
    for place, (curve, colour, dashes, bold) in enumerate(((now, BLUE, "", True), (then, ORANGE, "16 10", False))):
        if curve is not None:
            at = y + 22 + place * 46
            yield line(EDGE, at, EDGE + 80, at, stroke=colour, width=8 if bold else 5, dashes=dashes)
            label = cut(curve.label, WIDTH - 2 * EDGE - 100, SMALL, bold=bold)
            yield text(EDGE + 100, at + 10, label, size=SMALL, bold=bold)


def _axis(
    base: float, labels: Sequence[tuple[int, str]], deadline: float, last: str, head: float, at: dict[int, float]
) -> Iterator[str]:
    for share in (0, 50, 100):
        y = base - PLOT * share / 100
        yield line(LEFT, y, WIDTH - RIGHT, y)
        yield text(LEFT - 12, y + 9, f"{share}%", size=SMALL, fill=MUTED, anchor="end")
    yield line(deadline, head, deadline, base, stroke=INK, width=3, dashes="6 6")
    for day, label in labels:
        half = width(label, SMALL) / 2
        middle = min(max(at[day], EDGE + half), WIDTH - EDGE - half)
        yield line(at[day], base, at[day], base + 10, stroke=MUTED)
        yield text(middle, base + 44, label, size=SMALL, fill=MUTED, anchor="middle")
    label = cut(last, WIDTH - 2 * EDGE, BODY)
    half = width(label, BODY) / 2
    middle = min(max(deadline, EDGE + half), WIDTH - EDGE - half)
    yield text(middle, base + 90, label, anchor="middle")

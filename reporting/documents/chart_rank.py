"""A chart of ranked units, one bar each; those that miss the target have a sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.documents.svg import (
    BLUE,
    BODY,
    EDGE,
    INK,
    MUTED,
    PALE,
    ROOM,
    SMALL,
    VERMILION,
    WIDTH,
    ChartHeading,
    line,
    picture,
    rect,
    text,
    top,
)
from reporting.documents.typeface import cut, width

MOST = 15
"""The most bars; the number of other units is shown in a line."""
STEP, BAR = 92, 30


@dataclass(frozen=True, slots=True)
class RankBar:
    """One unit: ``RankBar("UBND huyện Cái Nước", 24, "24/25 = 96,0%", fails=True)``.

    ``value``: in the unit of measure of the mark; ``None``: not reported, the bar is empty.
    """

    name: str
    value: int | None
    shown: str
    fails: bool = False


def draw(
    heading: ChartHeading, bars: Sequence[RankBar], *, mark: int | None = None, whole: int | None = None, more: str = ""
) -> str:
    """The chart as SVG, with the bars from top to bottom in the order given.

    ``mark``: the value to reach; ``whole``: the value of a full bar, by default the largest value; ``more``: a line
    about the units left out.
    """
    shown = bars[:MOST]
    full = whole or max([1, *(bar.value or 0 for bar in shown)])
    begin = top(heading)
    parts = [part for place, bar in enumerate(shown) for part in _bar(bar, begin + place * STEP, full, mark)]
    height = len(shown) * STEP
    if more:
        parts.append(text(EDGE, begin + height + 34, cut(more, ROOM, SMALL), size=SMALL, fill=MUTED))
        height += 44
    return picture(heading, parts, height)


def _bar(bar: RankBar, y: float, full: int, mark: int | None) -> Iterator[str]:
    colour, ink = (VERMILION, VERMILION) if bar.fails else (BLUE, INK if bar.value is not None else MUTED)
    label = f"✗ {bar.shown}" if bar.fails else bar.shown
    shown = cut(label, ROOM * 0.55, BODY, bold=True)
    name = cut(bar.name, ROOM - width(shown, BODY, bold=True) - 24, BODY)
    yield text(EDGE, y + 34, name)
    yield text(WIDTH - EDGE, y + 34, shown, bold=bar.value is not None, fill=ink, anchor="end")
    yield rect(EDGE, y + 48, ROOM, BAR, PALE)
    yield rect(EDGE, y + 48, ROOM * min(max(bar.value or 0, 0), full) / full, BAR, colour)
    if mark is not None:
        at = min(EDGE + ROOM * mark / full, WIDTH - EDGE - 3)
        yield line(at, y + 44, at, y + 52 + BAR, stroke=INK, width=6)

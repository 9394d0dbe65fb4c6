"""A chart of one figure over several periods: a column each, the newest one dark, with a line for the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.documents.svg import (
    BLUE,
    EDGE,
    INK,
    MUTED,
    ROOM,
    RULE,
    SKY,
    SMALL,
    WIDTH,
    ChartHeading,
    line,
    picture,
    rect,
    text,
    top,
)
from reporting.documents.typeface import cut, width, wrap

PLOT = 410
"""Height of the highest column in pixels."""
ABOVE = 110
"""Height of the space above the columns in pixels."""
MOST = 6
"""The most columns; older periods are left out."""


@dataclass(frozen=True, slots=True)
class TrendColumn:
    """One period: ``TrendColumn("6 tháng 2026", 18, "18 vụ", "7/9 đơn vị")``.

    ``value``: for rates in tenths of a percent; ``None``: nothing was reported.
    """

    label: str
    value: int | None
    shown: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A horizontal line at the value to reach, with its label."""

    value: int
    label: str


def draw(heading: ChartHeading, columns: Sequence[TrendColumn], mark: TargetLine | None = None) -> str:
    """The chart as SVG, with the columns from left to right in the order given, the newest last."""
    shown = columns[-MOST:]
    base = top(heading) + ABOVE + PLOT
    most = max([1, *(column.value or 0 for column in shown), mark.value if mark else 0])
    parts = [*_columns(shown, base, most)]
    if mark is not None:
        y = base - PLOT * mark.value / most
        label = cut(f"- - {mark.label}", ROOM, SMALL)
        parts.append(line(EDGE, y, WIDTH - EDGE, y, stroke=INK, width=3, dashes="12 8"))
        parts.append(text(WIDTH - EDGE, top(heading) + 26, label, size=SMALL, anchor="end"))
    parts.append(line(EDGE, base, WIDTH - EDGE, base, stroke=RULE, width=3))
    return picture(heading, parts, ABOVE + PLOT + 3 * 36 + 20)


def _columns(columns: Sequence[TrendColumn], base: float, most: int) -> Iterator[str]:
    step = ROOM / max(len(columns), 2)
    wide = min(step * 0.6, 200)
    for place, column in enumerate(columns):
        middle = EDGE + step * (place + 0.5)
        newest = place == len(columns) - 1
        high = PLOT * max(column.value or 0, 0) / most
        if column.value is not None:
            yield rect(middle - wide / 2, base - high, wide, max(high, 3), BLUE if newest else SKY)
        yield from _value(column, middle, base - high - 14, step - 8, bold=newest)
        yield from _below(column, middle, base, step - 8)


def _value(column: TrendColumn, middle: float, y: float, room: float, *, bold: bool) -> Iterator[str]:
    """The value above a column; "19/25 = 76,0%" on two lines if it is wider than ``room`` pixels."""
    texts = [column.shown] if width(column.shown, SMALL, bold=True) <= room else column.shown.split(" = ")
    for n, part in enumerate(reversed(texts)):
        yield text(middle, y - n * 34, cut(part, room, SMALL, bold=True), size=SMALL, bold=bold, anchor="middle")


def _below(column: TrendColumn, middle: float, base: float, room: float) -> Iterator[str]:
    label = wrap(column.label, room, SMALL, lines=2)
    for n, phrase in enumerate(label):
        yield text(middle, base + 40 + n * 36, phrase, size=SMALL, anchor="middle")
    if column.note:
        note = cut(column.note, room, SMALL)
        yield text(middle, base + 40 + len(label) * 36, note, size=SMALL, fill=MUTED, anchor="middle")

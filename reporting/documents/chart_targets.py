"""A chart of targets: for each a bar with the value reached, a mark of the target, and the verdict as sign and word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reporting.documents.svg import (
    BODY,
    EDGE,
    GREEN,
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
from reporting.documents.typeface import cut, width, wrap

VerdictSign = Literal["met", "not_met", "unknown", "none"]
SIGNS = {"met": "✓", "not_met": "✗", "unknown": "?", "none": "–"}
COLOURS = {"met": GREEN, "not_met": VERMILION, "unknown": MUTED, "none": MUTED}
STEP, BAR = 44, 30


@dataclass(frozen=True, slots=True)
class TargetBar:
    """One target with its texts. The bar shows ``num``/``den`` and ``mark`` (percent); without ``den`` there is no bar.

    ``TargetBar("Tin báo được xử lý", "49/52 = 94,2%", "chỉ tiêu 100%", "Chưa đạt", "not_met", 49, 52, 100)``
    """

    title: str
    shown: str
    target: str
    verdict: str
    sign: VerdictSign
    num: int | None = None
    den: int | None = None
    mark: int | None = None

    @property
    def has_bar(self) -> bool:
        return self.num is not None and bool(self.den) and self.mark is not None


def draw(heading: ChartHeading, bullets: Sequence[TargetBar]) -> str:
    """The chart as SVG, with the targets from top to bottom in the order given."""
    y = top(heading)
    parts: list[str] = []
    for bullet in bullets:
        parts += _bullet(bullet, y)
        y += _height(bullet)
    return picture(heading, parts, y - top(heading))


def _height(bullet: TargetBar) -> float:
    return 22 + len(_title(bullet)) * 40 + (BAR + 18 if bullet.has_bar else 0) + STEP


def _verdict(bullet: TargetBar) -> str:
    return f"{SIGNS[bullet.sign]} {bullet.verdict}"


def _title(bullet: TargetBar) -> list[str]:
    return wrap(bullet.title, ROOM - width(_verdict(bullet), BODY, bold=True) - 32, BODY, lines=3) or [""]


def _bullet(bullet: TargetBar, y: float) -> Iterator[str]:
    colour = COLOURS[bullet.sign]
    yield line(EDGE, y, WIDTH - EDGE, y, stroke=PALE)
    yield text(WIDTH - EDGE, y + 40, _verdict(bullet), fill=colour, bold=True, anchor="end")
    for label in _title(bullet):
        y += 40
        yield text(EDGE, y, label)
    if bullet.has_bar:
        y += 18
        yield from _bar(bullet, y, colour)
        y += BAR
    shown = cut(bullet.shown, ROOM * 0.6, SMALL, bold=True)
    target = cut(bullet.target, ROOM - width(shown, SMALL, bold=True) - 40, SMALL)
    yield text(EDGE, y + 38, shown, size=SMALL, bold=True)
    yield text(WIDTH - EDGE, y + 38, target, size=SMALL, fill=MUTED, anchor="end")


def _bar(bullet: TargetBar, y: float, colour: str) -> Iterator[str]:
    """The bar of a target, from 0 to 100 %; if the mark is low, to twice the mark. Larger values end at the edge."""
    assert bullet.num is not None
    assert bullet.den
    assert bullet.mark is not None
    whole = 100 if bullet.mark > 40 else max(2 * bullet.mark, 10)
    reached = min(max(bullet.num * 100 / bullet.den, 0), whole)
    at = EDGE + ROOM * min(bullet.mark, whole) / whole
    at = min(at, WIDTH - EDGE - 3)
    yield rect(EDGE, y, ROOM, BAR, PALE)
    yield rect(EDGE, y + 5, ROOM * reached / whole, BAR - 10, colour)
    yield line(at, y - 8, at, y + BAR + 8, stroke=INK, width=6)

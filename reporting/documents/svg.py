"""Functions that write SVG, and the look of charts: light, large letters, colours that everybody can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from reporting.documents.typeface import FAMILY, wrap

WIDTH = 1080
"""Width of a picture in pixels; a phone shows it at a third of this size."""
EDGE = 48
ROOM = WIDTH - 2 * EDGE
"""Width between the margins, in pixels."""
TITLE, BODY, SMALL = 40, 30, 26
"""Sizes of letters in pixels; none may be below 24."""

INK, MUTED, RULE, GROUND, PALE = "#1a1a1a", "#555555", "#c8c8c8", "#ffffff", "#ececec"
BLUE, ORANGE, GREEN, VERMILION, SKY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#56b4e9"
"""Colours of Okabe and Ito, which colour-blind people can distinguish."""

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class ChartHeading:
    """The texts above and below a chart: what it shows (``title``), which units (``about``), as of when (``foot``)."""

    title: str
    about: str
    foot: str


def text(
    x: float, y: float, label: str, *, size: int = BODY, fill: str = INK, bold: bool = False, anchor: Anchor = "start"
) -> str:
    """One line of text; ``y``: its baseline; all sizes in pixels."""
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>'
        f"{escape(label)}</text>"
    )


def rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{max(width, 0):g}" height="{height:g}" fill="{fill}"/>'


def line(x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 2, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def path(points: Sequence[tuple[float, float]], *, stroke: str, width: float = 5, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    """A line through the points."""
    coordinates = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{coordinates}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'


def picture(heading: ChartHeading, parts: Iterable[str], height: float) -> str:
    """A complete chart: heading, ``parts`` (drawn from ``top(heading)`` on, ``height`` pixels high) and foot."""
    begin = top(heading)
    foot = wrap(heading.foot, ROOM, SMALL, lines=3)
    end = begin + height + 24
    whole = end + len(foot) * 36 + 28
    lines = [
        *(text(EDGE, 70 + n * 48, label, size=TITLE, bold=True) for n, label in enumerate(_title(heading))),
        *(
            text(EDGE, 70 + len(_title(heading)) * 48 + n * 38, label, size=SMALL, fill=MUTED)
            for n, label in enumerate(_about(heading))
        ),
        *parts,
        *(text(EDGE, end + 26 + n * 36, label, size=SMALL, fill=MUTED) for n, label in enumerate(foot)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{whole:g}" viewBox="0 0 {WIDTH} {whole:g}" '
        f'font-family="{FAMILY}">{rect(0, 0, WIDTH, whole, GROUND)}{"".join(lines)}</svg>'
    )


def top(heading: ChartHeading) -> float:
    """The y position in pixels where the chart begins, below its heading."""
    return 50 + len(_title(heading)) * 48 + len(_about(heading)) * 38 + 20


def _title(heading: ChartHeading) -> list[str]:
    return wrap(heading.title, ROOM, TITLE, bold=True, lines=2)


def _about(heading: ChartHeading) -> list[str]:
    return wrap(heading.about, ROOM, SMALL, lines=2)

"""SVG to PNG, with our own typeface and never the machine's: the same picture everywhere."""

from __future__ import annotations

import re
from functools import partial

import resvg_py

from reporting.documents.typeface import FAMILY, FILES

MIME = "image/png"
MOST_BYTES = 150_000
LETTERS = 750
"""With more than these, smooth edges alone take more than ``MOST_BYTES``: some 200 bytes a letter."""
_TEXT = re.compile(r">([^<>]+)</text>")
_render = partial(
    resvg_py.svg_to_bytes,
    skip_system_fonts=True,
    font_files=[str(file) for file in FILES.values()],
    font_family=FAMILY,
    sans_serif_family=FAMILY,
)


def png(svg: str) -> bytes:
    """The picture as PNG of at most ``MOST_BYTES``: where smooth letters take more, their edges are left plain.

    Some 50 to 150 ms: never in the event loop.
    """
    if sum(map(len, _TEXT.findall(svg))) <= LETTERS:
        smooth = _render(svg_string=svg)
        if len(smooth) <= MOST_BYTES:
            return smooth
    return _render(svg_string=svg, text_rendering="optimize_speed")

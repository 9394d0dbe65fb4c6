"""Conversion of SVG to PNG with the typeface of this package, so that pictures are the same on every machine."""

from __future__ import annotations

import re
from functools import partial

import resvg_py

from reporting.documents.typeface import FAMILY, FILES

MIME = "image/png"
MOST_BYTES = 150_000
LETTERS = 750
"""A picture with more letters exceeds ``MOST_BYTES`` if their edges are smoothed: about 200 bytes a letter."""
_TEXT = re.compile(r">([^<>]+)</text>")
_render = partial(
    resvg_py.svg_to_bytes,
    skip_system_fonts=True,
    font_files=[str(file) for file in FILES.values()],
    font_family=FAMILY,
    sans_serif_family=FAMILY,
)


def png(svg: str) -> bytes:
    """The picture as PNG; if it would exceed ``MOST_BYTES``, the edges of letters are not smoothed.

    It takes 50 to 150 ms, so do not call it in the event loop.
    """
    if sum(map(len, _TEXT.findall(svg))) <= LETTERS:
        smooth = _render(svg_string=svg)
        if len(smooth) <= MOST_BYTES:
            return smooth
    return _render(svg_string=svg, text_rendering="optimize_speed")

"""The width of texts in the typeface of charts: DejaVu Sans, in the folder ``fonts`` of this package."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from unicodedata import normalize

FONTS = Path(__file__).parent / "fonts"
FILES = {False: FONTS / "DejaVuSans.ttf", True: FONTS / "DejaVuSans-Bold.ttf"}
"""Whether it is bold → file of the font."""
FAMILY = "DejaVu Sans"


class Typeface:
    """The advance widths of a TrueType font (tables ``head``, ``hhea``, ``hmtx`` and ``cmap`` format 4)."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._tables = {tag: (at, size) for tag, at, size in _directory(content)}
        self._em = self._read("head", ">H", 18)[0]
        self._metrics = self._read("hhea", ">H", 34)[0]
        self._glyphs = self._characters()
        self._widths: dict[str, int] = {}

    def width(self, text: str, size: float) -> float:
        """The width of ``text`` in pixels, at ``size`` pixels an em; without kerning, which only makes it smaller."""
        return sum(map(self._units, normalize("NFC", text))) * size / self._em

    def has(self, char: str) -> bool:
        """Whether the font has a glyph for a character."""
        return ord(char) in self._glyphs

    def _units(self, char: str) -> int:
        if char not in self._widths:
            glyph = min(self._glyphs.get(ord(char), 0), self._metrics - 1)
            [self._widths[char]] = self._read("hmtx", ">H", 4 * glyph)
        return self._widths[char]

    def _read(self, table: str, form: str, at: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._content, self._tables[table][0] + at)

    def _characters(self) -> dict[int, int]:
        """Character → glyph, from the Unicode subtable of format 4."""
        count = self._read("cmap", ">H", 2)[0]
        records = [self._read("cmap", ">HHL", 4 + 8 * n) for n in range(count)]
        start = next(at for platform, _, at in records if platform in (0, 3) and self._read("cmap", ">H", at)[0] == 4)
        double = self._read("cmap", ">H", start + 6)[0]
        ends, starts, deltas, offsets = (
            self._read("cmap", f">{double // 2}H", start + 14 + part * double + (2 if part else 0)) for part in range(4)
        )
        glyphs: dict[int, int] = {}
        for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
            for char in range(first, min(last, 0xFFFE) + 1):
                glyph = char
                if offsets[n]:
                    at = start + 16 + 3 * double + 2 * n + offsets[n] + 2 * (char - first)
                    glyph = self._read("cmap", ">H", at)[0]
                if glyph:
                    glyphs[char] = (glyph + deltas[n]) % 0x10000
        return glyphs


def _directory(content: bytes) -> list[tuple[str, int, int]]:
    """Name, offset and size of each table of a font, offset and size in bytes."""
    count = struct.unpack_from(">H", content, 4)[0]
    rows = (struct.unpack_from(">4sLLL", content, 12 + 16 * n) for n in range(count))
    return [(tag.decode(), at, size) for tag, _, at, size in rows]


@cache
def typeface(bold: bool = False) -> Typeface:
    return Typeface(FILES[bold].read_bytes())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in pixels: ``width("Tỷ lệ", 28)``; ``size`` in pixels."""
    return typeface(bold).width(text, size)


def wrap(text: str, room: float, size: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """The words of a text on at most ``lines`` lines of ``room`` pixels; a line that is too long ends in "…"."""
    wrapped: list[str] = []
    for word in text.split():
        longer = f"{wrapped[-1]} {word}" if wrapped else word
        if wrapped and width(longer, size, bold=bold) <= room:
            wrapped[-1] = longer
        else:
            wrapped.append(word)
    if len(wrapped) > lines:
        wrapped = [*wrapped[: lines - 1], " ".join(wrapped[lines - 1 :])]
    return [cut(line, room, size, bold=bold) for line in wrapped]


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, shortened if it is wider than ``room`` pixels: "UBND huyện Trần Văn…"."""
    if width(text, size, bold=bold) <= room:
        return text
    shortened = text
    while shortened and width(f"{shortened}…", size, bold=bold) > room:
        shortened = shortened[:-1].rstrip()
    return f"{shortened}…"

"""The sections of a report under their numbers: I., II. and 1., 2. beneath."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reporting.documents.report_docx import Block, Section

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True)
class Part:
    """A title, what stands under it, and the parts below."""

    title: str
    blocks: tuple[Block, ...]
    parts: tuple[Part, ...] = ()


def numbered(parts: Iterable[Part]) -> tuple[Section, ...]:
    return tuple(_sections(parts))


def _sections(parts: Iterable[Part]) -> Iterator[Section]:
    for roman, part in zip(ROMAN, parts, strict=False):
        yield Section(f"{roman}. {part.title.upper()}", part.blocks)
        for number, below in enumerate(part.parts, 1):
            yield Section(f"{number}. {below.title}", below.blocks, level=2)

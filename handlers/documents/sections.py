"""The sections of a report under their numbers: I., II. and 1., 2. beneath."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reporting.documents.report_docx import DocumentBlock, DocumentSection

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True)
class OutlineSection:
    """A title, what stands under it, and the parts below."""

    title: str
    blocks: tuple[DocumentBlock, ...]
    parts: tuple[OutlineSection, ...] = ()


def number_sections(parts: Iterable[OutlineSection]) -> tuple[DocumentSection, ...]:
    return tuple(_sections(parts))


def _sections(parts: Iterable[OutlineSection]) -> Iterator[DocumentSection]:
    for roman, part in zip(ROMAN, parts, strict=False):
        yield DocumentSection(f"{roman}. {part.title.upper()}", part.blocks)
        for number, below in enumerate(part.parts, 1):
            yield DocumentSection(f"{number}. {below.title}", below.blocks, level=2)

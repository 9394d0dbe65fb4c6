"""The name of an office in official documents, from the name of its unit.

"thị trấn Cái Nước" and "UBND huyện Cái Nước" name areas, whose People's Committee issues the document; "Sở Tư pháp"
issues it itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reporting.text import fold

OfficeKind: TypeAlias = Literal["committee", "steering", "department", "other"]
"""It determines how documents are signed: People's Committee, steering committee, department with a director, other."""

_AREAS = ("tinh", "thanh pho", "tp", "quan", "huyen", "thi xa", "thi tran", "xa", "phuong", "dac khu")
_COMMITTEES = ("uy ban nhan dan", "ubnd")
_STEERING = ("ban chi dao", "bcd")
_DIRECTED = ("so", "cong an tinh", "cong an thanh pho")
_UNSAID = frozenset({"và"})


@dataclass(frozen=True)
class Office:
    """An office; ``area``: only for a People's Committee, "huyện Cái Nước"."""

    name: str
    body: OfficeKind
    area: str = ""


def office(name: str) -> Office:
    """The office with this name of a unit; a remark in brackets at the end of the name is left out."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", name).strip()
    if (rest := _after(text, _COMMITTEES)) is not None:
        return Office(text, "committee", rest)
    if (proper := _after(text, _AREAS)) is not None and not proper[0].islower():  # "Tỉnh đoàn" is not an area
        return Office(text, "committee", text)
    if _after(text, _STEERING) is not None:
        return Office(text, "steering")
    return Office(text, "department" if _after(text, _DIRECTED) is not None else "other")


def area_name(area: str) -> str:
    """The name of an area without its kind, as the line of the date needs it; with its kind if it is a number.

    >>> area_name("thị trấn Cái Nước"), area_name("quận 1")
    ('Cái Nước', 'quận 1')
    """
    rest = _after(area, _AREAS)
    return area if not rest or rest[0].isdigit() else rest


def initials(name: str) -> str:
    """The initials of an office's name, for document numbers of an office without an abbreviation.

    >>> initials("Sở Văn hóa, Thể thao và Du lịch")
    'SVHTTDL'
    """
    words = (word for word in re.findall(r"\w+", name) if word.lower() not in _UNSAID)
    return "".join(word if word.isdigit() else word[0].upper() for word in words)


def abbreviation(name: str, aliases: tuple[str, ...]) -> str:
    """The abbreviation of an office: the first alias that looks like one ("SVHTTDL"), else its initials."""
    own = (alias for alias in aliases if re.fullmatch(r"[A-ZĐ]{2,12}\d*", alias))
    return next(own, initials(name))


def _after(name: str, beginnings: tuple[str, ...]) -> str | None:
    """The rest of a name that begins with one of ``beginnings`` (folded); ``None`` if it begins otherwise."""
    words = name.split()
    for beginning in beginnings:
        count = len(beginning.split())
        if fold(" ".join(words[:count])).rstrip(".") == beginning and len(words) > count:
            return " ".join(words[count:])
    return None

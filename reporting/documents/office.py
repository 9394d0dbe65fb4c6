"""What an office is called on paper, from the name it has in the list of units.

"thị trấn Cái Nước" and "UBND huyện Cái Nước" are areas, whose committee writes; "Sở Tư pháp" writes itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from reporting.text import fold

OfficeKind: TypeAlias = Literal["committee", "steering", "department", "other"]
"""Who signs how: a People's Committee, a steering committee, a department with a director, another office."""

_AREAS = ("tinh", "thanh pho", "tp", "quan", "huyen", "thi xa", "thi tran", "xa", "phuong", "dac khu")
_COMMITTEES = ("uy ban nhan dan", "ubnd")
_STEERING = ("ban chi dao", "bcd")
_DIRECTED = ("so", "cong an tinh", "cong an thanh pho")
_UNSAID = frozenset({"và"})


@dataclass(frozen=True)
class Office:
    """``area`` is set for a committee: "huyện Cái Nước"."""

    name: str
    body: OfficeKind
    area: str = ""


def office(name: str) -> Office:
    """The office behind a unit's name; what stands in brackets at its end is no part of it."""
    text = re.sub(r"\s*\([^()]*\)\s*$", "", name).strip()
    if (rest := _after(text, _COMMITTEES)) is not None:
        return Office(text, "committee", rest)
    if (proper := _after(text, _AREAS)) is not None and not proper[0].islower():  # "Tỉnh đoàn" is none
        return Office(text, "committee", text)
    if _after(text, _STEERING) is not None:
        return Office(text, "steering")
    return Office(text, "department" if _after(text, _DIRECTED) is not None else "other")


def area_name(area: str) -> str:
    """The name of an area alone, as a date is headed with it; a number keeps what it numbers.

    >>> area_name("thị trấn Cái Nước"), area_name("quận 1")
    ('Cái Nước', 'quận 1')
    """
    rest = _after(area, _AREAS)
    return area if not rest or rest[0].isdigit() else rest


def initials(name: str) -> str:
    """The letters a document's number ends in, where an office has no abbreviation of its own.

    >>> initials("Sở Văn hóa, Thể thao và Du lịch")
    'SVHTTDL'
    """
    found = (word for word in re.findall(r"\w+", name) if word.lower() not in _UNSAID)
    return "".join(word if word.isdigit() else word[0].upper() for word in found)


def abbreviation(name: str, aliases: tuple[str, ...]) -> str:
    """Its own where one of its other names is one ("SVHTTDL"), else its initials."""
    own = (alias for alias in aliases if re.fullmatch(r"[A-ZĐ]{2,12}\d*", alias))
    return next(own, initials(name))


def _after(name: str, beginnings: tuple[str, ...]) -> str | None:
    """What follows one of these words at the start of a name; ``None`` where it starts otherwise."""
    words = name.split()
    for beginning in beginnings:
        count = len(beginning.split())
        if fold(" ".join(words[:count])).rstrip(".") == beginning and len(words) > count:
            return " ".join(words[count:])
    return None

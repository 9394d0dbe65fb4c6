"""Finding units by a typed code, name or part of a name: "tx nam can", "cai nuoc", "31996"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, TypeVar

from reporting.text import clean, fold

_SHORT = {
    "tp": "thanh pho",
    "tx": "thi xa",
    "tt": "thi tran",
    "q": "quan",
    "h": "huyen",
    "p": "phuong",
    "x": "xa",
    "dk": "dac khu",
}
_UNSAID = {"ubnd"}


class NamedUnit(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


N = TypeVar("N", bound=NamedUnit)


def find_units(units: Iterable[N], text: str) -> list[N]:
    """The units that a text may mean, by the first of these rules that finds any.

    1. The code or the name equals the text, with diacritics ("Xã Tân Thạnh" is not "Xã Tân Thành").
    2. The whole name equals the text without diacritics.
    3. Each typed word is the beginning of a word of the name, or of a word of one alias. Aliases are only used here:
       "Cái Nước" may be the district or the town.

    >>> find_units(units, "cai nuoc")  # UBND huyện Cái Nước, thị trấn Cái Nước
    """
    candidates = list(units)
    exact_text, words = clean(text).casefold(), name_words(text)
    exact = [unit for unit in candidates if exact_text in (unit.code.casefold(), unit.name.casefold())]
    if exact or not words:
        return exact
    whole = [unit for unit in candidates if name_words(unit.name) == words]
    return whole or [
        unit for unit in candidates if any(_begins(name_words(name), words) for name in (unit.name, *unit.aliases))
    ]


@lru_cache(maxsize=20_000)
def name_words(text: str) -> tuple[str, ...]:
    """The folded words of a name; an abbreviation is expanded if it is the first word.

    "UBND TX. Năm Căn" → ("thi", "xa", "nam", "can")
    """
    first, *rest = [token for token in re.findall(r"[a-z0-9]+", fold(text)) if token not in _UNSAID] or [""]
    return (*_SHORT.get(first, first).split(), *rest)


def _begins(name: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in name) for part in typed)

"""Finding a unit by what people type of its name: "tx nam can", "cai nuoc", "31996"."""

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
    """The units a text may mean.

    A code or a name as written decides alone ("Xã Tân Thạnh" is not "Xã Tân Thành"); then the whole name without
    diacritics; then every unit with a word, of its name or of one alias, beginning like each word typed. An alias
    alone never decides: "Cái Nước" may be the district or the town.

    >>> find_units(units, "cai nuoc")  # UBND huyện Cái Nước, thị trấn Cái Nước
    """
    everyone = list(units)
    written, typed = clean(text).casefold(), name_words(text)
    exact = [unit for unit in everyone if written in (unit.code.casefold(), unit.name.casefold())]
    if exact or not typed:
        return exact
    whole = [unit for unit in everyone if name_words(unit.name) == typed]
    return whole or [
        unit for unit in everyone if any(_begins(name_words(name), typed) for name in (unit.name, *unit.aliases))
    ]


@lru_cache(maxsize=20_000)
def name_words(text: str) -> tuple[str, ...]:
    """A name as it is compared: "UBND TX. Năm Căn" → ("thi", "xa", "nam", "can"); what is short stands first."""
    first, *rest = [token for token in re.findall(r"[a-z0-9]+", fold(text)) if token not in _UNSAID] or [""]
    return (*_SHORT.get(first, first).split(), *rest)


def _begins(name: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in name) for part in typed)

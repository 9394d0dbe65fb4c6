"""Numbers as people write and say them: 1.234, 1,5, "hai mươi lăm", "muoi lam"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NUMERAL = r"[0-9]+(?:[.,][0-9]+)*"

DIGITS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    "tu": 4,
    "nam": 5,
    "lam": 5,
    "nham": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
SCALES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_TENS = ("muoi", "chuc")
_ODD = ("linh", "le")


@dataclass(frozen=True)
class Numeral:
    """A written number taken apart: "1.234,5" is whole 1234, fraction "5". ``sure`` when it can mean nothing else."""

    whole: int
    fraction: str = ""
    sure: bool = True


def read_written(numeral: str) -> Numeral | None:
    """A dot before exactly three digits groups thousands; a comma there may do so; ``None`` for no number (12.10.9).

    >>> read_written("1.234"), read_written("1,234")
    (Numeral(whole=1234, fraction='', sure=True), Numeral(whole=1234, fraction='', sure=False))
    """
    if numeral.isdigit():
        return Numeral(int(numeral))
    if re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+", numeral):
        return Numeral(int(numeral.replace(".", "")))
    if re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+", numeral):
        return Numeral(int(numeral.replace(",", "")), sure=False)
    if grouped := re.fullmatch(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)", numeral):
        return Numeral(int(grouped[1].replace(".", "")), grouped[2])
    if plain := re.fullmatch(r"([0-9]+)[.,]([0-9]+)", numeral):
        return Numeral(int(plain[1]), plain[2], sure=False)
    return None


def read_spoken(words: Sequence[str]) -> tuple[int, int] | None:
    """The number that folded ``words`` begin with, and how many of them it takes; ``None`` where they begin with none.

    >>> read_spoken(["hai", "muoi", "lam", "vu"])
    (25, 3)
    """
    total, at, limit = 0, 0, 10**12
    while (group := _below_thousand(words, at, first=at == 0)) is not None:
        value, after = group
        scale = SCALES.get(words[after], 0) if after < len(words) else 1
        if scale == 0 or scale == 1 or scale >= limit:
            return total + value, after
        total, at, limit = total + value * scale, after + 1, scale
    return (total, at) if at else None


def _below_thousand(words: Sequence[str], at: int, first: bool) -> tuple[int, int] | None:
    """After a scale only what names its hundreds, a "linh", or a scale of its own: "một nghìn năm" stays unread."""
    if first is False and _word(words, at) in _ODD and _word(words, at + 1) in DIGITS:
        return DIGITS[_word(words, at + 1)], at + 2
    hundreds = 0 if _word(words, at) == "khong" else DIGITS.get(_word(words, at))
    if hundreds is not None and _word(words, at + 1) == "tram":
        rest, after = _after_hundreds(words, at + 2)
        return (hundreds * 100 + rest, after) if hundreds or not first else None
    tens = _below_hundred(words, at)
    if tens is None or first or _word(words, tens[1]) in SCALES:
        return tens
    return None


def _after_hundreds(words: Sequence[str], at: int) -> tuple[int, int]:
    if _word(words, at) in _ODD and _word(words, at + 1) in DIGITS:
        return DIGITS[_word(words, at + 1)], at + 2
    tens = _below_hundred(words, at)
    return tens if tens is not None and tens[0] >= 10 else (0, at)


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int] | None:
    tens, after = DIGITS.get(_word(words, at), 0), at + 1
    if _word(words, at) == "muoi":
        tens, after = 1, at
    if not tens:
        return None
    if _word(words, after) not in _TENS:
        return tens, after
    digit = DIGITS.get(_word(words, after + 1), 0)
    if digit and _word(words, after + 2) not in ("tram", *_TENS):
        return tens * 10 + digit, after + 2
    return tens * 10, after + 1


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""

"""Several values in one message, in the order of the questions: "12 vụ, 10, 9, 2, 2" · "12 10 9" · "3 có không"."""

from __future__ import annotations

import re
from itertools import pairwise

from reporting.form_entry.answer_input.phrases import ALL_UNIT_FORMS, NO_WORDS, SCALES
from reporting.text import clean, fold

_APART = re.compile(r"[;|\t]|,(?![0-9])|(?<![0-9]),|\s+(?:và|va)\s+", re.IGNORECASE)
_COMMAS = re.compile(r"[0-9]+(?:,[0-9]+)+")
_ONE_NUMBER = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+,[0-9]+|[1-9][0-9]{0,2}(?: [0-9]{3})+")
_NUMBER = re.compile(r"[0-9]+(?:[.,/][0-9]+)*(?:%|[a-z]{1,3}[0-9]{0,3})?")
_YES = {"co", "c", "roi", "dung", "yes", "da"}
_NO = {*NO_WORDS.split("|"), "chua", "no"}
_BULLET = re.compile(r"^[-•*+]\s+")
_MAX_VALUES = 200


def rows(text: str) -> list[str]:
    """The parts of a text between line breaks, tabs, ";", "|", "và" or a comma after a word.

    An empty cell in the middle stays as "", so that the next ones keep their places. Blank lines between all lines, the
    same number each time, are dropped.
    """
    shown = clean(text).strip()
    gaps = re.findall(r"\n+", shown)
    if len(gaps) > 1 and len(set(gaps)) == 1:
        shown = shown.replace(gaps[0], "\n")
    lines = shown.split("\n")
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines if line):
        lines = [_BULLET.sub("", line) for line in lines]
    cells = [value.strip() for line in lines for value in _cells(line)]
    while cells and not cells[-1]:
        cells.pop()
    return cells[:_MAX_VALUES]


def _cells(line: str) -> list[str]:
    cells = _APART.split(line)
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def values(row: str) -> list[str] | None:
    """The values of a row, separated by spaces or commas; ``None`` where a part of it is no value."""
    if _COMMAS.fullmatch(row):
        return row.split(",")
    separated: list[str] = []
    words = row.split()[: _MAX_VALUES * 3]
    while words:
        length = _value_length(words)
        if not length:
            return None
        separated.append(" ".join(words[:length]).rstrip(","))
        words = words[length:]
    return separated


def maybe_one_number(row: str) -> bool:
    """Whether the spaces or commas of a row may be the marks of one number: "1,5", "1,234", "1 234"."""
    return bool(_ONE_NUMBER.fullmatch(row))


def maybe_no_or_two(row: str) -> bool:
    """Whether a "không có" among other values may be one answer or two."""
    words = fold(row).split()
    return len(words) > 2 and any(first in _NO and second in _YES for first, second in pairwise(words))


def _value_length(words: list[str]) -> int:
    """How many words the first value takes: a number with its unit, yes, no, "không có", "không phát sinh"."""
    first, *after = (fold(word).rstrip(",") for word in words[:4])
    if first in _NO:
        return 3 if after[:2] == ["phat", "sinh"] else 2 if after[:1] == ["co"] else 1
    if first in _YES or first == "kps":
        return 1
    if not _NUMBER.fullmatch(first):
        return 0
    for length in (2, 1):
        unit = " ".join(after[:length])
        if unit in ALL_UNIT_FORMS | SCALES.keys() and unit not in ("k", "n", "c"):
            return 1 + length
    return 1

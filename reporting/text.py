"""Normal forms of typed text: cleaned for storing, folded for comparing."""

from __future__ import annotations

import re
import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LINE_END = re.compile(r" *(?:\r\n?|\n) *")
_SPACES = re.compile(r"[^\S\r\n\t]+")
_AROUND_TABS = re.compile(r" *\t *")
_MARKS = re.compile("[\u0300-\u036f]")
_D = str.maketrans("đð", "dd")


def clean(text: str) -> str:
    """The text in NFC, with full-width characters as ASCII, single spaces, and no invisible characters.

    Line breaks and tabs stay; spaces around them are removed.

    >>> clean("１２\\u00a0vụ\\u200b ")
    '12 vụ'
    """
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(_FULL_WIDTH))
    spaced = _AROUND_TABS.sub("\t", _SPACES.sub(" ", visible))
    return _LINE_END.sub("\n", spaced).strip(" \n")


def fold(text: str) -> str:
    """The text for comparisons: lower case, no diacritics, đ as d, single spaces.

    >>> fold("  Hoà  Thuỷ ĐỎ ") == fold("hòa thủy đỏ") == "hoa thuy do"
    True
    """
    letters = _MARKS.sub("", unicodedata.normalize("NFD", clean(text).casefold()))
    return " ".join(letters.translate(_D).split())

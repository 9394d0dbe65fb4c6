"""Lists of names inside a sentence, and texts with their first letter small or capital."""

from __future__ import annotations

from collections.abc import Sequence

from locales import Words

MOST_NAMES = 10
"""Names in one line of a message."""


def join_names(words: Words, names: Sequence[str], most: int = MOST_NAMES) -> str:
    """ "Cái Nước, Năm Căn", "Cái Nước, Năm Căn và 3 đơn vị khác": the first ``most`` names, the rest counted."""
    listed = ", ".join(names[:most])
    return listed + words("text.more_names", n=len(names) - most) if len(names) > most else listed


def lower_first(text: str) -> str:
    """ "Báo cáo năm" → "báo cáo năm"."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """ "báo cáo năm" → "Báo cáo năm"."""
    return text[:1].upper() + text[1:]

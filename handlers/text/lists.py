"""Lists of names inside a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from locales import Words

MOST_NAMES = 10
"""Units named in a line."""


def join_names(words: Words, all_names: Sequence[str]) -> str:
    listed = ", ".join(all_names[:MOST_NAMES])
    return listed + (words("text.more_names", n=len(all_names) - MOST_NAMES) if len(all_names) > MOST_NAMES else "")

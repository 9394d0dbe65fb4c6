"""The choices that turn the pages of a list."""

from __future__ import annotations

from typing import Any

from handlers.turn.context import Turn
from handlers.turn.messages import Choice


def turning(turn: Turn, action: str, page: int, pages: int, **args: Any) -> list[Choice]:
    """Before and after; ``page`` counts from 0, the action gets ``args`` and the page to show."""
    ways = (("invite.before", page - 1), ("invite.after", page + 1))
    return [Choice(turn.words(key), action, {**args, "page": to}) for key, to in ways if 0 <= to < pages]

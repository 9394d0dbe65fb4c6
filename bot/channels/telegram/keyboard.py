"""Choices as buttons under a message, in rows a thumb can hit."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.turn.messages import PayloadButton

MOST_BUTTONS = 100
WIDTHS = {1: 64, 2: 16, 3: 9}
"""Buttons of one row share its width equally: how long the longest label may be for so many of them."""


def keyboard(choices: Sequence[PayloadButton]) -> InlineKeyboardMarkup | None:
    """One button a choice, in the same order. A choice past the hundredth can still be typed."""
    shown = choices[:MOST_BUTTONS]
    if not shown:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(c["label"], callback_data=c["id"]) for c in row] for row in rows(shown)]
    )


def rows(choices: Sequence[PayloadButton]) -> list[list[PayloadButton]]:
    """``[Có] [Không]`` stand side by side, ``[Lưu và thoát, làm tiếp sau]`` alone."""
    placed: list[list[PayloadButton]] = []
    for choice in choices:
        if placed and fits([*placed[-1], choice]):
            placed[-1].append(choice)
        else:
            placed.append([choice])
    return placed


def fits(row: Sequence[PayloadButton]) -> bool:
    return max(len(choice["label"]) for choice in row) <= WIDTHS.get(len(row), 0)

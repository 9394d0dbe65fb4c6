"""The inline keyboard under a message."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.turn.messages import PayloadButton

MOST_BUTTONS = 100
WIDTHS = {1: 64, 2: 16, 3: 9}
"""Buttons in a row → characters of the longest label: Telegram gives all buttons of a row the same width."""


def keyboard(choices: Sequence[PayloadButton]) -> InlineKeyboardMarkup | None:
    """One button for each choice, in the same order, at most 100 (Telegram's limit); the others can be typed."""
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
    """Whether the labels of these buttons can be read in one row."""
    return max(len(choice["label"]) for choice in row) <= WIDTHS.get(len(row), 0)

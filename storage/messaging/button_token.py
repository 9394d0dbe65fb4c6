"""The token a button travels with: the prompt it was shown with and its place there."""

from __future__ import annotations

from typing import NamedTuple


class ButtonToken(NamedTuple):
    """ "12.0" is the first button of prompt 12; the actions themselves stay in the conversation."""

    prompt: int
    place: int

    def __str__(self) -> str:
        return f"{self.prompt}.{self.place}"

    @classmethod
    def parse(cls, text: str) -> ButtonToken | None:
        """``None`` for what is no token of ours."""
        prompt, _, place = text.partition(".")
        is_token = prompt.isascii() and prompt.isdecimal() and place.isascii() and place.isdecimal()
        return cls(int(prompt), int(place)) if is_token else None

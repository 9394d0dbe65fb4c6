"""The token of a button: the number of the prompt it was shown with, and its position in it."""

from __future__ import annotations

from typing import NamedTuple


class ButtonToken(NamedTuple):
    """ "12.0" is the first button of prompt 12; the action of the button is stored with the conversation."""

    prompt: int
    place: int

    def __str__(self) -> str:
        return f"{self.prompt}.{self.place}"

    @classmethod
    def parse(cls, text: str) -> ButtonToken | None:
        """The token in a text; ``None`` if it is not a token."""
        prompt, _, place = text.partition(".")
        is_token = prompt.isascii() and prompt.isdecimal() and place.isascii() and place.isdecimal()
        return cls(int(prompt), int(place)) if is_token else None

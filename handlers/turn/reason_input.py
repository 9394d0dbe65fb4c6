"""Reading a typed reason: a few words, without a secrecy marking and without personal data."""

from __future__ import annotations

from handlers.turn.context import Turn
from reporting.secrecy import personal_data, secrecy_marking
from reporting.text import clean

MOST = 500
"""Characters of a reason."""
_LEAST_LETTERS = 3


def read_reason(turn: Turn, text: str, *, wanted: str = "turn.extension_reason_wanted") -> str | None:
    """The reason; ``None`` where it cannot be stored, and says why. ``wanted``: the catalogue key to ask again."""
    reason = clean(text)
    if (secret := secrecy_marking(reason)) is not None:
        turn.add_message("text.secret", marking=secret)
    elif kinds := personal_data(reason):
        turn.add_message("turn.personal_reason", kinds=", ".join(turn.words(f"text.personal.{kind}") for kind in kinds))
    elif len(reason) > MOST:
        turn.add_message("text.refused.too_long", max=MOST, got=len(reason))
    elif sum(map(str.isalpha, reason)) < _LEAST_LETTERS:
        turn.add_message(wanted)
    else:
        return reason
    return None

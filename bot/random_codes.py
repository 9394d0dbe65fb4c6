"""Random codes and tokens from the operating system's generator."""

from __future__ import annotations

import secrets

from storage.people.invitations import ALPHABET


class SystemRandomCodes:
    """Implements ``handlers.turn.services.RandomCodes``."""

    def code(self, length: int) -> str:
        """→ "7KQ4M2XD"."""
        return "".join(secrets.choice(ALPHABET) for _ in range(length))

    def token(self) -> str:
        return secrets.token_urlsafe(24)

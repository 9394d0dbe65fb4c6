"""Short-lived links for channels that carry no files: to fetch one file, and to hand one in for one conversation.

A link is ``https://…/tep/<what>.<until>.<signature>``: what it opens, the second it ends in hexadecimal, an HMAC over
both and its purpose. Nothing is stored; whoever holds the link may use it until it ends.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from handlers.turn.services import RandomCodes
from storage.database import key_values

SETTING = f"links{key_values.SECRET}"
LIVES = timedelta(hours=24)
Purpose = Literal["tep", "gui"]
"""To fetch a file, or to hand one in: the first step of the path."""


class LinkExpired(Exception):
    """The link was ours; its time is over."""


def secret(tx: Connection, random_codes: RandomCodes) -> str:
    """The secret of this installation, made the first time it is asked for; one for all processes."""
    kept: str = key_values.get_or_put(tx, SETTING, random_codes.token() + random_codes.token())
    return kept


class SignedLinks:
    """``base`` is our own public address, without a slash at its end."""

    def __init__(self, key: str, base: str, now: Callable[[], datetime]) -> None:
        self._key, self._base, self._now = key.encode(), base, now

    def download(self, attachment_id: str) -> str:
        """Where this one file can be fetched."""
        return self._link("tep", attachment_id)

    def upload(self, conversation_id: int) -> str:
        """Where a file can be handed in, as if it had been sent in this conversation."""
        return self._link("gui", str(conversation_id))

    def opens(self, purpose: Purpose, token: str) -> str | None:
        """What the end of a link opens; ``None`` for one that is not ours. Raises Expired."""
        signed, _, signature = token.rpartition(".")
        what, _, until = signed.rpartition(".")
        if not hmac.compare_digest(self._sign(purpose, signed).encode(), signature.encode(errors="replace")):
            return None
        if self._now().timestamp() >= int(until, 16):
            raise LinkExpired
        return what

    def _link(self, purpose: Purpose, what: str) -> str:
        until = int((self._now() + LIVES).timestamp())
        signed = f"{what}.{until:x}"
        return f"{self._base}/{purpose}/{signed}.{self._sign(purpose, signed)}"

    def _sign(self, purpose: Purpose, signed: str) -> str:
        digest = hmac.new(self._key, f"{purpose}/{signed}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

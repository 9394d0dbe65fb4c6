"""Signed links for channels that carry no files: to download one file, and to upload one to a conversation.

A link is ``https://…/tep/<subject>.<until>.<signature>``: attachment id or conversation id, the second it expires in
hexadecimal, and an HMAC over both and the purpose. Nothing is stored; anybody can use the link until it expires.
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
"""To download ("tep") or upload ("gui") a file; the first part of the path."""


class LinkExpired(Exception):
    """The link's signature is valid, but the link has expired."""


def secret(tx: Connection, random_codes: RandomCodes) -> str:
    """The signing key of this installation, shared by all processes; created at the first call."""
    key: str = key_values.get_or_put(tx, SETTING, random_codes.token() + random_codes.token())
    return key


class SignedLinks:
    """Creates and verifies links. ``base``: the public address of the web channel without a slash at its end."""

    def __init__(self, key: str, base: str, now: Callable[[], datetime]) -> None:
        self._key, self._base, self._now = key.encode(), base, now

    def download(self, attachment_id: str) -> str:
        """The address at which this file can be downloaded."""
        return self._link("tep", attachment_id)

    def upload(self, conversation_id: int) -> str:
        """The address at which a file can be uploaded as a message of this conversation."""
        return self._link("gui", str(conversation_id))

    def opens(self, purpose: Purpose, token: str) -> str | None:
        """The subject of a link; ``None`` if the signature is not valid. Raises LinkExpired."""
        signed, _, signature = token.rpartition(".")
        subject, _, until = signed.rpartition(".")
        if not hmac.compare_digest(self._sign(purpose, signed).encode(), signature.encode(errors="replace")):
            return None
        if self._now().timestamp() >= int(until, 16):
            raise LinkExpired
        return subject

    def _link(self, purpose: Purpose, subject: str) -> str:
        until = int((self._now() + LIVES).timestamp())
        signed = f"{subject}.{until:x}"
        return f"{self._base}/{purpose}/{signed}.{self._sign(purpose, signed)}"

    def _sign(self, purpose: Purpose, signed: str) -> str:
        digest = hmac.new(self._key, f"{purpose}/{signed}".encode(), hashlib.sha256).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()

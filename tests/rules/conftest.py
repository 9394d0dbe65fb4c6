"""The province and the phones that the tests of the rules use: those of the handlers' tests."""

from __future__ import annotations

from tests.handlers.conftest import ca_mau, chat_of

__all__ = ["ca_mau", "chat_of"]

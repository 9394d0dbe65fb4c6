"""The phones that the tests of the rules use: those of the handlers' tests."""

from __future__ import annotations

from tests.handlers.conftest import chat_of

__all__ = ["chat_of"]

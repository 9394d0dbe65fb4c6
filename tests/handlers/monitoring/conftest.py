"""The coordinator of the province at the board."""

from __future__ import annotations

import pytest

from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.province import Province


@pytest.fixture
def coordinator(chat_of: ChatOf, ca_mau: Province) -> Chat:
    return chat_of(ca_mau.coordinator)

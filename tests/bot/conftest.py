from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.channels.telegram.channel import TelegramChannel
from tests.bot.channels.telegram.telegram_office import Office, a_channel, running
from tests.emulators.telegram_api import TelegramApi


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    with TelegramApi() as api:
        yield api


@pytest.fixture
async def office() -> Office:
    return Office()


@pytest.fixture
async def channel(api: TelegramApi, office: Office) -> AsyncIterator[TelegramChannel]:
    """Running."""
    channel = a_channel(api.base_url)
    async with running(channel, office):
        yield channel

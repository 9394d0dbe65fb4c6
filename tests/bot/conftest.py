from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.cli.common import with_store
from handlers.registry import build_services
from handlers.turn.services import Links, RandomCodes, Services
from tests import province
from tests.bot.channels.telegram.telegram_office import Office, a_channel, running
from tests.bot.delivery.phones import Phones, Time
from tests.emulators.telegram_api import TelegramApi
from tests.province import CALENDAR, Province


@pytest.fixture
async def office() -> Office:
    return Office()


@pytest.fixture
async def channel(api: TelegramApi, office: Office) -> AsyncIterator[TelegramChannel]:
    """Running."""
    channel = a_channel(api.base_url)
    async with running(channel, office):
        yield channel


@pytest.fixture
def configured_database(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database of the test is the one that commands use."""
    monkeypatch.setenv("BAOCAO_DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def ca_mau(configured_database: str, now: datetime) -> Province:
    """A small Cà Mau in the database that commands and ``store`` use."""
    return with_store(lambda tx: province.build(tx, now))


@pytest.fixture
def services(random_codes: RandomCodes) -> Services:
    return build_services(random_codes, CALENDAR, Links())


@pytest.fixture
def time(now: datetime) -> Time:
    return Time(now)


@pytest.fixture
def phones() -> Phones:
    return Phones()

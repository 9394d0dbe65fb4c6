"""The web channel with a parrot behind it, and who visits it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime

import aiohttp
import pytest
from sqlalchemy import Connection

from bot.channels.web.api import Persona
from bot.channels.web.visitor_limit import VisitorLimit
from handlers.turn.services import RandomCodes
from locales import Words
from storage.database.store import Store
from storage.messaging.conversations import Conversation
from tests.bot.channels.web.visitor import Parrot, Visitor, opened


class Stage:
    """One persona, and a clock that only notes where it was set."""

    def __init__(self) -> None:
        self.entered: list[str] = []
        self.moved: list[datetime] = []

    def personas(self, words: Words) -> list[Persona]:
        return [{"id": "leader", "label": words("demo.persona.leader"), "role": "leader", "unit": "tỉnh Cà Mau"}]

    def enter(self, tx: Connection, persona: str, conversation: Conversation) -> None:
        self.entered.append(persona)

    async def move(self, to: datetime) -> None:
        self.moved.append(to)


@pytest.fixture
def parrot(store: Store, random_codes: RandomCodes, now: datetime) -> Parrot:
    return Parrot(store, random_codes, now)


@pytest.fixture
async def visitor(parrot: Parrot) -> AsyncIterator[Visitor]:
    async with opened(parrot) as address, aiohttp.ClientSession(address) as http:
        yield Visitor(http)


@pytest.fixture
def no_refill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits of visitors are never refilled, however long a test takes. To be named before ``visitor``, ``guest``."""
    build = VisitorLimit.__init__

    def build_without_clock(limit: VisitorLimit, burst: int, rate: float, elapsed: Callable[[], float]) -> None:
        build(limit, burst, rate, lambda: 0.0)

    monkeypatch.setattr(VisitorLimit, "__init__", build_without_clock)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def guest(parrot: Parrot, stage: Stage) -> AsyncIterator[Visitor]:
    """A visitor of the demo."""
    async with opened(parrot, stage) as address, aiohttp.ClientSession(address) as http:
        yield Visitor(http)

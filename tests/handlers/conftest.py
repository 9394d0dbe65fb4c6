"""The desk that phones of these tests call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from handlers.registry import build_desk
from handlers.turn.context import Desk, Entropy, Links, Turn
from tests import province
from tests.chat import Chat
from tests.phone import Phone
from tests.province import CALENDAR, Person, Province

PhoneOf = Callable[..., Phone]
ChatOf = Callable[..., Chat]


@pytest.fixture
def ca_mau(tx: Connection, now: datetime) -> Province:
    return province.build(tx, now)


@pytest.fixture
def desk(entropy: Entropy) -> Desk:
    """The real one, except that the reports owed are not listed but named."""

    def reports(turn: Turn, args: Mapping[str, Any]) -> None:
        turn.say("<báo cáo phải nộp>")

    desk = build_desk(entropy, CALENDAR, Links(telegram_bot="bao_cao_mau_bot"))
    return replace(desk, actions=dict(desk.actions) | {"report.list": reports})


@pytest.fixture
def whole_desk(entropy: Entropy) -> Desk:
    """The real one as it is."""
    return build_desk(entropy, CALENDAR, Links())


@pytest.fixture
def phone_of(tx: Connection, desk: Desk, now: datetime) -> PhoneOf:
    """``phone_of(ca_mau.officer)``, or of a stranger: ``phone_of("new", sender="Nguyễn Văn Mẫu")``."""

    def phone_of(person: Person | str, **settings: Any) -> Phone:
        return Phone(tx, desk, now, person if isinstance(person, str) else person.address, **settings)

    return phone_of


@pytest.fixture
def chat_of(tx: Connection, entropy: Entropy, now: datetime) -> ChatOf:
    """``chat_of(ca_mau.officer)``: somebody who files reports at the whole desk."""
    desk = build_desk(entropy, CALENDAR, Links())

    def chat_of(person: Person, **settings: Any) -> Chat:
        return Chat(tx, desk, now, person.address, **settings)

    return chat_of

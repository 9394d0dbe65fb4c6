"""The services that phones of these tests call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from handlers.registry import build_services
from handlers.turn.context import Turn
from handlers.turn.features import Action
from handlers.turn.services import Links, RandomCodes, Services
from storage.reports.obligations import Obligation
from tests.chat import FIGURES, Chat, file_report, owed
from tests.phone import Phone
from tests.province import CALENDAR, Person, Province

PhoneOf = Callable[..., Phone]
ChatOf = Callable[..., Chat]
LINKS = Links(telegram_bot="bao_cao_mau_bot")


@pytest.fixture
def services(random_codes: RandomCodes) -> Services:
    """The real one, except that the reports owed are not listed but named."""

    def reports(turn: Turn, args: Mapping[str, Any]) -> None:
        turn.add_text("<báo cáo phải nộp>")

    services = build_services(random_codes, CALENDAR, LINKS)
    return services.with_registered(actions={**services.registry.actions, "filing.list_reports": Action(reports)})


@pytest.fixture
def whole_services(random_codes: RandomCodes) -> Services:
    """The real one as it is."""
    return build_services(random_codes, CALENDAR, Links())


@pytest.fixture
def phone_of(tx: Connection, services: Services, now: datetime) -> PhoneOf:
    """``phone_of(ca_mau.officer)``, or of a stranger: ``phone_of("new", sender="Nguyễn Văn Mẫu")``."""

    def phone_of(person: Person | str, **settings: Any) -> Phone:
        return Phone(tx, services, now, person if isinstance(person, str) else person.address, **settings)

    return phone_of


@pytest.fixture
def chat_of(tx: Connection, random_codes: RandomCodes, now: datetime) -> ChatOf:
    """``chat_of(ca_mau.officer)``: somebody who files reports at the whole services."""
    services = build_services(random_codes, CALENDAR, LINKS)

    def chat_of(person: Person, **settings: Any) -> Chat:
        return Chat(tx, services, now, person.address, **settings)

    return chat_of


@pytest.fixture
def coordinator(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """The province's."""
    return chat_of(ca_mau.coordinator)


@pytest.fixture
def officer(chat_of: ChatOf, ca_mau: Province) -> Chat:
    """Cái Nước's."""
    return chat_of(ca_mau.officer)


@pytest.fixture
def sent(tx: Connection, ca_mau: Province, now: datetime) -> Obligation:
    """Cái Nước's report, submitted an hour ago."""
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, FIGURES, now - timedelta(hours=1))
    return owed(tx, ca_mau.officer)


@pytest.fixture
def returned(ca_mau: Province, chat_of: ChatOf, sent: Obligation) -> Obligation:
    """The same report, returned with two remarks about thị trấn Cái Nước."""
    chat = chat_of(ca_mau.coordinator)
    chat.say("/duyet")
    chat.tap("UBND huyện Cái Nước")
    chat.tap("Trả lại để bổ sung, chỉnh sửa")
    chat.say("7: Còn thiếu 1 tin?\n11: Kiểm tra lại")
    chat.tap("thị trấn Cái Nước: 5")
    chat.tap("thị trấn Cái Nước: 9")
    chat.tap("Gửi trả lại 2 nội dung")
    return sent

"""Nobody acts on units outside their own, even with a choice that was offered to somebody above them.

A choice cannot be forged: its arguments stay with the conversation. So the functions behind it check the unit a second
time. These tests hand a conversation of the province's coordinator to the coordinator of one district, as if the person
had been moved there while the screen was open, and take what stands open.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, func, select

from reporting.roles import Role
from storage.database.schema import invitation
from storage.messaging import conversations
from storage.reports import obligation_sync
from storage.units import selected_zones
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.province import CALENDAR, Person, Province

FOREIGN = "Năm Căn"
"""In the names of a district and of its town, not in those of Cái Nước and its communes."""


@pytest.fixture
def district(tx: Connection, ca_mau: Province, now: datetime) -> Person:
    """The coordinator of Cái Nước."""
    return province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện")


@pytest.fixture
def hand_over(tx: Connection, ca_mau: Province, district: Person, now: datetime) -> Callable[[Chat], Chat]:
    """What stands open for the province's coordinator stands open for the district's."""

    def hand_over(chat: Chat) -> Chat:
        above, below = (person.conversation(tx, now) for person in (ca_mau.coordinator, district))
        below.state, below.prompt = above.state, above.prompt
        conversations.save(tx, below, now)
        return Chat(tx, chat.services, now, district.address, answer=chat.answer)

    return hand_over


@pytest.fixture
def coordinator(tx: Connection, ca_mau: Province, chat_of: ChatOf, now: datetime) -> Chat:
    """The province's coordinator; both districts and one commune of each have filed."""
    selected_zones.select(
        tx, ca_mau.plan.id, 2026, [ca_mau.tt_cai_nuoc.id, ca_mau.tan_hung.id, ca_mau.tt_nam_can.id], now
    )
    obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, now)
    town_officer = province.enrol(tx, now, ca_mau.tt_nam_can, Role.REPORTER, "town", "Cán bộ mẫu Năm")
    for officer in (ca_mau.officer, ca_mau.commune_officer, ca_mau.nam_can_officer, town_officer):
        file_report(tx, ca_mau, officer, "six-months", 2026, {"c01": 731}, now)
    return chat_of(ca_mau.coordinator)


def at_the_totals_of_nam_can(chat: Chat) -> Chat:
    chat.say("/tonghop")
    chat.tap("Theo đơn vị")
    chat.tap("UBND huyện Năm Căn")
    return chat


def test_the_province_sees_the_totals_of_a_district(coordinator: Chat) -> None:
    """What the tests below forbid to others is there to be seen."""
    at_the_totals_of_nam_can(coordinator)
    assert "UBND huyện Năm Căn" in coordinator.text.splitlines()[0]
    assert "731" in coordinator.text
    assert "thị trấn Năm Căn" in coordinator.tap("Theo đơn vị")


def test_the_totals_of_a_foreign_unit_are_not_opened(coordinator: Chat, hand_over: Callable[[Chat], Chat]) -> None:
    coordinator.say("/tonghop")
    coordinator.tap("Theo đơn vị")

    assert FOREIGN not in hand_over(coordinator).tap("UBND huyện Năm Căn")


@pytest.mark.parametrize("choice", ["Theo đơn vị", "Từ đâu ra?"])
def test_the_units_and_the_sources_of_foreign_totals_are_not_shown(
    coordinator: Chat, hand_over: Callable[[Chat], Chat], choice: str
) -> None:
    chat = hand_over(at_the_totals_of_nam_can(coordinator))
    chat.tap(choice)

    assert FOREIGN not in chat.text
    assert not any(FOREIGN in label for label in chat.choices)


def invitations(tx: Connection) -> int:
    return int(tx.execute(select(func.count()).select_from(invitation)).scalar_one())


def test_no_code_for_a_foreign_unit(tx: Connection, coordinator: Chat, hand_over: Callable[[Chat], Chat]) -> None:
    coordinator.say("/moi thị trấn năm căn")
    assert coordinator.text == "Mời vào thị trấn Năm Căn với vai trò nào?"

    answer = hand_over(coordinator).tap("Cán bộ báo cáo")

    assert "Mã mời" not in answer
    assert invitations(tx) == 0


def test_no_roles_are_offered_in_a_foreign_unit(
    tx: Connection, coordinator: Chat, hand_over: Callable[[Chat], Chat]
) -> None:
    coordinator.say("/moi năm căn")
    assert "thị trấn Năm Căn" in coordinator.choices

    chat = hand_over(coordinator)

    assert FOREIGN not in chat.tap("thị trấn Năm Căn")
    assert "Cán bộ báo cáo" not in chat.choices


def test_a_code_for_a_unit_of_one_s_own(tx: Connection, coordinator: Chat, hand_over: Callable[[Chat], Chat]) -> None:
    """The same way with a unit below the district: the code is given, so it is the unit that is refused above."""
    coordinator.say("/moi tân hưng")

    assert "Mã mời" in hand_over(coordinator).tap("Cán bộ báo cáo")
    assert invitations(tx) == 1

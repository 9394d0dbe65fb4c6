"""Which year is shown, who may enter something, and what a commune outside one's units is answered with."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Connection

from handlers.turn.context import Turn
from handlers.turn.messages import Incoming
from handlers.turn.services import Services
from handlers.zones.view import load_commune, load_year
from reporting.roles import Role
from storage.plans import plans
from tests import province
from tests.handlers.conftest import ChatOf
from tests.handlers.zones.steps import proposal
from tests.province import CHANNEL, Person, Province


def turn_of(tx: Connection, services: Services, person: Person, now: datetime) -> Turn:
    return Turn(tx, Incoming(CHANNEL, person.address, "event", now), now, services, person.conversation(tx, now))


@pytest.mark.parametrize(
    ("years", "asked", "shown"),
    [((2025, 2026, 2027), None, 2026), ((2027, 2029), None, 2027), ((2023, 2024), 2023, 2023), ((2025, 2027), 1, 2025)],
)
def test_without_a_year_of_the_plan_the_nearest_is_shown(
    tx: Connection, now: datetime, services: Services, years: tuple[int, ...], asked: int | None, shown: int
) -> None:
    ca_mau = province.build(tx, now, years=years)
    zone_year = load_year(turn_of(tx, services, ca_mau.coordinator, now), {"year": asked})
    assert zone_year is not None
    assert zone_year.year == shown


@pytest.mark.parametrize(("role", "may_edit"), [(Role.COORDINATOR, True), (Role.LEADER, False), (Role.ADMIN, False)])
def test_coordinators_enter_while_the_plan_is_in_use(
    tx: Connection, now: datetime, services: Services, ca_mau: Province, role: Role, may_edit: bool
) -> None:
    turn = turn_of(tx, services, province.enrol(tx, now, ca_mau.tinh, role, "somebody"), now)
    zone_year = load_year(turn, {})
    assert zone_year is not None
    assert (zone_year.may_edit, zone_year.may_decide(turn, ca_mau.hoa_my)) == (may_edit, may_edit)
    plans.close(tx, ca_mau.plan.id, "Hết hiệu lực", now)
    zone_year = load_year(turn, {})
    assert zone_year is not None
    assert (zone_year.may_edit, zone_year.may_decide(turn, ca_mau.hoa_my)) == (False, False)


@pytest.mark.parametrize("unit", ["tt_nam_can", "cai_nuoc"])
def test_only_a_commune_of_one_s_own_units_is_opened(
    tx: Connection, now: datetime, services: Services, ca_mau: Province, district: Person, unit: str
) -> None:
    turn = turn_of(tx, services, district, now)
    assert load_commune(turn, {"unit": getattr(ca_mau, unit).id}) is None
    assert load_commune(turn, {}) is None
    loaded = load_commune(turn, {"unit": ca_mau.hoa_my.id})
    assert loaded is not None
    assert loaded[1] == ca_mau.hoa_my


def test_a_list_at_the_cap_is_not_too_long(tx: Connection, chat_of: ChatOf, ca_mau: Province) -> None:
    province.many_communes(tx, ca_mau.nam_can, 3, first=1_000_000)
    chat = proposal(chat_of(ca_mau.coordinator), "hoa my")
    assert "Mức tối đa: 1 " in chat.text
    assert "nhiều hơn mức tối đa" not in chat.text
    assert "nhiều hơn mức tối đa 1 địa bàn" in chat.say("tan hung")


def test_the_cap_is_told_where_the_plan_sets_it(chat_of: ChatOf, ca_mau: Province, district: Person) -> None:
    assert "Mức tối đa: 0 (15% của 4 đơn vị cấp xã" in proposal(chat_of(ca_mau.coordinator)).text
    assert "Mức tối đa" not in proposal(chat_of(district)).text


def test_a_commune_outside_one_s_units_is_refused_with_a_word(
    chat_of: ChatOf, ca_mau: Province, district: Person
) -> None:
    reply = chat_of(district).press("zones.show_commune", unit=ca_mau.tt_nam_can.id)

    assert reply.startswith("Không mở được địa bàn này trong vai trò hiện tại.")

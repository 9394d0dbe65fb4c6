"""Two provinces with figures of two years, and the leaders who ask about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.roles import Role
from storage.units import selected_zones
from storage.units.units import Unit
from tests import province
from tests.chat import Chat, file_report
from tests.handlers.conftest import ChatOf
from tests.province import Person, Province, TwoLevels

FIGURES = {"c01": 12, "c02": 10, "c03": 7, "c06": 25, "c07": 25, "c08": 23, "c40": 3, "c11": 900, "c12": 900}


@pytest.fixture
def two_years(tx: Connection, now: datetime) -> Province:
    """Cà Mau: both districts have filed the six months of 2025, Cái Nước those of 2026."""
    place = province.build(tx, now, (2025, 2026))
    file_report(tx, place, place.officer, "six-months", 2025, FIGURES | {"c40": 2, "c03": 9}, now)
    file_report(tx, place, place.nam_can_officer, "six-months", 2025, FIGURES, now)
    file_report(tx, place, place.officer, "six-months", 2026, FIGURES, now)
    return place


@pytest.fixture
def leader(two_years: Province, chat_of: ChatOf) -> Chat:
    return chat_of(two_years.leader)


@pytest.fixture
def communes(tx: Connection, now: datetime) -> TwoLevels:
    """Communes below the province; the first three have filed the six months of 2026, the first two those of 2025.

    Offences (c01): phường Mẫu Một 10 → 12, xã Mẫu Hai 9 → 7, xã Mẫu Ba 20. Solved (c03) of those opened (c02): 9 of 12,
    7 of 7, 10 of 20. The fourth, đặc khu Mẫu Bốn, has filed nothing.
    """
    place = province.build_two_level(tx, now, (2025, 2026))
    units = (place.phuong_mot, place.xa_hai, place.xa_ba, place.dac_khu)
    selected_zones.select(tx, place.plan.id, 2026, [unit.id for unit in units], now)
    officers = {unit.id: province.enrol(tx, now, unit, Role.REPORTER, f"officer-{unit.id}") for unit in units}

    def file(unit: Unit, year: int, values: Mapping[str, int], at: datetime) -> None:
        officer: Person = officers[unit.id]
        file_report(tx, place, officer, "six-months", year, values, at)

    last_year = now - timedelta(days=365)
    file(place.phuong_mot, 2025, {"c01": 10, "c02": 10, "c03": 8}, last_year)
    file(place.xa_hai, 2025, {"c01": 9, "c02": 9, "c03": 9}, last_year)
    file(place.phuong_mot, 2026, {"c01": 12, "c02": 12, "c03": 9, "c06": 1, "c07": 0, "c08": 0}, now)
    file(place.xa_hai, 2026, {"c01": 7, "c02": 7, "c03": 7, "c06": 5, "c07": 4, "c08": 3}, now)
    file(place.xa_ba, 2026, {"c01": 20, "c02": 20, "c03": 10}, now)
    return place


@pytest.fixture
def communes_leader(communes: TwoLevels, chat_of: ChatOf) -> Chat:
    return chat_of(communes.leader)


def lines(answer: str) -> list[str]:
    """The lines of an answer without the one that says how the question was read, and without the moment."""
    return [line for line in answer.splitlines()[1:] if line and not line.startswith("Tính đến ")]

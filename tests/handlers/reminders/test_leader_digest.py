"""What leaders are told of late reports."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from handlers.turn.services import Services
from reporting.roles import Role
from storage.people import people
from tests import province
from tests.handlers.reminders.steps import (
    FRIDAY,
    LATE,
    tick,
)
from tests.province import Province


def test_leaders_hear_of_late_units_by_name(tx: Connection, whole_services: Services, only_districts: Province) -> None:
    here = only_districts
    province.enrol(tx, FRIDAY, here.cai_nuoc, Role.LEADER, "own")

    assert not {"leader", "own"} & set(tick(tx, whole_services, FRIDAY))
    monday = tick(tx, whole_services, LATE)
    tuesday, wednesday, thursday = (tick(tx, whole_services, LATE + timedelta(days=days)) for days in (1, 2, 3))

    assert "Chưa nộp 1 đơn vị: UBND huyện Cái Nước (chưa bắt đầu)" in monday["own"].payload["text"]
    assert "Chưa nộp 1 đơn vị: UBND huyện Năm Căn (chưa bắt đầu)" in monday["leader"].payload["text"]  # has none itself
    assert not {"leader", "own"} & (set(tuesday) | set(thursday))
    text = wednesday["leader"].payload["text"]
    assert "Chưa nộp 2 đơn vị: UBND huyện Cái Nước (chưa bắt đầu), UBND huyện Năm Căn (chưa bắt đầu)" in text
    assert "own" not in wednesday
    assert {"leader", "own"} <= set(tick(tx, whole_services, LATE + timedelta(days=7)))


def test_a_leader_who_stops_taking_messages_is_passed_over(
    tx: Connection, whole_services: Services, only_districts: Province
) -> None:
    own = province.enrol(tx, FRIDAY, only_districts.cai_nuoc, Role.LEADER, "own")
    people.revoke(tx, own.membership_id, FRIDAY)

    assert "UBND huyện Cái Nước" in tick(tx, whole_services, LATE)["leader"].payload["text"]

"""Who speaks: memberships, the hat worn, who oversees a unit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, event

from reporting.roles import OVERSEES, Role
from storage.messaging import conversations
from storage.people import people
from tests import province
from tests.province import Province


def test_a_stranger_is_nobody(tx: Connection, ca_mau: Province, now: datetime) -> None:
    stranger = conversations.lock_conversation(tx, "test", "somebody", now, None)
    assert people.member_of(tx, stranger) is None


def test_the_hat_worn_is_the_conversations(tx: Connection, ca_mau: Province, now: datetime) -> None:
    talk = ca_mau.officer.conversation(tx, now)
    other = people.grant(tx, ca_mau.officer.id, ca_mau.tinh.id, Role.LEADER, None, now)
    worn = people.member_of(tx, talk)
    assert worn
    assert (worn.unit, worn.role, worn.name) == (ca_mau.cai_nuoc, Role.REPORTER, ca_mau.officer.name)
    talk.membership_id = other
    worn = people.member_of(tx, talk)
    assert worn
    assert (worn.unit, worn.role) == (ca_mau.tinh, Role.LEADER)


def test_a_hat_taken_away_leaves_the_next_one_or_nobody(tx: Connection, ca_mau: Province, now: datetime) -> None:
    talk = ca_mau.officer.conversation(tx, now)
    other = people.grant(tx, ca_mau.officer.id, ca_mau.nam_can.id, Role.REPORTER, None, now)
    people.revoke(tx, ca_mau.officer.membership_id, now)
    worn = people.member_of(tx, talk)
    assert worn
    assert worn.membership_id == other
    people.revoke(tx, other, now)
    assert people.member_of(tx, talk) is None
    assert people.memberships(tx, ca_mau.officer.id) == []


def test_a_role_given_again_is_the_same_membership(tx: Connection, ca_mau: Province, now: datetime) -> None:
    people.revoke(tx, ca_mau.officer.membership_id, now)
    again = people.grant(tx, ca_mau.officer.id, ca_mau.cai_nuoc.id, Role.REPORTER, ca_mau.coordinator.id, now)
    assert again == ca_mau.officer.membership_id
    assert [member.membership_id for member in people.memberships(tx, ca_mau.officer.id)] == [again]


def test_who_reports_for_a_unit(tx: Connection, ca_mau: Province) -> None:
    members = people.of_unit(tx, ca_mau.cai_nuoc.id, {Role.REPORTER})
    assert [member.name for member in members] == [ca_mau.officer.name, ca_mau.colleague.name]
    assert people.of_unit(tx, ca_mau.cai_nuoc.id, OVERSEES) == []


def test_overseers_are_in_the_unit_and_above_it_the_nearest_first(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    near = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "near", "Đầu mối huyện")
    province.enrol(tx, now, ca_mau.nam_can, Role.COORDINATOR, "beside", "Đầu mối huyện khác")
    overseers = people.overseers(tx, ca_mau.tan_hung, {Role.COORDINATOR})
    assert [overseer.person_id for overseer in overseers] == [near.id, ca_mau.coordinator.id]


def test_the_speaker_is_found_with_one_statement(tx: Connection, ca_mau: Province, now: datetime) -> None:
    talk = ca_mau.officer.conversation(tx, now)
    statements: list[str] = []
    event.listen(tx, "before_cursor_execute", lambda _c, _cur, sql, *_: statements.append(sql))
    people.member_of(tx, talk)
    assert len(statements) == 1


def test_a_long_name_is_cut(tx: Connection, now: datetime) -> None:
    assert people.name_of(tx, people.add_person(tx, "x" * 300, now)) == "x" * 200

"""Who reviews a unit's reports."""

from datetime import datetime

from sqlalchemy import Connection

from handlers.reports.reviewers import may_review, nearest_reviewers, reviewers_of
from reporting.roles import Role
from storage.people import people
from tests import province
from tests.province import Province


def test_the_nearest_coordinators_above(tx: Connection, ca_mau: Province, now: datetime) -> None:
    province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")

    assert [member.name for member in nearest_reviewers(tx, ca_mau.tan_hung)] == ["Đầu mối huyện mẫu"]
    assert [member.name for member in nearest_reviewers(tx, ca_mau.cai_nuoc)] == ["Đầu mối mẫu"]
    assert [member.name for member in nearest_reviewers(tx, ca_mau.tinh)] == ["Đầu mối mẫu"]


def test_a_unit_s_own_coordinator_reviews_only_where_nobody_is_above(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district")
    (member,) = people.memberships(tx, district.id)

    assert may_review(tx, member, ca_mau.tan_hung)
    assert not may_review(tx, member, ca_mau.cai_nuoc)
    people.revoke(tx, ca_mau.coordinator.membership_id, now)
    assert may_review(tx, member, ca_mau.cai_nuoc)


def test_everybody_who_may_review_once_the_nearest_first(tx: Connection, ca_mau: Province, now: datetime) -> None:
    """The district's coordinator is an administrator of the province too."""
    district = province.enrol(tx, now, ca_mau.cai_nuoc, Role.COORDINATOR, "district", "Đầu mối huyện mẫu")
    people.grant(tx, district.id, ca_mau.tinh.id, Role.ADMIN, None, now)

    reviewers = {
        unit.name: [(member.name, member.unit.name) for member in reviewers_of(tx, unit)]
        for unit in (ca_mau.tan_hung, ca_mau.cai_nuoc)
    }

    assert reviewers == {
        "xã Tân Hưng": [("Đầu mối huyện mẫu", "UBND huyện Cái Nước"), ("Đầu mối mẫu", "tỉnh Cà Mau")],
        "UBND huyện Cái Nước": [("Đầu mối mẫu", "tỉnh Cà Mau"), ("Đầu mối huyện mẫu", "tỉnh Cà Mau")],
    }

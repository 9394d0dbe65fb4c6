"""Who hears of a unit's report."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reporting.plan.plan import EscalationPolicy
from reporting.reminders.recipients import Recipients, RoleHolder
from reporting.roles import Role

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
LINE = (PROVINCE, DISTRICT, COMMUNE)


def posts(*held: tuple[Role, int]) -> Recipients:
    """The people are numbered in order."""
    return Recipients(
        RoleHolder(unit, role, person, person + 100, LONG_AGO) for person, (role, unit) in enumerate(held, 1)
    )


def leaders(recipients: Recipients) -> list[tuple[int, int]]:
    return [(rung, post.person_id) for rung, post in recipients.leaders(LINE, EscalationPolicy())]


def test_the_nearest_coordinator_above_and_the_unit_s_own_where_there_is_none() -> None:
    own, district, province = (Role.COORDINATOR, COMMUNE), (Role.COORDINATOR, DISTRICT), (Role.COORDINATOR, PROVINCE)

    assert [post.unit_id for post in posts(own, district, province).coordinators(LINE)] == [DISTRICT]
    assert [post.unit_id for post in posts(own, province).coordinators(LINE)] == [PROVINCE]
    assert [post.unit_id for post in posts(own).coordinators(LINE)] == [COMMUNE]
    assert posts().coordinators(LINE) == ()


def test_officers_are_those_of_the_very_unit() -> None:
    recipients = posts(
        (Role.REPORTER, COMMUNE), (Role.REPORTER, COMMUNE), (Role.REPORTER, DISTRICT), (Role.LEADER, COMMUNE)
    )

    assert [post.person_id for post in recipients.officers(LINE)] == [1, 2]


def test_its_own_leader_first_then_the_receiving_unit_s() -> None:
    assert leaders(posts((Role.LEADER, COMMUNE), (Role.LEADER, DISTRICT), (Role.LEADER, PROVINCE))) == [(1, 1), (3, 2)]


def test_without_a_leader_of_its_own_the_nearest_above_at_once() -> None:
    assert leaders(posts((Role.LEADER, PROVINCE), (Role.LEADER, PROVINCE))) == [(1, 1), (1, 2)]


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from((*LINE, 4))), max_size=8))
def test_every_late_unit_with_a_leader_anywhere_above_reaches_one_at_the_first_rung(
    held: list[tuple[Role, int]],
) -> None:
    rungs = [rung for rung, _ in leaders(posts(*held))]

    assert (1 in rungs) == any(role == Role.LEADER and unit in LINE for role, unit in held)

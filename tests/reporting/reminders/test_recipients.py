"""Who is reminded of a unit's report."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reporting.plan.plan import EscalationPolicy
from reporting.reminders.recipients import Recipients, RoleHolder
from reporting.roles import Role

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PROVINCE, DISTRICT, COMMUNE = 1, 2, 3
UNIT_IDS = (PROVINCE, DISTRICT, COMMUNE)


def recipients_of(*held: tuple[Role, int]) -> Recipients:
    """The people are numbered in order."""
    return Recipients(
        RoleHolder(unit, role, person, person + 100, LONG_AGO) for person, (role, unit) in enumerate(held, 1)
    )


def leaders(recipients: Recipients) -> list[tuple[int, int]]:
    return [(step, holder.person_id) for step, holder in recipients.leaders(UNIT_IDS, EscalationPolicy())]


def test_the_nearest_coordinator_above_and_the_unit_s_own_where_there_is_none() -> None:
    own, district, province = (Role.COORDINATOR, COMMUNE), (Role.COORDINATOR, DISTRICT), (Role.COORDINATOR, PROVINCE)

    assert [holder.unit_id for holder in recipients_of(own, district, province).coordinators(UNIT_IDS)] == [DISTRICT]
    assert [holder.unit_id for holder in recipients_of(own, province).coordinators(UNIT_IDS)] == [PROVINCE]
    assert [holder.unit_id for holder in recipients_of(own).coordinators(UNIT_IDS)] == [COMMUNE]
    assert recipients_of().coordinators(UNIT_IDS) == ()


def test_officers_are_those_of_the_very_unit() -> None:
    recipients = recipients_of(
        (Role.REPORTER, COMMUNE), (Role.REPORTER, COMMUNE), (Role.REPORTER, DISTRICT), (Role.LEADER, COMMUNE)
    )

    assert [holder.person_id for holder in recipients.officers(UNIT_IDS)] == [1, 2]


def test_its_own_leader_first_then_the_receiving_unit_s() -> None:
    assert leaders(recipients_of((Role.LEADER, COMMUNE), (Role.LEADER, DISTRICT), (Role.LEADER, PROVINCE))) == [
        (1, 1),
        (3, 2),
    ]


def test_without_a_leader_of_its_own_the_nearest_above_at_once() -> None:
    assert leaders(recipients_of((Role.LEADER, PROVINCE), (Role.LEADER, PROVINCE))) == [(1, 1), (1, 2)]


@given(st.lists(st.tuples(st.sampled_from(Role), st.sampled_from((*UNIT_IDS, 4))), max_size=8))
def test_every_late_unit_with_a_leader_anywhere_above_reaches_one_at_the_first_step(
    held: list[tuple[Role, int]],
) -> None:
    steps = [step for step, _ in leaders(recipients_of(*held))]

    assert (1 in steps) == any(role == Role.LEADER and unit in UNIT_IDS for role, unit in held)

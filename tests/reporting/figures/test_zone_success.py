"""A commune's year: the targets met of those that arose, in each way of counting, at the edges of 80 percent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.figures import NOT_ARISEN, Values
from reporting.figures.target_evaluation import TargetEvaluation, Verdict
from reporting.figures.zone_success import CountedTarget, ZoneScore, allowed_outcomes, score
from reporting.plan.plan import Plan, SuccessRule
from storage.plans.files import load_plan

ALL_MET: Values = {
    "c02": 10,
    "c03": 8,
    "c04": 20,
    "c05": 19,
    "c06": 25,
    "c07": 25,
    "c09": 20,
    "c10": 2,
    "c11": 900,
    "c12": 900,
    "c13": 1,
    "c14": False,
    "c15": True,
    "c16": True,
}
FAILS: dict[str, Values] = {
    "CM-a1": {"c14": True},
    "CM-a2": {"c03": 7},
    "CM-a3": {"c05": 18},
    "CM-a4": {"c07": 24},
    "CM-b": {"c10": 3},  # 15,0% is not below 15%
    "CM-c": {"c16": False},
    "CM-d1": {"c13": 0},
    "CM-d2": {"c15": False},
    "CM-e": {"c12": 899},
}
"""What makes each target fail by as little as possible."""


CA_MAU = load_plan("ca-mau-2017")


@pytest.fixture
def plan() -> Plan:
    return CA_MAU


def rated(plan: Plan, counted_by: str = "points", *failing: str, **changed: object) -> ZoneScore:
    assert plan.zones is not None
    success = SuccessRule.model_validate(plan.zones.success.model_dump() | {"counted_by": counted_by})
    figures = dict(ALL_MET)
    for target in failing:
        figures |= FAILS[target]
    return score(success, plan.targets, figures | changed)  # type: ignore[operator]


@pytest.mark.parametrize(("counted_by", "base"), [("points", 5), ("atomic", 9), ("merged", 8)])
@pytest.mark.parametrize("plan_id", ["ca-mau-2017", "ba-ria-vung-tau-2017"])
def test_the_plan_s_data_chooses_what_one_target_is(plan_id: str, counted_by: str, base: int) -> None:
    zone_score = rated(load_plan(plan_id), counted_by)
    assert (zone_score.met, zone_score.arisen, zone_score.not_arisen, zone_score.unknown, zone_score.is_enough) == (
        base,
        base,
        0,
        0,
        True,
    )


@pytest.mark.parametrize(
    ("counted_by", "failing", "met", "arisen", "enough"),
    [
        ("points", ("CM-b",), 4, 5, True),
        ("points", ("CM-b", "CM-e"), 3, 5, False),
        ("points", ("CM-a1", "CM-a2", "CM-a3", "CM-a4"), 4, 5, True),  # four tests, one point
        ("points", ("CM-d2", "CM-c"), 3, 5, False),
        ("atomic", ("CM-b",), 8, 9, True),
        ("atomic", ("CM-d1", "CM-d2"), 7, 9, False),  # 77,8%
        ("merged", ("CM-d1", "CM-d2"), 7, 8, True),  # one sentence
        ("merged", ("CM-a4", "CM-e"), 6, 8, False),  # 75,0%
    ],
)
def test_eighty_percent_of_those_that_arose(
    plan: Plan, counted_by: str, failing: tuple[str, ...], met: int, arisen: int, enough: bool
) -> None:
    zone_score = rated(plan, counted_by, *failing)
    assert (zone_score.met, zone_score.arisen, zone_score.is_enough) == (met, arisen, enough)


@pytest.mark.parametrize("target", FAILS)
def test_each_target_fails_at_its_edge_and_its_point_with_it(plan: Plan, target: str) -> None:
    for counted_by in ("points", "atomic", "merged"):
        zone_score = rated(plan, counted_by, target)
        assert zone_score.met == zone_score.arisen - 1


def test_what_did_not_arise_shifts_the_base(plan: Plan) -> None:
    none_released = rated(plan, c09=0, c10=0)
    assert (none_released.met, none_released.arisen, none_released.not_arisen) == (4, 4, 1)
    one_fails = rated(plan, "points", "CM-e", c09=0, c10=0)
    assert (one_fails.met, one_fails.arisen, one_fails.is_enough) == (3, 4, False)  # 4 of 5 would have been enough
    assert rated(plan, "atomic", "CM-e", c09=0, c10=0).is_enough is True  # 7 of 8


def test_a_point_is_judged_by_what_of_it_arose(plan: Plan) -> None:
    quiet = rated(plan, c02=0, c03=0, c04=0, c05=0, c06=0, c07=0)
    assert (quiet.met, quiet.arisen, quiet.not_arisen) == (5, 5, 0)  # no sign of a gang is still said of it
    assert rated(plan, "atomic", c02=0, c03=0, c04=0, c05=0, c06=0, c07=0).not_arisen == 3


def test_missing_figures_decide_nothing(plan: Plan) -> None:
    zone_score = rated(plan, c16=None)
    assert (zone_score.met, zone_score.unknown, zone_score.is_enough) == (4, 1, None)
    assert rated(plan, "points", "CM-b", "CM-e", c16=None).is_enough is None
    assert score(plan.zones.success, plan.targets, {}).is_enough is None  # type: ignore[union-attr]


def test_one_test_that_fails_decides_its_point_whatever_else_is_missing(plan: Plan) -> None:
    zone_score = rated(plan, "points", "CM-a4", c03=None)
    assert (zone_score.met, zone_score.unknown, zone_score.is_enough) == (4, 0, True)


def test_nothing_arose_nothing_is_decided(plan: Plan) -> None:
    zero = dict.fromkeys(ALL_MET, 0) | dict.fromkeys(("c14", "c15", "c16", "c13"), NOT_ARISEN)
    zone_score = score(plan.zones.success, plan.targets, zero)  # type: ignore[union-attr]
    assert (zone_score.arisen, zone_score.is_enough) == (0, None)


def test_the_gate_decides_beside_the_targets(plan: Plan) -> None:
    enough, short = rated(plan), rated(plan, "points", "CM-b", "CM-e")
    assert "recognised" in allowed_outcomes(enough, True)
    for zone_score, gate in ((enough, False), (enough, None), (short, True), (rated(plan, c16=None), True)):
        assert allowed_outcomes(zone_score, gate) == ("not_recognised", "carried_over")


def counted(verdicts: list[Verdict]) -> ZoneScore:
    target = CA_MAU.targets[2]
    return ZoneScore(
        tuple(
            CountedTarget(str(n), (TargetEvaluation(target, 0, 0, verdict, 1, 1),))
            for n, verdict in enumerate(verdicts)
        ),
        80,
    )


@given(st.lists(st.sampled_from(["met", "not_met", "not_arisen", "missing"]), max_size=30))
def test_enough_is_never_said_of_less_than_eighty_percent(verdicts: list[Verdict]) -> None:
    zone_score = counted(verdicts)
    met, failed = verdicts.count("met"), verdicts.count("not_met")
    if "missing" in verdicts or met + failed == 0:
        assert zone_score.is_enough is None
    else:
        assert zone_score.is_enough == (5 * met >= 4 * (met + failed))  # exact: 4/5, 8/10, 12/15


@given(st.lists(st.sampled_from(["met", "not_met", "not_arisen"]), min_size=1, max_size=30))
def test_what_did_not_arise_changes_no_verdict(verdicts: list[Verdict]) -> None:
    assert counted(verdicts).is_enough == counted([*verdicts, "not_arisen"]).is_enough


@given(st.lists(st.sampled_from(["met", "not_met", "not_arisen"]), min_size=1, max_size=6))
def test_a_point_is_met_only_where_nothing_of_it_fails(verdicts: list[Verdict]) -> None:
    target = CA_MAU.targets[2]
    point = CountedTarget("a", tuple(TargetEvaluation(target, 0, 0, verdict, 1, 1) for verdict in verdicts))
    assert (point.verdict == "met") == ("met" in verdicts and "not_met" not in verdicts)
    assert (point.verdict == "not_arisen") == (set(verdicts) == {"not_arisen"})

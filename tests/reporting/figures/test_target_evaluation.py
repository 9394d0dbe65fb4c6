"""Targets judged exactly, whatever the screen rounds to."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.figures import NOT_ARISEN, Values
from reporting.figures.target_evaluation import TargetEvaluation, evaluate, format_rate, tenths
from reporting.plan.target import Comparator, Target


def target(**more: Any) -> Target:
    base = {"id": "CM-a2", "title": "Tỷ lệ", "scope": "selected_zones", "test": "ratio", "source": {"at": "I.2.a"}}
    return Target.model_validate({**base, **more})


def ratio(comparator: Comparator, value: int, **more: Any) -> Target:
    return target(ratio={"of": "c03", "to": "c02"}, comparator=comparator, value=value, **more)


def judged(plan_target: Target, *places: Values, **more: Any) -> TargetEvaluation:
    [result] = evaluate([plan_target], places, **more)
    return result


@pytest.mark.parametrize(
    ("comparator", "value", "num", "verdict"),
    [
        (">=", 80, 80, "met"),  # từ 80% trở lên
        (">=", 80, 79, "not_met"),
        (">=", 80, 81, "met"),
        (">", 75, 75, "not_met"),  # trên 75%
        (">", 75, 76, "met"),
        (">", 75, 74, "not_met"),
        ("<", 15, 15, "not_met"),  # xuống dưới 15%
        ("<", 15, 14, "met"),
        ("<", 15, 16, "not_met"),
        ("<=", 15, 15, "met"),
        ("=", 100, 100, "met"),  # 100%
        ("=", 100, 99, "not_met"),
    ],
)
def test_the_operator_of_the_plan_decides(comparator: Comparator, value: int, num: int, verdict: str) -> None:
    result = judged(ratio(comparator, value), {"c03": num, "c02": 100})
    assert (result.verdict, result.num, result.den) == (verdict, num, 100)


@pytest.mark.parametrize("comparator", [">=", ">", "="])
def test_what_rounds_to_the_target_does_not_meet_it(comparator: Comparator) -> None:
    result = judged(ratio(comparator, 75), {"c03": 7496, "c02": 10_000})
    assert (format_rate(7496, 10_000), result.verdict) == ("75,0%", "not_met")


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 100))
def test_of_two_readings_both_have_to_agree(num: int, den: int, value: int) -> None:
    rate, limit = Fraction(num, den), Fraction(value, 100)
    verdict = "unclear" if rate == limit else "met" if rate > limit else "not_met"
    assert judged(ratio(">", value, or_comparator=">="), {"c03": num, "c02": den}).verdict == verdict


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 100))
def test_a_fall_is_that_of_exact_fractions(now: int, before: int, value: int) -> None:
    fewer = target(test="reduction", fields=["c01"], comparator=">=", value=value, baseline=2023)
    result = judged(fewer, {"c01": now}, baselines={"2023": {"c01": before}})
    assert (result.verdict == "met") == (1 - Fraction(now, before) >= Fraction(value, 100))


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 100), st.sampled_from([">=", ">", "<", "<=", "="]))
def test_every_verdict_is_that_of_exact_fractions(num: int, den: int, value: int, comparator: Comparator) -> None:
    rate, limit = Fraction(num, den), Fraction(value, 100)
    exact = {">=": rate >= limit, ">": rate > limit, "<": rate < limit, "<=": rate <= limit, "=": rate == limit}
    assert (judged(ratio(comparator, value), {"c03": num, "c02": den}).verdict == "met") == exact[comparator]


@given(st.integers(1, 10**6), st.integers(1, 100))
def test_one_case_decides_at_the_threshold(scale: int, value: int) -> None:
    den, at = scale * 100, scale * value
    assert judged(ratio(">=", value), {"c03": at, "c02": den}).verdict == "met"
    assert judged(ratio(">=", value), {"c03": at - 1, "c02": den}).verdict == "not_met"
    assert judged(ratio(">", value), {"c03": at, "c02": den}).verdict == "not_met"
    assert judged(ratio(">", value), {"c03": at + 1, "c02": den}).verdict == "met"


def test_counts_are_added_before_they_are_divided() -> None:
    result = judged(ratio(">=", 80), {"c03": 1, "c02": 1}, {"c03": 15, "c02": 20})
    assert (result.num, result.den, result.verdict) == (16, 21, "not_met")  # the mean of 100% and 75% would be 87,5%


def test_nothing_to_divide_by_did_not_arise() -> None:
    assert judged(ratio(">=", 80), {"c03": 0, "c02": 0}).verdict == "not_arisen"
    assert judged(ratio(">=", 80), {"c03": 2, "c02": 0}).verdict == "not_arisen"


def test_no_commune_under_transformation_did_not_arise() -> None:
    assert judged(ratio(">=", 80)).verdict == "not_arisen"


def test_a_missing_count_is_missing_and_not_zero() -> None:
    assert judged(ratio(">=", 80), {"c03": None, "c02": 10}).verdict == "missing"
    assert judged(ratio(">=", 80), {"c11": 10}).verdict == "missing"


def test_a_rate_leaves_out_the_place_where_half_of_it_is_missing() -> None:
    result = judged(ratio(">=", 80), {"c03": 9, "c02": 10}, {"c03": None, "c02": 90})
    assert (result.num, result.den, result.verdict, result.counted, result.places) == (9, 10, "met", 1, 2)


def test_a_place_that_is_not_asked_is_not_missing() -> None:
    result = judged(ratio(">=", 80), {"c03": 9, "c02": 10}, {"c11": 900})
    assert (result.counted, result.places) == (1, 1)


def test_where_the_text_contradicts_itself_only_the_limit_is_unclear() -> None:
    contradiction = ratio(">", 90, or_comparator=">=")
    verdicts = [judged(contradiction, {"c03": num, "c02": 100}).verdict for num in (89, 90, 91)]
    assert verdicts == ["not_met", "unclear", "met"]


def test_a_bare_percentage_is_read_as_at_least() -> None:
    bare = target(ratio={"of": "c03", "to": "c02"}, value=85, bare=True)
    assert [judged(bare, {"c03": num, "c02": 100}).verdict for num in (84, 85, 86)] == ["not_met", "met", "met"]


NO_SIGNS = target(id="CM-a1", test="none", fields=["c14"])


def test_a_sign_in_one_commune_fails_it_for_all() -> None:
    result = judged(NO_SIGNS, {"c14": False}, {"c14": True}, {"c14": None})
    assert (result.verdict, result.num, result.den) == ("not_met", 1, 2)
    assert judged(NO_SIGNS, {"c14": False}, {"c14": False}).verdict == "met"


def test_no_sign_so_far_is_no_proof_while_a_commune_is_missing() -> None:
    assert judged(NO_SIGNS, {"c14": False}, {"c14": None}).verdict == "missing"
    assert judged(NO_SIGNS, {"c14": None}).verdict == "missing"


def test_a_yes_is_needed_of_every_commune() -> None:
    rules = target(id="CM-d2", test="yes", fields=["c15"])
    assert judged(rules, {"c15": True}, {"c15": True}).verdict == "met"
    assert judged(rules, {"c15": True}, {"c15": False}).verdict == "not_met"


@pytest.mark.parametrize("test", ["none", "yes", "qualitative"])
def test_a_question_that_arose_nowhere_did_not_arise(test: str) -> None:
    plan_target = target(test=test, fields=["c14"])
    result = judged(plan_target, {"c14": NOT_ARISEN}, {"c14": NOT_ARISEN})
    assert (result.verdict, result.num, result.den, result.counted, result.places) == ("not_arisen", 0, 0, 2, 2)
    assert judged(plan_target, {"c14": NOT_ARISEN}, {"c14": None}).verdict == "missing"


def test_where_it_did_not_arise_nothing_is_decided_by_it() -> None:
    rules = target(id="CM-d2", test="yes", fields=["c15"])
    result = judged(rules, {"c15": True}, {"c15": NOT_ARISEN})
    assert (result.verdict, result.num, result.den) == ("met", 1, 1)
    assert judged(rules, {"c15": False}, {"c15": NOT_ARISEN}).verdict == "not_met"
    assert judged(rules, {"c15": True}, {"c15": NOT_ARISEN}, {"c15": None}).verdict == "missing"
    assert judged(NO_SIGNS, {"c14": True}, {"c14": NOT_ARISEN}).verdict == "not_met"


def test_of_two_signs_the_one_that_arose_decides() -> None:
    signs = target(test="none", fields=["c14", "c16"])
    assert judged(signs, {"c14": False, "c16": NOT_ARISEN}).verdict == "met"
    assert judged(signs, {"c14": True, "c16": NOT_ARISEN}).verdict == "not_met"


def test_one_model_is_needed_in_every_commune() -> None:
    models = target(id="CM-d1", test="at_least", fields=["c13"], comparator=">=", value=1, unit="mô hình")
    assert judged(models, {"c13": 1}, {"c13": 3}).verdict == "met"
    result = judged(models, {"c13": 5}, {"c13": 0})
    assert (result.verdict, result.num, result.den) == ("not_met", 1, 2)


def test_a_share_of_the_communes_may_be_enough() -> None:
    models = target(test="at_least", fields=["c13"], comparator=">=", value=1, areas_percent=60)
    one_case, none, missing = {"c13": 1}, {"c13": 0}, {"c13": None}
    assert judged(models, one_case, one_case, one_case, none, none).verdict == "met"
    assert judged(models, one_case, one_case, none, none, none).verdict == "not_met"
    assert judged(models, one_case, one_case, none, none, missing).verdict == "missing"
    assert judged(models, one_case, one_case, one_case, none, missing).verdict == "met"


def test_a_matter_of_judgement_is_a_yes_of_the_person_who_judged() -> None:
    system = target(id="CM-c", test="qualitative", fields=["c16"])
    assert judged(system, {"c16": True}).verdict == "met"
    assert judged(system, {"c16": False}).verdict == "not_met"
    assert judged(target(test="qualitative"), {"c16": True}).verdict == "missing"


FEWER = target(id="DT-1", scope="all", test="reduction", fields=["c01"], comparator=">=", value=5, baseline=2023)


@pytest.mark.parametrize(("now", "verdict"), [(190, "met"), (191, "not_met"), (189, "met"), (210, "not_met")])
def test_a_reduction_is_measured_against_its_year(now: int, verdict: str) -> None:
    result = judged(FEWER, {"c01": now}, baselines={"2023": {"c01": 200}})
    assert (result.num, result.den, result.verdict) == (200 - now, 200, verdict)


def test_a_reduction_without_its_baseline_is_missing() -> None:
    assert judged(FEWER, {"c01": 190}).verdict == "missing"
    assert judged(FEWER, {"c01": 190}, baselines={"2019": {"c01": 200}}).verdict == "missing"
    assert judged(FEWER, {"c01": 190}, {"c01": None}, baselines={"2023": {"c01": 200}}).verdict == "missing"
    assert judged(FEWER, {"c01": 3}, baselines={"2023": {"c01": 0}}).verdict == "not_arisen"


def test_suspended_cases_of_two_kinds_are_added() -> None:
    suspended = target(
        id="DT-2", test="reduction", fields=["c17", "c18"], comparator=">=", value=5, upto=10, baseline=2023
    )
    result = judged(suspended, {"c17": 60, "c18": 30}, baselines={"2023": {"c17": 70, "c18": 30}})
    assert (result.num, result.den, result.verdict) == (10, 100, "met")


def test_a_rise_nobody_defined_is_unclear_and_none_at_all_fails() -> None:
    rise = target(
        id="DL-2",
        test="increase",
        ratio={"of": "c36", "to": "c35"},
        comparator=">=",
        value=10,
        baseline="previous_period",
    )
    then = {"previous_period": {"c36": 5, "c35": 10}}
    assert judged(rise, {"c36": 9, "c35": 10}).verdict == "missing"
    result = judged(rise, {"c36": 9, "c35": 10}, baselines=then)
    assert (result.verdict, result.num, result.den, result.before) == ("unclear", 9, 10, (5, 10))
    assert judged(rise, {"c36": 10, "c35": 20}, baselines=then).verdict == "not_met"
    assert judged(rise, {"c36": 0, "c35": 0}, baselines=then).verdict == "not_arisen"


def test_one_agency_counts_and_another_what_it_is_counted_of() -> None:
    tried = ratio(">=", 90)
    police, court = {"c02": 10}, {"c03": 9}
    result = judged(tried, police, court)
    assert (result.verdict, result.num, result.den, result.counted, result.places) == ("met", 9, 10, 2, 2)
    assert judged(tried, police, {"c03": None}).verdict == "missing"
    assert judged(tried, police).verdict == "missing"
    assert judged(tried, police, court, {"c02": None}).verdict == "missing"


@pytest.mark.parametrize(
    ("num", "den", "text"),
    [
        (24, 25, "96,0%"),
        (9, 10, "90,0%"),
        (5, 6, "83,3%"),
        (1, 8, "12,5%"),
        (1, 2000, "0,1%"),  # 0,05 is half, and goes up
        (1, 2001, "0,0%"),
        (0, 7, "0,0%"),
        (11, 10, "110,0%"),
        (-1, 19, "−5,3%"),
        (-1, 3000, "0,0%"),
    ],
)
def test_a_rate_is_shown_with_one_decimal(num: int, den: int, text: str) -> None:
    assert format_rate(num, den) == text


@given(st.integers(0, 10**12), st.integers(1, 10**12))
def test_what_is_shown_is_never_off_by_more_than_half_a_tenth(num: int, den: int) -> None:
    assert abs(Fraction(tenths(num, den)) - Fraction(num * 1000, den)) <= Fraction(1, 2)

"""Every target of the five plans at its limit, just below and above it, with nothing arisen and with units missing."""

from __future__ import annotations

import pytest

from bot.cli.indicators import evaluate_targets
from handlers.text.targets import figure_words
from locales import words
from reporting.figures.figure_sources import results
from storage.plans.files import load_plan, shipped_plans
from tests.plans.examples import Example, baseline_of, examples, facts_of, target_of

EXAMPLES = list(examples())
SINGLE = [example for example in EXAMPLES if len(example.now) == 1]
LIMITS = {"at the limit", "just below", "just above"}
GAPS = {"nothing arose", "a unit missing"}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_target_over_the_units_of_a_province(example: Example) -> None:
    plan, target = target_of(example.target)
    baselines = {target.id: baseline_of(example.then)} if any(example.then) else {}
    result = next(
        target_result
        for target_result in results(facts_of(plan, example.now), baselines)
        if target_result.id == example.target
    )
    assert (result.num, result.den) == example.num_den
    assert result.verdict == example.verdict
    assert (figure_words(words("vi"), result) or "-") == example.shown
    assert "/".join(map(str, result.units)) == example.units


@pytest.mark.parametrize("example", SINGLE, ids=str)
def test_a_target_of_figures_written_down(example: Example) -> None:
    plan, target = target_of(example.target)
    result = next(
        target_result
        for target_result in evaluate_targets(plan, example.now[0], {str(target.baseline): example.then[0]})
        if target_result.id == target.id
    )
    assert (result.num, result.den) == example.num_den
    assert result.verdict == example.verdict
    assert (figure_words(words("vi"), result) or "-") == example.shown


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_no_target_is_without_its_examples(plan_id: str) -> None:
    for target in load_plan(plan_id).targets:
        cases = {example.case for example in EXAMPLES if example.target == target.id}
        yes_or_no = target.test in ("none", "yes", "qualitative")
        assert GAPS | (LIMITS - {"just above"} if yes_or_no else LIMITS) <= cases, target.id

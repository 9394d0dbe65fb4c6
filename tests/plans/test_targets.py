"""The targets as the documents set them, one line each: comparator, value, and what is divided by what."""

import pytest

from reporting.plan.plan import Target
from storage.plans.files import load_plan

# id: comparator value[-upto] reads, then: * phấn đấu · ~ no comparator in the text · ? unclear · @ baseline
TARGETS = {
    "ba-ria-vung-tau-2017": """
        BV-P1: >= 60 a02/a01
        BV-P2: >= 85 a04/a03 ?
        BV-1: none c14
        BV-2: >= 80 c03/c02
        BV-3: >= 95 c05/c04
        BV-4: = 100 c07/c06
        BV-5: < 15 c10/c09
        BV-6: qualitative c16
        BV-7: >= 1 c13
        BV-8: yes c15
        BV-9: = 100 c12/c11
    """,
    "ca-mau-2017": """
        CM-P1: >= 60 a02/a01
        CM-P2: >= 85 a04/a03 ?
        CM-a1: none c14
        CM-a2: >= 80 c03/c02
        CM-a3: >= 95 c05/c04
        CM-a4: = 100 c07/c06
        CM-b: < 15 c10/c09
        CM-c: qualitative c16
        CM-d1: >= 1 c13
        CM-d2: yes c15
        CM-e: = 100 c12/c11
    """,
    "dong-thap-2024": """
        DT-1: >= 5 c01 * @2023
        DT-2: >= 5-10 c17+c18 @2023
        DT-3: > 75 c03/c02
        DT-4: > 90 c05/c04
        DT-5: = 100 c07/c06
        DT-6: > 90 c08/c06
        DT-7: >= 60 c20/c19 *
        DT-8: = 100 c51/c50
        DT-9: = 100 c53/c52
        DT-10: > 90 c55/c54
        DT-11: >= 95 c56/c54 ~ ?
        DT-12: >= 90 c57/c54 ~ ?
        DT-13a: = 100 c59/c58
        DT-13b: = 100 c61/c60
        DT-14: = 100 c63/c62
        DT-15: >= 60 a02/a01
        DT-16: >= 85 a04/a03 ~
        DT-17: = 100 c29/c28
        DT-18: > 95 c31/c30
        DT-19: > 88 c33/c32
    """,
    "ninh-thuan-2022": """
        NT-1: >= 5 c01 @2019
        NT-2: > 75 c03/c02
        NT-3: > 90 c05/c04
        NT-4: >= 5 c34 @2021
        NT-5: = 100 c07/c06
        NT-6: > 90 c08/c06
        NT-7: >= 60 a02/a01
        NT-8: >= 85 a04/a03 ~
        NT-9: > 90 c29/c28
        NT-10: > 95 c31/c30
        NT-11: > 88 c33/c32
    """,
    "dak-lak-2017": """
        DL-1: >= 3-5 c01 * ? @previous_period
        DL-2: >= 10-15 c36/c35 ? @previous_period
        DL-3: > 75 c38/c37
        DL-4: >|>= 90 c41/c39 ?
    """,
}


def line(target: Target) -> str:
    comparator = "|".join(filter(None, (target.comparator, target.or_comparator)))
    value = f"{target.value}-{target.upto}" if target.upto else str(target.value)
    reads = f"{target.ratio.of}/{target.ratio.to}" if target.ratio else "+".join(target.fields)
    marks = {"*": target.strive, "~": target.bare, "?": target.unclear, f"@{target.baseline}": target.baseline}
    test = [comparator, value] if comparator else [target.test]
    return " ".join([f"{target.id}:", *test, reads, *(mark for mark, holds in marks.items() if holds)])


@pytest.mark.parametrize("plan_id", TARGETS)
def test_targets_are_those_of_the_documents(plan_id: str) -> None:
    written = [" ".join(each_line.split()) for each_line in TARGETS[plan_id].strip().splitlines()]
    assert [line(target) for target in load_plan(plan_id).targets] == written


@pytest.mark.parametrize("plan_id", TARGETS)
def test_every_target_says_where_it_stands(plan_id: str) -> None:
    for target in load_plan(plan_id).targets:
        assert target.source.at
        assert target.source.quote
        number = str(target.value) if target.value is not None and target.unit == "%" else ""
        assert number in target.source.quote or target.id == "DT-13b"  # the number stands with DT-13a


@pytest.mark.parametrize(
    ("plan_id", "scope"),
    [
        ("ba-ria-vung-tau-2017", "selected_zones"),
        ("ca-mau-2017", "selected_zones"),
        ("dong-thap-2024", "all"),
        ("ninh-thuan-2022", "all"),
        ("dak-lak-2017", "all"),
    ],
)
def test_a_target_holds_for_the_selected_communes_or_for_all(plan_id: str, scope: str) -> None:
    assert {target.scope for target in load_plan(plan_id).targets} == {scope}


@pytest.mark.parametrize("plan_id", ["ba-ria-vung-tau-2017", "ca-mau-2017"])
def test_a_commune_s_success_counts_five_points(plan_id: str) -> None:
    plan = load_plan(plan_id)
    points = [target.point for target in plan.targets if target.level == "target"]
    assert len(points) == 9
    assert len(set(points)) == 5
    assert {target.id[-2:] for target in plan.targets if target.level == "programme"} == {"P1", "P2"}


@pytest.mark.parametrize(
    ("plan_id", "cap_of", "sizes", "missing"),
    [
        ("ba-ria-vung-tau-2017", "district", [8, 5, 4, 9], set()),
        ("ca-mau-2017", "province", [8, 5, 3, 9], {"C3"}),
    ],
)
def test_communes_are_chosen_by_the_criteria_of_the_document(
    plan_id: str, cap_of: str, sizes: list[int], missing: set[str]
) -> None:
    zones = load_plan(plan_id).zones
    assert zones is not None
    assert (zones.cap.percent, zones.cap.of, zones.duration_months) == (15, cap_of, 12)
    assert (zones.success.at_least_percent, zones.success.counted_by) == (80, "points")
    assert [len(group.items) for group in zones.criteria] == sizes
    ids = {item.id for group in zones.criteria for item in group.items}
    whole = {f"{group}{n}" for group, size in zip("ABCD", [8, 5, 4, 9], strict=True) for n in range(1, size + 1)}
    assert whole - ids == missing
    assert ids <= whole
    withheld = {item.id for group in zones.criteria for item in group.items if item.not_through_chat}
    assert withheld == {"A4", "A5", "B3", "C2"}

"""What each kind of unit is asked."""

import pytest

from reporting.plan.plan import Form, Plan
from storage.plans.files import load_fields, load_plan, shipped_plans

HEADINGS = {
    "ba-ria-vung-tau-2017": 6,
    "ca-mau-2017": 6,
    "dong-thap-2024": 9,
    "ninh-thuan-2022": 8,
    "dak-lak-2017": 7,
}


def form(plan: Plan, reporter: str) -> Form:
    return next(candidate for candidate in plan.forms if candidate.reporter == reporter)


def figures(plan: Plan, reporter: str) -> set[str]:
    return {question.id for question in form(plan, reporter).questions if question.id in load_fields()}


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_departments_districts_and_communes_each_have_a_form_for_every_report(plan_id: str) -> None:
    plan = load_plan(plan_id)
    assert {each_form.reporter for each_form in plan.forms} == {"department", "district", "commune", "province"}
    for report in plan.reports:
        for kind in ("department", "district", "commune", "province"):
            assert plan.form_for(report.id, kind) == form(plan, kind)
    assert plan.form_for("no-such-report", "district") is None


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_only_the_texts_reporters_owe_a_report_by_themselves(plan_id: str) -> None:
    plan = load_plan(plan_id)
    assert {reporter.kind: reporter.needs_level_deadline for reporter in plan.reporters} == {
        "department": False,
        "district": False,
        "commune": True,
        "province": True,
    }
    only_selected = {reporter.kind for reporter in plan.reporters if reporter.only_selected_zones}
    assert only_selected == ({"commune"} if plan.zones else set())


@pytest.mark.parametrize(("plan_id", "count"), HEADINGS.items())
def test_the_narrative_follows_the_plan_s_headings_and_may_be_skipped(plan_id: str, count: int) -> None:
    plan = load_plan(plan_id)
    for reporter in ("department", "district"):
        narrative = [question for question in form(plan, reporter).questions if question.heading]
        assert [question.id for question in narrative] == [f"n{n}" for n in range(1, count + 1)]
        assert [question.label for question in narrative] == [heading.title for heading in plan.headings]
        assert not any(question.required for question in narrative)


@pytest.mark.parametrize("plan_id", ["ba-ria-vung-tau-2017", "ca-mau-2017"])
def test_the_sheet_of_a_commune_is_numbered_as_its_counts(plan_id: str) -> None:
    plan = load_plan(plan_id)
    for reporter in ("district", "commune"):
        sheet = form(plan, reporter)
        zones = [section for section in sheet.sections if section.repeat]
        assert len(zones) == 5
        assert [question.id for question in zones[0].questions] == ["c01", "c02", "c03", "c04", "c05"]
        assert [question.id for question in zones[1].questions] == ["c06", "c07", "c08"]
        assert [sheet.numbers[f"c{n:02}"] for n in range(1, 17)] == list(range(1, 17))
        assert (sheet.numbers["c16n"], sheet.numbers["c40"]) == (17, 18)
    assert not form(plan, "department").repeats


def test_the_remark_on_the_political_system_is_asked_once_it_was_judged() -> None:
    remark = next(q for q in form(load_plan("ca-mau-2017"), "district").questions if q.id == "c16n")
    assert not remark.required
    assert remark.visible_if is not None
    assert (remark.visible_if.field, remark.visible_if.is_) == ("c16", None)


@pytest.mark.parametrize("plan_id", ["dong-thap-2024", "ninh-thuan-2022", "dak-lak-2017"])
def test_no_figure_of_the_province_is_asked_of_two_kinds_of_unit(plan_id: str) -> None:
    plan = load_plan(plan_id)
    assert not figures(plan, "department") & figures(plan, "district")
    assert figures(plan, "commune") <= figures(plan, "district")


@pytest.mark.parametrize("plan_id", ["dong-thap-2024", "ninh-thuan-2022", "dak-lak-2017"])
def test_a_department_is_asked_only_for_the_figures_it_keeps(plan_id: str) -> None:
    sheet = form(load_plan(plan_id), "department")
    keeps = next(question for question in sheet.questions if question.id == "keeps")
    conditions = {q.id: q.visible_if for q in sheet.questions if q.id in load_fields()}
    assert conditions
    values = {condition.is_ for condition in conditions.values() if condition and condition.field == "keeps"}
    assert None not in conditions.values()
    assert values == ({option.id for option in keeps.options} - {"none"} or {True})


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_a_part_is_never_asked_without_its_whole(plan_id: str) -> None:
    plan = load_plan(plan_id)
    warned = {(relation.part, relation.whole) for relation in plan.relations if relation.older_cases}
    wrong = {(relation.part, relation.whole) for relation in plan.relations if not relation.older_cases}
    question_ids = figures(plan, "district") | figures(plan, "department")
    if {"c02", "c03"} <= question_ids:
        assert ("c03", "c02") in warned
        assert {("c04", "c02"), ("c05", "c03")} <= wrong
    if "c33" in question_ids:
        assert ("c33", "c32") in warned
    if "c06" in question_ids:
        assert {("c07", "c06"), ("c08", "c07")} <= wrong
    for part, whole in warned | wrong:
        assert {part, whole} <= question_ids


def test_the_dictionary_has_every_count_of_the_extraction() -> None:
    codes = [*range(1, 21), *range(28, 42), *range(50, 64)]
    expected = {f"c{code:02}" for code in codes} | {"c16n", "a01", "a02", "a03", "a04"}
    expected |= {"c14y", "c15y", "c16y"}  # how many areas said yes
    fields = load_fields()
    assert set(fields) == expected
    assert {name for name, field in fields.items() if field.stock} == {"c09", "c11", "c13", "a03", "a04"}
    assert {name for name, field in fields.items() if field.kind == "money"} == {"c19", "c20"}
    assert {name for name, field in fields.items() if field.kind == "yes_no"} == {"c14", "c15", "c16"}
    assert all(field.unit for field in fields.values() if field.kind in ("count", "money"))
    assert all(field.short and field.en for field in fields.values())


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_a_plan_survives_being_stored(plan_id: str) -> None:
    plan = load_plan(plan_id)
    stored = plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert Plan.model_validate(stored) == plan

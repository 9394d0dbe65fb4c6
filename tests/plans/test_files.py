"""What is said about a plan's file that is wrong: the line, and what was expected."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from locales import LANGUAGES, words
from storage.plans.files import PLANS, PlanError, PlanProblem, check, find, load_calendar, load_plan, shipped_plans

CA_MAU = PLANS / "ca-mau-2017.yaml"
DONG_THAP = PLANS / "dong-thap-2024.yaml"

Broken = Callable[..., tuple[PlanProblem, ...]]


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """Checks a shipped plan's file in which one text is replaced by another."""

    def write(old: str, new: str, source: Path = CA_MAU) -> tuple[PlanProblem, ...]:
        text = source.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "broken.yaml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return check(path)

    return write


def line_of(text: str, source: Path = CA_MAU) -> int:
    return next(n for n, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1) if text in line)


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_the_shipped_plans_are_sound(plan_id: str) -> None:
    assert check(plan_id) == ()
    assert load_plan(plan_id).id == plan_id


@pytest.mark.parametrize("name", ["fields.yaml", "calendar.yaml"])
def test_the_files_beside_the_plans_can_be_checked_too(name: str, tmp_path: Path) -> None:
    assert check(PLANS / name) == ()
    copy = tmp_path / name
    copy.write_text(
        (PLANS / name).read_text(encoding="utf-8").replace("day: 2026-01-02", "day: mai").replace("count", "kount")
    )
    assert check(copy)[0].code in ("choice", "date")


@pytest.mark.parametrize(
    ("old", "new", "code", "at", "params"),
    [
        ("period: H1", "period: H2", "choice", "period: H1", {"key": "period", "value": "H2"}),
        ("due: {before: 25/5}", "due: {before: 31/4}", "no_yearly_day", "due: {before: 25/5}", {"value": "31/4"}),
        ("due: {before: 25/5}", "due: {before: 29/2}", "no_yearly_day", "due: {before: 25/5}", {"value": "29/2"}),
        ("due: {before: 25/5}", "due: {before: mai}", "day_month", "due: {before: 25/5}", {"value": "mai"}),
        ("due: {before: 25/5}", "due: {before: 25/5, by: 25/5}", "before_or_by", "due: {before: 25/5}", {}),
        ("due: {before: 25/5}", "due: {}", "before_or_by", "due: {before: 25/5}", {}),
        ("due: {before: 25/5}", "due: {before: 15/5}", "due_before_closing", "due: {before: 25/5}", {}),
        ("until: 15/5}", "until: 15/10 năm trước}", "window_backwards", "until: 15/5}", {}),
        ("short_title: Chuyển hóa địa bàn\n", "", "missing", "", {"key": "short_title"}),
        ("value: 80", "value: tám mươi", "integer", "value: 80", {"key": "value", "value": "tám mươi"}),
        ("province: Cà Mau", "tinh: Cà Mau", "extra", "province: Cà Mau", {"key": "tinh"}),
        ('quote: "Ủy ban nhân dân huyện, thành', "quote: Ủy ban nhân dân huyện, thành", "extra", 'quote: "Ủy ban', {}),
        ("{of: c03, to: c02}", "{of: c03, to: c99}", "unknown_field", "id: CM-a2", {"id": "c99"}),
        ("{of: c03, to: c02}", "{of: c03, to: c28}", "field_not_asked", "id: CM-a2", {"id": "c28"}),
        ("[c06, c07, c08]", "[c06, c07, c99]", "unknown_field", "[c06, c07, c08]", {"id": "c99"}),
        ("[c06, c07, c08]", "[c06, c07, c07]", "repeated", "[c06, c07, c08]", {"id": "c07"}),
        ("[c14, c15, c16, c16n]", "[c14, c15, c16n, c16]", "condition_not_before", "[c14, c15, c16", {"id": "c16n"}),
        ("id: CM-a2", "id: CM-a1", "repeated", "id: CM-a2", {"id": "CM-a1"}),
        ('{heading: "6"}', '{heading: "7"}', "unknown_heading", '{heading: "6"}', {"id": "7"}),
        ("sections: [narrative]", "sections: [narative]", "unknown_section", "sections: [narrative]", {}),
        ("id: year\n", "id: six-months\n", "repeated", "- id: year", {"id": "six-months"}),
        ("until: 2020-12-31", "until: 2016-12-31", "term_ends_early", "until: 2020-12-31", {}),
        ("on: 2017-08-11", "on: 2017-13-41", "date", "on: 2017-08-11", {"key": "on", "value": "2017-13-41"}),
        (
            "until: 2020-12-31",
            "until: 2020-12-31 10:00:00",
            "date",
            "until: 2020-12-31",
            {"value": "2020-12-31 10:00:00"},
        ),
        ("percent: 15", "percent: 150", "range", "percent: 15", {"value": 150, "expected": 100}),
        ("value: 80", "value: 800", "range", "value: 80", {"value": 800, "expected": 100}),
        ("value: 80", "value: -80", "range", "value: 80", {"value": -80, "expected": 0}),
        ("id: six-months", "id: sáu tháng", "id", "id: six-months", {"value": "sáu tháng"}),
        ("until: 2020-12-31", "until: cuối năm", "date", "until: 2020-12-31", {"value": "cuối năm"}),
        ('"1", title: "Công', '1, title: "Công', "text", '{id: "1", title: "Công', {"value": 1}),
        ("field: c40", "field: c99", "unknown_field", "field: c40", {"id": "c99"}),
        ("- {kind: province,", "# - {kind: province,", "unknown_reporter", "reporter: province", {"id": "province"}),
    ],
)
def test_a_mistake_is_placed_and_named(
    broken: Broken, old: str, new: str, code: str, at: str, params: dict[str, Any]
) -> None:
    problem = next(plan_problem for plan_problem in broken(old, new) if plan_problem.code == code)
    assert (problem.file, problem.line) == ("broken.yaml", line_of(at) if at else 1)
    assert params.items() <= dict(problem.params).items()


def test_every_mistake_is_told_at_once_in_the_order_of_the_file(broken: Broken) -> None:
    problems = broken("period: H1\n    window: {from: 16/11 năm trước", "period: H2\n    window: {from: 40/11")
    assert [problem.code for problem in problems] == ["choice", "no_yearly_day"]
    assert [problem.line for problem in problems] == [line_of("period: H1"), line_of("period: H1") + 1]


@pytest.mark.parametrize(
    ("level", "code"),
    [
        ("{commune: {working_days_before: 3}}", None),
        ("{commune: {due: {by: 20/5}}}", None),
        ("{commune: {due: {before: 25/5}}}", "level_after_parent"),
        ("{commune: {due: {by: 15/5}}}", "due_before_closing"),
        ("{commune: {working_days_before: 9}}", "due_before_closing"),
        ("{commune: {working_days_before: 3, due: {by: 20/5}}}", "due_or_days"),
        ("{commune: {}}", "due_or_days"),
        ("{province: {working_days_before: 3}}", "level_before_children"),
        ("{province: {due: {by: 24/5}}}", "level_before_children"),
        ("{province: {due: {by: 29/5}}}", None),
        ("{huyện: {working_days_before: 3}}", "choice"),
    ],
)
def test_a_level_s_deadline_lies_between_the_closing_and_the_parent_s(
    broken: Broken, level: str, code: str | None
) -> None:
    problems = broken("due: {before: 25/5}", f"due: {{before: 25/5}}\n    levels: {level}")
    assert [problem.code for problem in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        ("{district: {due: {before: 25/5}}}", []),  # the plan's own, said again
        ("{district: {due: {by: 25/5}}}", ["level_after_parent"]),
        ("{district: {working_days_before: 1}, commune: {working_days_before: 3}}", []),
        ("{district: {working_days_before: 3}, commune: {working_days_before: 3}}", ["level_after_parent"]),
        ("{district: {working_days_before: 3}, commune: {working_days_before: 1}}", ["level_after_parent"]),
    ],
)
def test_a_commune_s_deadline_lies_before_its_district_s(broken: Broken, levels: str, codes: list[str]) -> None:
    problems = broken("due: {before: 25/5}", f"due: {{before: 25/5}}\n    levels: {levels}")
    assert [problem.code for problem in problems] == codes


def test_without_districts_a_commune_may_have_the_plan_s_own_last_day(tmp_path: Path) -> None:
    text = CA_MAU.read_text(encoding="utf-8")
    text = "".join(line for line in text.splitlines(keepends=True) if "{kind: district" not in line)
    text = text.replace("  - id: district\n    reporter: district\n", "  - id: district\n    reporter: commune\n")
    text = text.replace("  - id: commune\n    reporter: commune\n    sections: [crime, crime-reports,", "#")
    path = tmp_path / "two-levels.yaml"
    due = "due: {before: 25/5}"
    path.write_text(text.replace(due, f"{due}\n    levels: {{commune: {{{due}}}}}"), encoding="utf-8")
    assert check(path) == ()


def test_a_working_day_must_lie_between_closing_and_deadline(broken: Broken) -> None:
    # 2/5/2020 and 3/5/2020 are a weekend: closing on Friday 1/5, sending "by" 3/5 leaves no working day
    problems = broken(
        "window: {from: 16/11 năm trước, until: 15/5}\n    due: {before: 25/5}",
        "window: {from: 16/11 năm trước, until: 1/5}\n    due: {by: 3/5}",
    )
    assert [problem.code for problem in problems] == ["no_working_day"]


def test_a_plan_without_zones_has_nothing_to_repeat(broken: Broken) -> None:
    assert {problem.code for problem in broken("scope: all", "scope: selected_zones", DONG_THAP)} == {"no_zones"}


def test_a_condition_names_an_option_there_is(broken: Broken) -> None:
    problems = broken("visible_if: {field: keeps, is: court}", "visible_if: {field: keeps, is: judge}", DONG_THAP)
    assert {problem.code for problem in problems} == {"unknown_option"}
    assert problems[0].line == line_of("questions: [c32, c33, c57]", DONG_THAP)


def test_what_is_no_plan_at_all_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "nothing.yaml"
    for text, code in (("", "not_a_plan"), ("- 1", "not_a_plan"), ("a: [", "yaml"), ("a: 1\na: 2", "yaml")):
        path.write_text(text)
        assert [problem.code for problem in check(path)] == [code]
    path.write_bytes("title: tình hình".encode("latin-1", "replace"))
    assert [problem.code for problem in check(path)] == ["not_utf8"]


def test_an_unknown_name_lists_the_plans_there_are() -> None:
    with pytest.raises(PlanError) as caught:
        find("ca-mau")
    assert "ca-mau-2017" in str(caught.value.problems[0].params["known"])


def test_the_exchanged_days_of_the_calendar_file_are_known() -> None:
    calendar = load_calendar()
    assert not calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 1, 10))


VALUES = st.sampled_from([None, 0, -1, "", "x", [], {}, [[]], {"id": []}, {"id": {}}, True, "c01", {"heading": []}])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_file_is_answered_with_words_never_a_crash(data: st.DataObject, tmp_path: Path) -> None:
    yaml = YAML(typ="safe")
    raw = yaml.load(PLANS / "dak-lak-2017.yaml")
    node = raw
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.integers(0, 3)) == 0:
            break
        node = node[key]
    node[key] = data.draw(VALUES)
    path = tmp_path / "fuzzed.yaml"
    yaml.dump(raw, path)
    for problem in check(path):
        for language in LANGUAGES:
            reply = words(language)(f"plans.problem.{problem.code}", **problem.params)
            assert "{" not in reply or "{" in str(problem.params)

"""What a report is checked for before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.figures.checks import FINDINGS, Finding, check, finding_of_id
from reporting.form_entry.answer_input import NIL, OFF_CHANNEL, SKIPPED, Answer
from reporting.plan.form import Condition, Form, Question, Relation, Section
from reporting.plan.schedule import UnitKind


@dataclass(frozen=True)
class Commune:
    id: int
    code: str
    name: str


CAI_NUOC, TAN_HUNG = Commune(17, "32128", "thị trấn Cái Nước"), Commune(18, "32137", "xã Tân Hưng")
ZONES = (CAI_NUOC, TAN_HUNG)


def count(question_id: str, **more: object) -> Question:
    return Question.model_validate({"id": question_id, "kind": "count", "label": question_id, "unit": "vụ", **more})


FORM = Form(
    id="district",
    reporter=UnitKind.DISTRICT,
    reports=("six-months",),
    sections=(
        Section(
            id="crime", title="Hình sự", repeat="selected_zones", questions=(count("c02"), count("c03"), count("c05"))
        ),
        Section(
            id="own",
            title="Chung",
            questions=(
                count("c11", stock=True),
                Question(id="c16", kind="yes_no", label="Củng cố"),
                Question(id="c16n", kind="short_text", label="Nhận xét", visible_if=Condition(field="c16", is_=True)),
                Question(id="n1", kind="long_text", label="Lãnh đạo", required=False),
                count("c34", not_through_chat=True),
            ),
        ),
    ),
)
RELATIONS = (Relation(part="c03", whole="c02", older_cases=True), Relation(part="c05", whole="c03"))
FULL: Mapping[str, Answer] = {
    "c02@17": Answer.given(10),
    "c03@17": Answer.given(9),
    "c05@17": Answer.given(2),
    "c02@18": Answer.given(0),
    "c03@18": NIL,
    "c05@18": NIL,
    "c11": Answer.given(900),
    "c16": Answer.given(False),
}


def found(
    changed: Mapping[str, Answer | None] | None = None,
    previous: Mapping[str, int] | None = None,
    floor: Mapping[str, int] | None = None,
) -> list[Finding]:
    answers = {key: answer for key, answer in {**FULL, **(changed or {})}.items() if answer is not None}
    return check(FORM, RELATIONS, answers, ZONES, previous, floor)


def brief(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity, finding.key) for finding in findings]


def test_a_full_and_sound_report_has_nothing_to_check() -> None:
    assert found() == []


def test_every_missing_answer_is_an_error_of_its_commune() -> None:
    assert brief(found({"c03@18": None, "c11": None})) == [("missing", "error", "c03@18"), ("missing", "error", "c11")]


def test_a_required_question_cannot_be_skipped() -> None:
    assert brief(found({"c11": SKIPPED})) == [("missing", "error", "c11")]


def test_an_optional_one_may_be_left_out_and_a_hidden_one_is_not_asked() -> None:
    assert found({"n1": SKIPPED}) == []
    assert brief(found({"c16": Answer.given(True)})) == [("missing", "error", "c16n")]


def test_what_goes_on_paper_is_not_missing() -> None:
    assert "c34" not in FULL
    assert found({"c11": OFF_CHANNEL}) == []


def test_no_commune_under_transformation_asks_nothing_of_one() -> None:
    assert check(FORM, RELATIONS, {"c11": Answer.given(1), "c16": Answer.given(False)}, ()) == []


def test_a_part_larger_than_its_whole_is_an_error() -> None:
    [finding] = found({"c05@17": Answer.given(10)})
    assert (finding.code, finding.severity, finding.key, finding.others) == (
        "part_exceeds_whole",
        "error",
        "c05@17",
        ("c03@17",),
    )
    assert finding.params == {"part": 10, "whole": 9}


def test_more_solved_than_prosecuted_may_be_older_cases() -> None:
    [finding] = found({"c03@17": Answer.given(11)})
    assert (finding.code, finding.severity, finding.others) == ("older_cases", "warning", ("c02@17",))


def test_older_cases_may_be_solved_where_nothing_was_prosecuted() -> None:
    assert brief(found({"c02@17": NIL})) == [("older_cases", "warning", "c03@17")]


def test_a_part_of_what_did_not_arise_is_an_error() -> None:
    assert brief(found({"c05@18": Answer.given(1)})) == [("nil_with_parts", "error", "c05@18")]


def test_communes_are_never_compared_with_each_other() -> None:
    assert found({"c02@17": Answer.given(100), "c03@17": Answer.given(100), "c05@17": Answer.given(50)}) == []


def test_errors_come_before_warnings() -> None:
    findings = found({"c03@17": Answer.given(11), "c11": None})
    assert [finding.severity for finding in findings] == ["error", "warning"]


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        (8, 25, "rose"),
        (8, 16, None),  # twice is not more than twice
        (8, 17, "rose"),
        (1, 4, None),  # too few to speak of
        (0, 5, "rose"),
        (0, 4, None),
        (25, 8, "fell"),
        (16, 8, None),
        (17, 8, "fell"),
        (10, 0, "vanished"),
        (9, 0, None),
    ],
)
def test_a_figure_out_of_line_with_the_previous_report(before: int, now: int, code: str | None) -> None:
    findings = found({"c11": Answer.given(now)}, previous={"c11": before})
    assert [finding.code for finding in findings] == ([code] if code else [])
    assert all(finding.params == {"before": before, "now": now} for finding in findings)


def test_did_not_arise_after_many_is_out_of_line_too() -> None:
    assert brief(found({"c11": NIL}, previous={"c11": 10})) == [("vanished", "warning", "c11")]


def test_a_year_below_its_own_six_months_wants_a_reason() -> None:
    [finding] = found(floor={"c02@17": 11})
    assert (finding.code, finding.severity, finding.wants_reason) == ("below_interim", "warning", True)
    assert finding.params == {"interim": 11, "now": 10}
    assert found(floor={"c02@17": 10}) == []


def test_a_stock_may_be_below_the_six_months() -> None:
    assert found(floor={"c11": 1000}) == []


def test_a_figure_out_of_bounds_is_an_error_wherever_it_came_from() -> None:
    [finding] = found({"c11": Answer.given(99_999_999)})
    assert (finding.code, finding.severity, finding.params) == (
        "too_big",
        "error",
        {"value": 99_999_999, "max": 9_999_999},
    )


def test_a_confirmation_ends_when_a_figure_changes() -> None:
    [eleven], [twelve] = (found({"c03@17": Answer.given(solved)}) for solved in (11, 12))
    assert eleven.id == "older_cases:c03@17,c02@17:11,10"
    assert eleven.id != twelve.id


STATES = st.integers(0, 40).map(Answer.given) | st.sampled_from([NIL, None])


@given(st.fixed_dictionaries(dict.fromkeys(("c02@17", "c03@17", "c05@17", "c11"), STATES)), st.integers(0, 40))
def test_findings_are_distinct_and_speak_of_questions_of_the_form(
    answers: dict[str, Answer | None], before: int
) -> None:
    findings = found(answers, previous={"c02@17": before}, floor={"c03@17": before})
    assert len({finding.id for finding in findings}) == len(findings)
    assert {finding.key for finding in findings} <= {*FULL, "c34"}


@given(st.sampled_from(sorted(FINDINGS)), st.lists(st.integers(-5, 5000), min_size=4, max_size=4), st.booleans())
def test_a_warning_is_known_again_from_its_confirmation(code: str, values: list[int], other: bool) -> None:
    params = dict(zip(FINDINGS[code], values, strict=False))
    finding = Finding(code, "warning", "c03@17", ("c02@17",) if other else (), params)

    assert finding_of_id(finding.id) == finding


@pytest.mark.parametrize("finding_id", ["", "rose", "rose:c01", "rose:c01:1", "rose:c01:a,b", "unknown:c01:1,2"])
def test_what_is_no_confirmation_names_no_warning(finding_id: str) -> None:
    assert finding_of_id(finding_id) is None

"""Sums over the units below: three states kept apart, each figure counted once whatever the tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.obligation import ReportState
from reporting.figures.checks import check
from reporting.figures.rollup import (
    ChangedFigure,
    ChildReport,
    FigureSum,
    add_answers,
    changed_figures,
    mismatches,
    nearest,
    reference_reports,
    sum_answers,
    sums,
    total,
)
from reporting.form_entry.answer_input import NIL, SKIPPED, Answer
from reporting.form_entry.interview import FormEntry
from reporting.plan.form import Condition, Form, Question, Section
from reporting.plan.schedule import UnitKind
from tests.reporting.figures.test_checks import TAN_HUNG, count

FIGURES = st.one_of(st.none(), st.just(NIL), st.integers(0, 10**6).map(Answer.given))


def form(kind: UnitKind, *questions: Question, repeat: bool = False) -> Form:
    section = Section(id="crime", title="Hình sự", repeat="selected_zones" if repeat else None, questions=questions)
    return Form(id=kind.value, reporter=kind, reports=("six-months",), sections=(section,))


YES = Question(id="c14", kind="yes_no", label="Dấu hiệu")
TEXT = Question(id="n1", kind="long_text", label="Lãnh đạo", required=False)
COMMUNE = form(UnitKind.COMMUNE, count("c01"), YES, repeat=True)
DISTRICT = form(UnitKind.DISTRICT, count("c01"), YES, repeat=True)
DISTRICT_ONCE = form(UnitKind.DISTRICT, count("c01"))
PROVINCE = form(
    UnitKind.PROVINCE, count("c01"), Question(id="c14y", kind="count", label="Số địa bàn", counts="c14"), TEXT
)


def child(
    unit_id: int,
    figures: dict[tuple[str, int], Answer],
    *,
    state: ReportState = ReportState.ACCEPTED,
    of: Form = COMMUNE,
    **more: object,
) -> ChildReport:
    settings: dict[str, object] = {"zones": (unit_id,), "version": 1} | more
    return ChildReport(
        id=unit_id * 10, unit_id=unit_id, name=f"xã mẫu {unit_id}", state=state, form=of, figures=figures, **settings
    )  # type: ignore[arg-type]


def taken(*children: ChildReport) -> frozenset[int]:
    return reference_reports(children, ())


@given(st.lists(st.lists(FIGURES)))
def test_a_sum_is_the_same_level_by_level_and_all_at_once(groups: list[list[Answer | None]]) -> None:
    by_level = sum_answers(answer for group in groups if (answer := sum_answers(a for a in group if a)) is not None)
    assert by_level == sum_answers(each_answer for group in groups for each_answer in group if each_answer)


@given(st.lists(FIGURES), st.randoms())
def test_the_order_of_the_units_changes_no_sum(figures: list[Answer | None], random: object) -> None:
    mixed = list(figures)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert sum_answers(answer for answer in mixed if answer) == sum_answers(figure for figure in figures if figure)


@given(FIGURES)
def test_missing_changes_nothing_and_nil_adds_nothing(figure: Answer | None) -> None:
    assert add_answers(figure, None) == add_answers(None, figure) == figure
    assert add_answers(figure, NIL) == (figure or NIL)


def test_nothing_is_missing_all_nil_is_nil_and_a_zero_makes_a_number() -> None:
    assert sum_answers([]) is None
    assert sum_answers([NIL, NIL]) == NIL
    assert sum_answers([NIL, Answer.given(0)]) == Answer.given(0)
    assert sum_answers([Answer.given(12), NIL, Answer.given(3)]) == Answer.given(15)


@given(st.sets(st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple)))
def test_each_commune_reaches_the_province_by_one_way_only(reporting: set[tuple[int, ...]]) -> None:
    """Whoever reports is either taken itself or lies below exactly one that is taken."""
    paths = ["/" + "".join(f"{step}/" for step in steps) for steps in reporting]
    level = nearest(paths, str)
    assert set(level) <= set(paths)
    for path in paths:
        assert sum(path.startswith(above) for above in level) == 1


@given(st.lists(st.integers(0, 999), min_size=1, max_size=6), st.integers(1, 3))
def test_a_province_s_sum_is_the_same_by_its_districts_or_straight_from_its_communes(
    figures: list[int], districts: int
) -> None:
    communes = [child(n, {("c01", n): Answer.given(figure)}) for n, figure in enumerate(figures, 1)]
    levels = [communes[start::districts] for start in range(districts)]
    above = [
        child(
            100 + n,
            {
                ("c01", child_report.unit_id): child_report.figures["c01", child_report.unit_id]
                for child_report in group
            },
            of=DISTRICT,
            zones=tuple(child_report.unit_id for child_report in group),
        )
        for n, group in enumerate(levels)
        if group
    ]
    straight, by_district = (total(count("c01"), children, taken(*children)) for children in (communes, above))
    assert straight is not None
    assert by_district is not None
    assert straight.answer == by_district.answer == Answer.given(sum(figures))


def test_whoever_is_asked_and_has_not_answered_is_counted_as_missing() -> None:
    children = [
        child(17, {("c01", 17): Answer.given(12)}),
        child(18, {("c01", 18): Answer.given(5)}, state=ReportState.FILED),
        child(19, {}, state=ReportState.DRAFTING, version=0),
        child(20, {("c01", 20): Answer.given(9)}, state=ReportState.RETURNED),
        child(21, {}, of=form(UnitKind.DEPARTMENT, count("c19"))),
    ]
    assert total(count("c01"), children, taken(*children)) == FigureSum(
        Answer.given(17), counted=2, asked=4, accepted=1, places=2
    )
    assert total(count("c02"), children, taken(*children)) is None


def test_a_question_asked_on_a_condition_is_asked_of_whoever_answered_it() -> None:
    keeper = form(UnitKind.DEPARTMENT, count("c19", visible_if=Condition(field="keeps")))
    children = [child(1, {("c19", 1): Answer.given(500)}, of=keeper), child(2, {}, of=keeper)]
    assert total(count("c19"), children, taken(*children)) == FigureSum(
        Answer.given(500), counted=1, asked=1, accepted=1, places=1, sole="xã mẫu 1"
    )


def test_a_unit_is_held_against_what_it_drew_and_what_is_accepted() -> None:
    accepted, filed = child(17, {}), child(18, {}, state=ReportState.FILED)
    assert reference_reports([accepted, filed], ()) == {accepted.id, filed.id}
    assert reference_reports([accepted, filed], {accepted.id}) == {accepted.id}
    assert reference_reports([accepted, filed], {filed.id}) == {accepted.id, filed.id}


def test_what_nobody_is_asked_is_filled_in_by_nobody() -> None:
    children = [child(17, {("c01", 17): Answer.given(3)})]
    assert set(
        sums(FormEntry(form(UnitKind.DISTRICT, count("c01"), count("c02")), (), {}), children, taken(*children))
    ) == {"c01"}
    assert sums(FormEntry(DISTRICT, (TAN_HUNG,), {}), children, taken(*children)) == {}


@pytest.mark.parametrize(
    ("stated", "below", "differs"),
    [
        (Answer.given(12), Answer.given(14), True),
        (Answer.given(0), NIL, False),
        (NIL, Answer.given(0), False),
        (NIL, Answer.given(2), True),
        (Answer.given(True), Answer.given(0), True),
        (SKIPPED, Answer.given(2), False),
        (None, Answer.given(2), False),
        (Answer.given(2), None, False),
    ],
)
def test_a_stated_figure_differs_from_the_sum_only_where_both_say_something(
    stated: Answer | None, below: Answer | None, differs: bool
) -> None:
    answers = {"c01": stated} if stated else {}
    assert bool(mismatches(answers, {"c01": FigureSum(below, 1, 1, 1)})) is differs


def test_what_moved_between_two_sendings() -> None:
    before = {"c01@17": Answer.given(12), "c02@17": NIL, "c03@17": Answer.given(1)}
    now = {"c01@17": Answer.given(14), "c02@17": NIL, "c04@17": Answer.given(2)}
    assert changed_figures(before, now) == [
        ChangedFigure("c01@17", Answer.given(12), Answer.given(14)),
        ChangedFigure("c04@17", None, Answer.given(2)),
        ChangedFigure("c03@17", Answer.given(1), None),
    ]
    assert changed_figures(now, now) == []


@pytest.mark.parametrize(("stated", "counted", "wants"), [(12, 2, True), (16, 2, True), (12, 1, True), (16, 1, False)])
def test_more_than_an_incomplete_sum_needs_no_reason(stated: int, counted: int, wants: bool) -> None:
    (mismatch,) = mismatches({"c01": Answer.given(stated)}, {"c01": FigureSum(Answer.given(14), counted, 2, 0)})
    assert mismatch.wants_reason is wants
    (finding,) = check(DISTRICT_ONCE, (), {"c01": Answer.given(stated)}, (), below={"c01": mismatch.below})
    assert (finding.code, finding.wants_reason) == ("differs_from_children", wants)

"""The summary's parts over hand-made and random facts: groups, pulls, moves, notable lines."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.deadlines.obligation import ReportState
from reporting.figures import summary
from reporting.figures.comparison import changes
from reporting.figures.figure_sources import FigureSource, ReportFigures, TargetResult, results
from reporting.figures.lineage import EarlierPeriod, Territory
from reporting.figures.rollup import ChildReport
from reporting.figures.summary import (
    YearlyChange,
    biggest_changes,
    first_sentence,
    flows,
    notable_questions,
    notes,
    short_by,
    shortfalls,
    target_groups,
    yearly_changes,
)
from reporting.figures.target_evaluation import Verdict, evaluate, verdict_of
from reporting.form_entry.answer_input import Answer
from reporting.plan.form import Form, Question, Section
from reporting.plan.plan import Plan, UnitKind
from reporting.plan.target import Citation as Words
from reporting.plan.target import Comparator, Ratio, Target
from storage.plans.files import load_plan

PLAN = load_plan("ca-mau-2017")
DISTRICT = next(form for form in PLAN.forms if form.reporter == UnitKind.DISTRICT)
FIELDS = ("c01", "c02", "c03", "c06", "c07", "c40")
Said = Mapping[int, Mapping[str, int]]
"""Commune → its figures."""


def source(unit_id: int, values_by_place: Said, state: ReportState = ReportState.FILED) -> FigureSource:
    figures = {
        (name, zone): Answer.given(value) for zone, own in values_by_place.items() for name, value in own.items()
    }
    version = 0 if state == ReportState.NOT_BEGUN else 1
    child = ChildReport(
        unit_id * 1000, unit_id, f"Huyện mẫu {unit_id}", state, version, DISTRICT, tuple(values_by_place), figures
    )
    return FigureSource(child, None, None)


def facts(*sources: FigureSource, plan: Plan = PLAN) -> ReportFigures:
    zones = frozenset(zone for figure_source in sources for zone in figure_source.child.zones)
    return ReportFigures(plan, "six-months", "2026-H1", 1, sources, zones, None)


def judged(figures: ReportFigures, target: str) -> TargetResult:
    return next(result for result in results(figures) if result.id == target)


def test_the_unit_whose_own_rate_misses_pulls_the_whole_down_the_largest_part_first() -> None:
    figures = facts(
        source(2, {21: {"c06": 25, "c07": 25}}),
        source(3, {31: {"c06": 10, "c07": 9}, 32: {"c06": 10, "c07": 10}}),
        source(4, {41: {"c06": 12, "c07": 8}}),
        source(5, {51: {"c06": 9, "c07": 1}}, ReportState.RETURNED),
    )
    failing = judged(figures, "CM-a4")
    assert (failing.num, failing.den, failing.verdict) == (52, 57, "not_met")
    assert [
        (shortfall.place, shortfall.num, shortfall.den, shortfall.short) for shortfall in shortfalls(figures, failing)
    ] == [
        (4, 8, 12, 4),
        (3, 19, 20, 1),
    ]


def test_within_a_single_unit_its_communes_are_named() -> None:
    figures = facts(source(3, {31: {"c06": 10, "c07": 9}, 32: {"c06": 10, "c07": 10}}))
    assert [shortfall.place for shortfall in shortfalls(figures, judged(figures, "CM-a4"))] == [31]


def test_a_target_that_is_met_has_nobody_to_name() -> None:
    figures = facts(source(2, {21: {"c02": 10, "c03": 10}}), source(3, {31: {"c02": 10, "c03": 7}}))
    assert judged(figures, "CM-a2").verdict == "met"  # 17 of 20, though one district has 70 %
    assert shortfalls(figures, judged(figures, "CM-a2")) == []


@given(st.sampled_from((">=", ">", "<", "<=", "=")), st.integers(1, 100), st.integers(1, 400), st.data())
def test_short_is_the_fewest_cases_that_would_have_turned_it(
    comparator: Comparator, value: int, den: int, data: st.DataObject
) -> None:
    target = Target(
        id="T",
        title="T",
        scope="all",
        test="ratio",
        ratio=Ratio(of="c03", to="c02"),
        comparator=comparator,
        value=100 if comparator == "=" else value,
        source=Words(at="I", quote="T"),
    )
    num = data.draw(st.integers(0, den))
    if verdict_of(target, num, den) != "not_met":
        return
    sign = -1 if comparator in ("<", "<=") else 1
    short = short_by(target, num, den)
    assert short >= 1
    assert verdict_of(target, num + sign * short, den) == "met"
    assert verdict_of(target, num + sign * (short - 1), den) == "not_met"


@given(st.lists(st.sampled_from(("met", "not_met", "not_arisen", "missing", "unclear"))))
def test_every_target_is_in_exactly_one_group(verdicts: list[Verdict]) -> None:
    targets = [TargetResult(PLAN.targets[0], n, 1000, verdict, 1, 1) for n, verdict in enumerate(verdicts)]
    groups = target_groups(targets)
    assert sorted((result for group in groups for result in group), key=lambda result: result.num or 0) == targets
    assert sum(map(len, groups)) == len(targets)
    assert {result.verdict for result in groups.failing} <= {"not_met"}
    assert {result.verdict for result in groups.open} <= {"missing", "unclear"}


values = st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 60))
places = st.dictionaries(st.integers(10, 16), values, max_size=6)


def earlier(then: Said) -> EarlierPeriod:
    known = {(field, zone): value for zone, own in then.items() for field, value in own.items()}
    return EarlierPeriod(
        "2025-H1", {zone: Territory(zone, None, UnitKind.COMMUNE, None, None) for zone in range(10, 50)}, known
    )


def compared(now: ReportFigures, then: Said) -> list[YearlyChange]:
    questions = flows(now)
    return yearly_changes(questions, changes(now, earlier(then), [question.id for question in questions]))


@given(places, places)
def test_moves_compare_the_same_places_only(now: Said, then: Said) -> None:
    moves = {change.question.id: change for change in compared(facts(source(2, now)), then)}
    for field in FIELDS:
        both = [zone for zone in now if field in now[zone] and field in then.get(zone, {})]
        if not both:
            assert field not in moves
            continue
        move = moves[field]
        assert (move.now, move.before) == (sum(now[z][field] for z in both), sum(then[z][field] for z in both))
        assert move.places == len(both)


def test_what_was_not_sent_then_is_no_rise() -> None:
    now = facts(source(2, {21: {"c40": 4}}), source(3, {31: {"c40": 9}}))
    [move] = compared(now, {21: {"c40": 6}})
    assert (move.now, move.before, move.rise, move.places, move.is_small) == (4, 6, -2, 1, True)


def test_stocks_and_their_parts_are_left_to_the_targets() -> None:
    values_by_place = {21: {"c11": 2000, "c12": 1800, "c09": 20, "c10": 2, "c13": 3, "c40": 1}}
    assert [change.question.id for change in compared(facts(source(2, values_by_place)), values_by_place)] == ["c40"]


def move(field: str, now: int, before: int) -> YearlyChange:
    question = next(candidate for candidate in DISTRICT.questions if candidate.id == field)
    return YearlyChange(question, now, before, 1)


def test_the_biggest_moves_are_large_in_themselves_and_for_what_they_are() -> None:
    moves = [move("c01", 205, 200), move("c40", 9, 3), move("c06", 30, 60), move("c10", 5, 5)]
    assert [change.question.id for change in biggest_changes(moves, PLAN.relations)] == ["c06", "c40", "c01"]


def test_parts_of_one_another_are_told_once() -> None:
    moves = [move("c02", 30, 60), move("c03", 25, 55), move("c05", 0, 9), move("c40", 5, 4)]
    assert [change.question.id for change in biggest_changes(moves, PLAN.relations)] == ["c03", "c40"]


def test_difficulties_come_first_and_the_same_words_are_said_once() -> None:
    texts_of_units = [
        (1, ["Tình hình cơ bản ổn định. Không có gì thêm."]),
        (2, ["Tình hình  cơ bản\nổn định. Khác."]),
        (3, ["Còn thiếu kinh phí tuyên truyền; đề nghị bổ sung."]),
    ]
    assert [(note.unit_id, note.sentence) for note in notes(texts_of_units)] == [
        (3, "Còn thiếu kinh phí tuyên truyền;"),
        (1, "Tình hình cơ bản ổn định."),
    ]


@pytest.mark.parametrize(
    "text", ["TỐI MẬT. Nội dung.", "Ổn định. Độ mật: cao", "Bắt đối tượng Nguyễn Văn Mẫu tại nhà.", ""]
)
def test_what_must_not_be_passed_on_is_not(text: str) -> None:
    assert notes([(1, [text])]) == []


def test_a_second_text_is_read_where_the_first_says_nothing() -> None:
    assert [note.sentence for note in notes([(1, ["", "Khó khăn về lực lượng."])])] == ["Khó khăn về lực lượng."]


@given(st.text())
def test_a_sentence_is_one_line_and_not_too_long(text: str) -> None:
    sentence = first_sentence(text)
    assert len(sentence) <= summary.SENTENCE
    assert "\n" not in sentence
    assert " ".join(text.split()).startswith(sentence.rstrip("…"))


def test_a_number_ends_no_sentence() -> None:
    assert first_sentence("Đã tuyên truyền 1.234 hộ. Tiếp tục.") == "Đã tuyên truyền 1.234 hộ."


def test_headings_of_difficulties_are_read_before_the_situation() -> None:
    def text(question_id: str, label: str) -> Question:
        return Question(id=question_id, kind="long_text", label=label)

    questions = (text("situation", "Tình hình"), text("n1", "Nhiệm vụ"), text("n2", "Khó khăn, vướng mắc"))
    form = Form(
        id="mau",
        reporter=UnitKind.DISTRICT,
        reports=("six-months",),
        sections=(Section(id="s", title="S", questions=questions),),
    )
    assert notable_questions(form) == ["n2", "situation"]


def test_a_pull_is_judged_like_the_target_itself() -> None:
    """ "dưới 15%": 3 of 20 is no longer below."""
    target = next(plan_target for plan_target in PLAN.targets if plan_target.id == "CM-b")
    [own] = evaluate([target], [{"c09": 20, "c10": 3}])
    assert (own.verdict, short_by(target, 3, 20)) == ("not_met", 1)


def test_eleven_cases_short_of_a_thousand_are_named_before_ten_of_ten() -> None:
    figures = facts(source(2, {21: {"c06": 10, "c07": 0}}), source(3, {31: {"c06": 1000, "c07": 989}}))
    named = shortfalls(figures, judged(figures, "CM-a4"))
    assert [(shortfall.place, shortfall.short) for shortfall in named] == [(3, 11), (2, 10)]

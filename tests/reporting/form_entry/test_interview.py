"""The walk through Cà Mau's forms, and what a message answers on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import NIL, SKIPPED, Answer
from reporting.form_entry.interview import FormEntry, always_asked, interim, parse_message, remainder
from storage.plans.files import load_plan

PLAN = load_plan("ca-mau-2017")
DISTRICT, COMMUNE, DEPARTMENT = (
    next(form for form in PLAN.forms if form.id == form_id) for form_id in ("district", "commune", "department")
)
TODAY = date(2026, 5, 19)


@dataclass(frozen=True)
class Commune:
    id: int
    code: str
    name: str


CAI_NUOC, TAN_HUNG = Commune(17, "MAU-0501", "thị trấn Cái Nước"), Commune(18, "MAU-0502", "xã Tân Hưng")
BOTH = (CAI_NUOC, TAN_HUNG)


def walk(answers: Mapping[str, Answer] | None = None, zones: tuple[Commune, ...] = BOTH) -> FormEntry:
    return FormEntry(DISTRICT, zones, answers or {})


def told(text: str, at: str = "c01@17", answers: Mapping[str, Answer] | None = None) -> dict[str, Answer]:
    here = walk(answers)
    return parse_message(here, here[at], text, TODAY).answers


def given_all(*fields: str, zone: int = 17) -> dict[str, Answer]:
    return {f"{field}@{zone}": Answer.given(1) for field in fields}


def test_the_whole_zone_sheet_is_asked_for_one_commune_then_for_the_next_then_the_narrative() -> None:
    keys = [slot.key for slot in walk().slots]

    assert keys[:6] == ["c01@17", "c02@17", "c03@17", "c04@17", "c05@17", "c06@17"]
    assert keys.index("c40@17") + 1 == keys.index("c01@18")
    assert keys.index("c40@18") + 1 == keys.index("situation")
    assert len(keys) == 44
    assert always_asked(DISTRICT, BOTH) == {slot.key for slot in walk().asked}
    assert len(walk().asked) == 42


def test_without_a_commune_only_the_narrative_is_asked_under_its_own_numbers() -> None:
    none = walk(zones=())

    assert [slot.number for slot in none.asked] == list(range(19, 27))
    assert none.total == 26


def test_a_hidden_question_leaves_a_gap_in_the_numbers() -> None:
    numbers = [slot.number for slot in walk(zones=(CAI_NUOC,)).asked]

    assert 17 not in numbers
    assert 18 in numbers


def test_the_remark_is_asked_once_its_question_is_answered_in_the_same_commune() -> None:
    here = walk({"c16@17": Answer.given(False)})

    assert here.is_asked(here["c16n@17"])
    assert not here.is_asked(here["c16n@18"])


def test_next_comes_what_is_unanswered_behind_then_what_was_left_before() -> None:
    ends = walk({key: NIL for key in (slot.key for slot in walk().slots) if key not in ("c02@17", "situation")})

    assert ends.next_open(at="c05@17").key == "situation"  # type: ignore[union-attr]
    assert ends.next_open(at="next-steps").key == "c02@17"  # type: ignore[union-attr]


def test_what_is_missing_is_only_what_is_required() -> None:
    required = {slot.key for slot in walk().missing()}

    assert "c40@18" in required
    assert "situation" not in required


def test_values_in_order_answer_the_section_from_the_open_question_on() -> None:
    assert told("12 vu, 10, 9, 2, 2") == {
        f"c0{place}@17": Answer.given(value) for place, value in enumerate((12, 10, 9, 2, 2), 1)
    }
    assert told("25 24", at="c06@18") == {"c06@18": Answer.given(25), "c07@18": Answer.given(24)}


def test_lines_reach_every_question_of_the_same_commune() -> None:
    assert told("6: 25\n7=24\n8 - 23\n9 abc", at="c01@18") == {
        "c06@18": Answer.given(25),
        "c07@18": Answer.given(24),
        "c08@18": Answer.given(23),
    }


def test_a_line_for_a_question_that_stays_hidden_is_refused_and_one_that_its_message_opens_is_taken() -> None:
    here = walk()
    hidden = parse_message(here, here["c01@17"], "17: đoàn kết\n1: 3", TODAY)

    assert hidden.answers == {"c01@17": Answer.given(3)}
    assert [line.code for line in hidden.rejected] == ["not_asked"]
    assert told("16: có\n17: đoàn kết")["c16n@17"] == Answer.given("đoàn kết")


def test_a_narrative_is_taken_under_its_headings_and_what_stands_before_answers_the_open_question() -> None:
    taken = told("Tình hình ổn định\n1. Cong tac lanh dao, chi dao: đã ban hành", at="situation")

    assert taken == {"situation": Answer.given("Tình hình ổn định"), "n1": Answer.given("đã ban hành")}


def test_what_stands_before_the_headings_is_told_where_the_open_question_has_its_answer() -> None:
    here = walk({"situation": Answer.given("ổn định")})
    heard = parse_message(here, here["situation"], "Báo cáo\n1. Công tác lãnh đạo, chỉ đạo: đã ban hành", TODAY)

    assert heard.unassigned_text == "Báo cáo"
    assert heard.answers == {"n1": Answer.given("đã ban hành")}


def test_a_reading_that_is_not_sure_is_asked_back_and_the_clear_ones_are_kept() -> None:
    here = walk()
    heard = parse_message(here, here["c01@17"], "12 1.5 9", TODAY)

    assert [unsure.slot.key for unsure in heard.ambiguous] == ["c02@17"]
    assert set(heard.answers) == {"c01@17", "c03@17"}


def test_the_six_months_stand_within_the_year_and_the_rest_is_by_subtraction() -> None:
    year, half = PLAN.report("year"), PLAN.report("six-months")

    assert interim(PLAN, year) == half
    assert interim(PLAN, half) is None
    flow, stock = walk()["c01@17"].question, walk()["c11@17"].question
    assert remainder(flow, 30, 12) == 18
    assert remainder(flow, 10, 12) is None
    assert remainder(stock, 320, 318) is None


@pytest.mark.parametrize("plan", ["ba-ria-vung-tau-2017", "dong-thap-2024", "ninh-thuan-2022", "dak-lak-2017"])
def test_no_other_plan_has_a_report_within_another(plan: str) -> None:
    loaded = load_plan(plan)

    assert [interim(loaded, report) for report in loaded.reports] == [None] * len(loaded.reports)


messages = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "12 10 9 2 2",
            "1.5",
            "kps",
            "không; có; có",
            "nt",
            "80%",
            "x",
            "1 234",
            "6: 25\n7=24\n99: 1",
            "16: có\n17: tốt",
        ]
    ),
    st.lists(st.integers(0, 400), min_size=1, max_size=8).map(lambda numbers: " ".join(map(str, numbers))),
    st.dictionaries(st.integers(0, 30), st.integers(0, 99), min_size=1, max_size=6).map(
        lambda lines: "\n".join(f"{number}: {value}" for number, value in lines.items())
    ),
)


@given(st.lists(messages, max_size=25), st.sampled_from([BOTH, (CAI_NUOC,), ()]))
def test_any_messages_are_heard_and_an_answer_taken_is_never_lost(texts: list[str], zones: tuple[Commune, ...]) -> None:
    answers: dict[str, Answer] = {}
    at = walk(zones=zones).next_open()
    for text in texts:
        here = walk(answers, zones)
        if at is None:
            break
        heard = parse_message(here, here[at.key], text, TODAY)
        assert {unsure.slot.key for unsure in heard.ambiguous}.isdisjoint(heard.answers)
        before, answers = answers, {**answers, **heard.answers}
        assert before.keys() <= answers.keys()
        after = walk(answers, zones)
        assert all(after.is_visible(after[key]) for key in heard.answers)
        at = after.next_open(at=at.key) if heard.answers else at
        assert at is None or at.key not in answers


@given(st.sets(st.sampled_from([slot.key for slot in FormEntry(DISTRICT, BOTH, {}).slots])))
def test_going_back_and_forth_passes_every_question_asked(answered: set[str]) -> None:
    here = walk(dict.fromkeys(answered, SKIPPED))
    forth, at = [], here.asked[0].key
    while (following := here.following(at)) is not None:
        forth.append(at)
        at = following.key

    assert [*forth, at] == [slot.key for slot in here.asked]
    assert all(here.before(later) == here[earlier] for earlier, later in zip(forth, [*forth[1:], at], strict=True))


def test_a_department_only_writes_the_narrative() -> None:
    assert all(slot.section.is_narrative for slot in FormEntry(DEPARTMENT, (), {}).asked)


def test_a_commune_is_asked_about_itself() -> None:
    own = FormEntry(COMMUNE, (CAI_NUOC,), {})

    assert {slot.zone for slot in own.slots} == {CAI_NUOC}
    assert own.slots[0].zone_count == 1

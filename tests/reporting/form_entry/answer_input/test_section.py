"""A whole section in one message."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import DOUBTS, REFUSALS, SectionReading, read_section
from reporting.plan.form import Question
from tests.reporting.form_entry.answer_input.questions import (
    CRIME,
    FORM,
    NUMBERS,
    RECOVERED,
    REMARK,
    REPORTS,
    RULES,
    SIGNS,
    TODAY,
    say,
    values,
)


@pytest.mark.parametrize(
    "text",
    [
        "12 vu, 10, 9",
        "12 10 9",
        "12; 10; 9",
        "12\n10\n9",
        "12\n\n10\n\n9",
        "12\t10\t9",
        "12,10,9",
        "12 vụ 10 vụ 9 vụ",
        "12, 10 và 9",
        "- 12\n- 10\n- 9",
        "12 10\n9",
        "mười hai; mười; chín",
    ],
)
def test_values_in_order(text: str) -> None:
    assert values(say(CRIME, text)) == {"c01": 12, "c02": 10, "c03": 9}


def test_fewer_values_answer_the_first_questions() -> None:
    assert values(say(REPORTS, "25 24")) == {"c06": 25, "c07": 24}
    assert values(say(REPORTS, "25")) == {"c06": 25}


def test_values_go_on_from_the_open_question() -> None:
    assert values(say(REPORTS, "24 23", start="c07")) == {"c07": 24, "c08": 23}


def test_the_whole_section_may_be_sent_anew() -> None:
    assert values(say(REPORTS, "25 24 23", start="c08")) == {"c06": 25, "c07": 24, "c08": 23}


def test_more_values_than_questions_take_nothing() -> None:
    reading = say(CRIME, "12 10 9 2")
    assert reading.accepted == ()
    assert [(line.code, line.params) for line in reading.rejected] == [("too_many", {"asked": 3, "got": 4})]


def test_nothing_arose_and_none_are_values_too() -> None:
    assert values(say(CRIME, "12 kps k")) == {"c01": 12, "c02": "nil", "c03": 0}
    assert values(say(CRIME, "không phát sinh, 3, không có")) == {"c01": "nil", "c02": 3, "c03": 0}
    assert values(say(CRIME, "12 không có 9")) == {"c01": 12, "c02": 0, "c03": 9}


def test_an_empty_cell_keeps_the_place_of_what_follows() -> None:
    reading = say(CRIME, "12\t\t9")
    assert values(reading) == {"c01": 12, "c03": 9}
    assert [(line.line, line.code, line.question_id) for line in reading.rejected] == [(2, "not_a_zero", "c02")]


def test_one_value_not_understood_leaves_the_others() -> None:
    reading = say(CRIME, "12, abc, 9")
    assert values(reading) == {"c01": 12, "c03": 9}
    assert [(line.line, line.raw, line.code) for line in reading.rejected] == [(2, "abc", "not_a_number")]


def test_a_doubt_inside_a_list_is_asked_later() -> None:
    reading = say(CRIME, "12; 1.5; 9 người")
    assert values(reading) == {"c01": 12}
    assert [(doubt.question_id, doubt.reading.code) for doubt in reading.ambiguous] == [
        ("c02", "grouping"),
        ("c03", "other_unit"),
    ]


@pytest.mark.parametrize(("text", "instead"), [("1 234", "1; 234"), ("12,10", "12; 10"), ("1,234", "1; 234")])
def test_one_number_or_two(text: str, instead: str) -> None:
    reading = say(CRIME, text)
    assert reading.accepted == ()
    assert [(doubt.question_id, doubt.reading.alternative_text) for doubt in reading.ambiguous] == [("c01", instead)]
    assert len(say(CRIME, instead).accepted) == 2


def test_one_question_left_takes_one_number_only() -> None:
    [doubt] = say(REPORTS, "1 234", start="c08").ambiguous
    assert [candidate.value for candidate in doubt.reading.candidates] == [1234]
    assert doubt.reading.alternative_text is None


def test_numbers_too_large_together_are_several() -> None:
    assert values(say(CRIME, "120 115 110")) == {"c01": 120, "c02": 115, "c03": 110}


@pytest.mark.parametrize("text", ["12-10-9", "12/10/9", "12.10.9"])
def test_a_list_that_may_be_something_else_is_refused(text: str) -> None:
    reading = say(CRIME, text)
    assert reading.accepted == ()
    assert [line.code for line in reading.rejected] == ["unclear_list"]


def test_a_rate_instead_of_the_counts() -> None:
    assert [line.code for line in say(REPORTS, "80%").rejected] == ["percent"]


MIXED = (CRIME[0], SIGNS, RULES, REMARK)


def test_counts_and_yes_or_no_together() -> None:
    assert values(say(MIXED, "3 có không")) == {"c01": 3, "c14": True, "c15": False}
    assert values(say(MIXED, "3; không có; có")) == {"c01": 3, "c14": False, "c15": True}


def test_khong_co_among_yes_and_no_is_asked_for_again() -> None:
    assert [line.code for line in say(MIXED, "3 không có có").rejected] == ["unclear_list"]


def test_an_answer_with_its_reason_is_no_list() -> None:
    [doubt] = say((SIGNS, RULES), "có, đang được củng cố").ambiguous
    assert (doubt.question_id, doubt.reading.code) == ("c14", "extra_words")


def test_a_text_answer_is_never_split() -> None:
    for text in ("12", "12, 10 và 9", "Đoàn kết\n6: 25", "6 giờ: tuần tra"):
        assert values(say(MIXED, text, start="c16n")) == {"c16n": text}


def test_lines_for_other_questions_are_no_text() -> None:
    assert values(say(MIXED, "6: 25\n7: 24", start="c16n")) == {"c06": 25, "c07": 24}
    assert values(say(MIXED, "17: Đoàn kết", start="c16n")) == {"c16n": "Đoàn kết"}


def test_amounts_are_apart_by_semicolons() -> None:
    assert values(say((RECOVERED, CRIME[0]), "1 tỷ 200 triệu; 3")) == {"c20": 1_200_000_000, "c01": 3}


# --- mã: giá trị ---


def test_a_pasted_block() -> None:
    reading = say(CRIME, "6: 25\n7=24\n8 - 23\n9 abc")
    assert values(reading) == {"c06": 25, "c07": 24, "c08": 23}
    assert [(line.line, line.raw, line.code, line.question_id) for line in reading.rejected] == [
        (4, "9 abc", "not_a_number", "c09")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "6: 25",
        "c06: 25",
        "C6 = 25",
        "câu 6: 25 tin",
        "Cau 6 : 25",
        "6) 25",
        "6→25",
        "06: 25",
        "６：２５",
        "Tiếp nhận: 25",
        "tiep nhan = 25",
    ],
)
def test_a_question_has_many_names(text: str) -> None:
    assert values(say(CRIME, text)) == {"c06": 25}


@pytest.mark.parametrize(
    "text",
    [
        "1: 12; 6: 25",
        "6: 25, 1: 12",
        "1:12 6:25",
        "1 - 12\n6 - 25",
        "1. 12\n6. 25",
        "1\t12\n6\t25",
        "Xảy ra\t12\n6: 25",
    ],
)
def test_lines_may_stand_in_any_way(text: str) -> None:
    assert values(say(REPORTS, text)) == {"c01": 12, "c06": 25}


def test_a_name_two_questions_share_is_no_key() -> None:
    twins = [CRIME[0], REPORTS[0].model_copy(update={"short": "Xảy ra"})]
    assert values(read_section(twins, "Xảy ra: 12", TODAY, NUMBERS)) == {}


def test_an_unknown_number_and_one_not_asked_now() -> None:
    reading = say(CRIME, "99: 5\n1: 3\nlinh tinh")
    assert values(reading) == {"c01": 3}
    assert [(line.line, line.code) for line in reading.rejected] == [(1, "unknown_number"), (3, "no_key")]


def test_a_number_known_to_the_form_but_not_asked_here() -> None:
    reading = read_section(CRIME, "6: 25", TODAY, NUMBERS)
    assert [(line.code, line.params) for line in reading.rejected] == [("not_asked", {"key": "6"})]


def test_the_last_of_two_lines_counts_and_is_told() -> None:
    reading = say(CRIME, "1: 3\n1: 4")
    assert (values(reading), reading.repeated) == ({"c01": 4}, ("c01",))
    assert say(CRIME, "1: 3\n1: 3").repeated == ()


def test_a_line_not_understood_does_not_undo_an_earlier_one() -> None:
    reading = say(CRIME, "1: 3\n1: abc")
    assert values(reading) == {"c01": 3}
    assert [line.line for line in reading.rejected] == [2]


def test_a_text_takes_the_rest_of_its_line_and_the_lines_below() -> None:
    reading = say(CRIME, "17: Vững mạnh; đoàn kết, 9 mô hình\n3 mô hình mới\n1: 2")
    assert values(reading) == {"c16n": "Vững mạnh; đoàn kết, 9 mô hình\n3 mô hình mới", "c01": 2}


def test_a_line_without_its_value_is_reported() -> None:
    reading = say(CRIME, "6:\n7: 24")
    assert values(reading) == {"c07": 24}
    assert [(line.line, line.code) for line in reading.rejected] == [(1, "not_a_zero")]


@given(st.dictionaries(st.sampled_from([1, 2, 3, 6, 7, 8, 9]), st.integers(0, 99_999), min_size=1), st.randoms())
def test_the_order_of_the_lines_does_not_matter(block: dict[int, int], random: Random) -> None:
    lines = [f"{number}: {value}" for number, value in block.items()]
    forward = say(CRIME, "\n".join(lines))
    random.shuffle(lines)
    assert say(CRIME, "\n".join(lines)).accepted == forward.accepted
    assert len(forward.accepted) == len(block)


@given(st.lists(st.integers(0, 9_999_999), min_size=1, max_size=3), st.sampled_from(["; ", "\n", ", ", "\t"]))
def test_a_list_gives_back_its_numbers(numbers: list[int], between: str) -> None:
    assert list(values(say(CRIME, between.join(map(str, numbers)))).values()) == numbers


WORDS = [
    *["12", "10", "1.5", "1,2", "khong", "co", "kps", "vu", "k", ";", ",", ":", "6:", "7=", "c08", "câu", "abc", "tỷ"],
    "\n",
]


@given(
    st.sampled_from([CRIME, REPORTS, MIXED, (RECOVERED, *CRIME), ()]),
    st.text(max_size=80)
    | st.text(alphabet="0123456789:=;,.-)/\n\t kvụcóxa%", max_size=60)
    | st.lists(st.sampled_from(WORDS)).map(" ".join),
    st.sampled_from([None, "c01", "c07", "c16n", "nowhere"]),
)
def test_any_message_is_read_and_never_takes_more_than_asked(
    questions: tuple[Question, ...], text: str, start: str | None
) -> None:
    reading: SectionReading = say(questions, text, start)
    ids = [key for key, _ in reading.accepted] + [doubt.question_id for doubt in reading.ambiguous]
    assert len(ids) == len(set(ids))
    assert set(ids) <= {question.id for question in (*questions, *FORM)}
    assert all(set(line.params) == set(REFUSALS[line.code]) for line in reading.rejected)
    assert all(doubt.reading.code in DOUBTS for doubt in reading.ambiguous)
    if questions:
        assert reading.accepted or reading.ambiguous or reading.rejected

"""Yes and no, options, texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import DOUBTS, REFUSALS, AmbiguousAnswer, ClearAnswer, RejectedAnswer, read
from reporting.plan.form import Question
from tests.reporting.form_entry.answer_input.questions import (
    CASES,
    RECOVERED,
    REMARK,
    ROUTE,
    SIGNED,
    SIGNS,
    TODAY,
    doubted,
    refused,
    understood,
)

STORY = Question(id="n1", kind="long_text", label="Công tác lãnh đạo, chỉ đạo", heading="1")


@pytest.mark.parametrize("text", ["có", "co", "c", "Đúng", "rồi", "đã có", "yes", "dạ có ạ"])
def test_yes(text: str) -> None:
    assert understood(SIGNS, text) is True


@pytest.mark.parametrize("text", ["không", "ko", "k", "K.", "chưa", "không có", "no", "dạ không"])
def test_no(text: str) -> None:
    assert understood(SIGNS, text) is False


@pytest.mark.parametrize(
    ("text", "code", "first"),
    [("x", "meant", True), ("có, nhưng yếu", "extra_words", True), ("không có dấu hiệu", "extra_words", False)],
)
def test_more_than_a_yes_or_no_is_asked_about(text: str, code: str, first: bool) -> None:
    assert doubted(SIGNS, text) == (code, [first])


def test_did_not_arise_may_be_a_no() -> None:
    assert doubted(SIGNS, "không phát sinh") == ("meant", [False, None])


@pytest.mark.parametrize(
    ("text", "code"), [("không rõ", "not_yes_no"), ("12", "not_yes_no"), ("-", "empty"), ("nt", "as_above")]
)
def test_what_is_neither_yes_nor_no_is_refused(text: str, code: str) -> None:
    assert refused(SIGNS, text) == code


@pytest.mark.parametrize("text", ["2", "Thư điện tử", "thu dien tu", "mail"])
def test_an_option_by_number_label_or_id(text: str) -> None:
    assert understood(ROUTE, text) == "mail"


def test_a_part_of_a_label_is_asked_about() -> None:
    assert doubted(ROUTE, "trực tiếp") == ("meant", ["hand"])
    assert doubted(ROUTE, "điện") == ("meant", ["post", "mail"])
    assert refused(ROUTE, "4") == "not_an_option"


def test_a_text_is_kept_as_written() -> None:
    assert understood(REMARK, " Đã củng cố,  hoạt động tốt\n12 mô hình ") == "Đã củng cố, hoạt động tốt\n12 mô hình"
    assert understood(REMARK, "không") == "không"
    assert understood(STORY, "kps") == "nil"


def test_a_text_has_its_limits() -> None:
    assert understood(REMARK, "a" * 300) == "a" * 300
    assert refused(REMARK, "a" * 301) == "too_long"
    assert refused(STORY, "a" * 4001) == "too_long"
    assert refused(STORY, " ") == "empty"
    assert refused(STORY, "như trên") == "as_above"


def test_a_secret_is_never_an_answer() -> None:
    assert refused(STORY, "Trích báo cáo TỐI MẬT số 12") == "secret"
    assert understood(STORY, "Giữ BÍ MẬT cho người tố giác") == "Giữ BÍ MẬT cho người tố giác"


WORDS = [
    "khong",
    "co",
    "phat",
    "sinh",
    "12",
    "1.5",
    "1,2",
    "ty",
    "tr",
    "muoi",
    "hai",
    "tram",
    "nghin",
    "vu",
    "nguoi",
    "/",
    "-",
    "%",
]


@given(
    st.sampled_from([CASES, RECOVERED, SIGNS, ROUTE, SIGNED, REMARK, STORY]),
    st.text(max_size=60)
    | st.text(alphabet="0123456789., -/:%k+xvụtrỷkhông\n\t", max_size=30)
    | st.lists(st.sampled_from(WORDS)).map(" ".join),
)
def test_any_text_is_read_without_an_error(question: Question, text: str) -> None:
    reading = read(question, text, TODAY)
    match reading:
        case ClearAnswer(answer):
            assert answer.state in ("given", "nil")
        case AmbiguousAnswer(candidates, code, params):
            assert candidates
            assert code in DOUBTS
            assert params.keys() == {"raw", "unit"}
        case RejectedAnswer(code, params):
            assert set(params) == set(REFUSALS[code])

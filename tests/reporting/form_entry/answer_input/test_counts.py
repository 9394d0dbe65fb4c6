"""Counts, as officers type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import AmbiguousAnswer, RejectedAnswer, read
from reporting.plan.form import Question
from tests.reporting.form_entry.answer_input.questions import CASES, RELEASED, TODAY, doubted, refused, understood


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("05", 5),
        ("1.234", 1234),
        ("1.234.567", 1_234_567),
        ("12 vu", 12),
        ("12v", 12),
        ("12 vụ án", 12),
        ("12 VỤ.", 12),
        ("１２", 12),
        ("dạ 12 vụ ạ", 12),
        ("có 12 vụ", 12),
        ("Tổng số: 12", 12),
        ("12 vụ phạm tội", 12),
        ("mười hai", 12),
        ("muoi lam", 15),
        ("hai mươi lăm vụ", 25),
        ("ba mươi mốt", 31),
        ("một trăm linh năm", 105),
        ("hai nghìn ba trăm", 2300),
        ("hai nghìn linh năm", 2005),
    ],
)
def test_a_number_is_understood(text: str, count: int) -> None:
    assert understood(CASES, text) == count


@pytest.mark.parametrize("text", ["0", "k", "K", "ko", "k co", "khong", "không", "không có", "không có vụ nào", "kg"])
def test_zero_is_said_in_many_ways(text: str) -> None:
    assert understood(CASES, text) == 0


@pytest.mark.parametrize(
    "text", ["không phát sinh", "kps", "ko phat sinh", "Không phát sinh.", "chưa phát sinh", "k ps"]
)
def test_did_not_arise_is_not_zero(text: str) -> None:
    assert understood(CASES, text) == "nil"


@pytest.mark.parametrize(
    ("text", "code", "count"),
    [
        ("1.5", "grouping", 15),
        ("1,5", "grouping", 15),
        ("1,234", "grouping", 1234),
        ("1 234", "grouping", 1234),
        ("12,0", "grouping", 12),
        ("12 người", "other_unit", 12),
        ("12 vụ trộm cắp", "extra_words", 12),
        ("5k", "scale", 5000),
        ("2 chục", "scale", 20),
        ("3+4", "sum", 7),
        ("chưa có", "meant", 0),
    ],
)
def test_a_doubt_offers_what_was_probably_meant(text: str, code: str, count: int) -> None:
    assert doubted(CASES, text) == (code, [count])


def test_the_unit_asked_decides_which_unit_is_strange() -> None:
    assert understood(RELEASED, "12 người") == 12
    assert doubted(RELEASED, "12 vụ") == ("other_unit", [12])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_zero"),
        ("-", "not_a_zero"),
        ("x", "not_a_zero"),
        ("…", "not_a_zero"),
        ("như trên", "as_above"),
        ("nhu tren", "as_above"),
        ("nt", "as_above"),
        ("như kỳ trước", "as_above"),
        ("như cùng kỳ", "as_above"),
        ("bằng cùng kỳ năm trước", "as_above"),
        ("80%", "percent"),
        ("80 phần trăm", "percent"),
        ("12/15", "two_counts"),
        ("12 trên 15", "two_counts"),
        ("1.234,5", "decimal"),
        ("0,5", "decimal"),
        ("-5", "negative"),
        ("âm 5", "negative"),
        ("khoảng 12", "approximate"),
        ("~12", "approximate"),
        ("gần 10", "approximate"),
        (">10", "bound"),
        ("hơn 10", "bound"),
        ("10 trở lên", "bound"),
        ("10-12", "range"),
        ("từ 10 đến 12", "range"),
        ("12 10", "several_numbers"),
        ("12-10-9", "unclear_list"),
        ("12.10.9", "unclear_list"),
        ("99999999999", "too_big"),
        ("abc", "not_a_number"),
        ("9 abc", "not_a_number"),
        ("không rõ", "not_a_number"),
        ("chục vụ", "not_a_number"),
        ("năm bảy vụ", "not_a_number"),
        ("mười mấy", "not_a_number"),
        ("giảm 5 vụ", "not_a_number"),
        ("9" * 5000, "not_a_number"),
    ],
)
def test_what_is_no_count_is_refused_for_its_own_reason(text: str, code: str) -> None:
    assert refused(CASES, text) == code


def test_bounds_of_the_question_hold() -> None:
    question = Question(id="c13", kind="count", label="Số mô hình", unit="mô hình", min=1, max=50)
    assert understood(question, "50") == 50
    assert refused(question, "51") == "too_big"
    assert refused(question, "không") == "too_small"


def test_a_doubt_never_offers_what_the_bounds_forbid() -> None:
    question = Question(id="c13", kind="count", label="Số mô hình", unit="mô hình", max=10)
    assert refused(question, "1.5") == "too_big"


def test_a_doubt_says_what_was_typed_and_what_is_counted() -> None:
    reading = read(CASES, " 12  người ", TODAY)
    assert isinstance(reading, AmbiguousAnswer)
    assert reading.params == {"raw": "12 người", "unit": "vụ"}


@given(st.integers(0, 9_999_999))
def test_a_number_written_the_vietnamese_way_gives_itself(count: int) -> None:
    assert understood(CASES, f"{count:,}".replace(",", ".")) == count
    assert understood(CASES, f"{count} vụ") == count


ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spelled(number: int) -> str:
    """1205 → "một nghìn hai trăm linh năm"."""
    if number >= 1000:
        rest = number % 1000
        after = "" if not rest else spelled(rest) if rest >= 100 else f"không trăm {_tens(rest, linh=True)}"
        return f"{spelled(number // 1000)} nghìn {after}".strip()
    if number >= 100:
        return f"{ONES[number // 100]} trăm {_tens(number % 100, linh=True)}".strip()
    return _tens(number)


def _tens(number: int, linh: bool = False) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"linh {ONES[ones]}" if linh and ones else ONES[ones]
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(ones, ONES[ones])
    return f"{'mười' if tens == 1 else f'{ONES[tens]} mươi'} {last}".strip()


@given(st.integers(1, 999_999))
def test_a_spoken_number_gives_itself(number: int) -> None:
    assert understood(CASES, spelled(number)) == number


@given(st.integers(0, 999), st.sampled_from(["%", "/7", "-9999", " đến 5000", ",5.1"]))
def test_a_number_with_more_behind_it_is_never_taken_for_that_number(number: int, more: str) -> None:
    assert refused(CASES, f"{number}{more}")


def test_two_numbers_are_named_without_their_units() -> None:
    reading = read(CASES, "12 vụ/10 bị can", TODAY)

    assert reading == RejectedAnswer("two_counts", {"first": "12", "second": "10"})

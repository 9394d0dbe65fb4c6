"""One pasted narrative under the plan's headings."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.form_entry.answer_input import HeadingsReading, read_headings
from reporting.plan.form import Question
from tests.reporting.form_entry.answer_input.questions import TODAY

TITLES = {
    "1": "Công tác lãnh đạo, chỉ đạo",
    "2": "Tổ chức kiện toàn hệ thống chính trị ở cơ sở",
    "3": "Củng cố, tăng cường năng lực của lực lượng Công an",
    "6": "Tổ chức đấu tranh, trấn áp, xử lý các loại tội phạm",
}
NARRATIVE = [
    Question(id=f"n{number}", kind="long_text", label=title, heading=number) for number, title in TITLES.items()
]


def paste(text: str) -> HeadingsReading:
    return read_headings(NARRATIVE, text, TODAY)


def texts(reading: HeadingsReading) -> dict[str, object]:
    return {key: answer.value for key, answer in reading.accepted}


def test_each_text_goes_under_its_heading() -> None:
    reading = paste(
        "1. Công tác lãnh đạo, chỉ đạo: Đã ban hành 3 văn bản.\n"
        "2. To chuc kien toan he thong chinh tri o co so\n"
        "Kiện toàn 2 ban chỉ đạo.\n"
        "III. CỦNG CỐ, TĂNG CƯỜNG NĂNG LỰC CỦA LỰC LƯỢNG CÔNG AN\n"
        "Tập huấn 2 lớp.\n"
        "6) Tổ chức đấu tranh, trấn áp, sử lý các loại tội phạm - triệt xóa 2 băng nhóm"
    )
    assert texts(reading) == {
        "n1": "Đã ban hành 3 văn bản.",
        "n2": "Kiện toàn 2 ban chỉ đạo.",
        "n3": "Tập huấn 2 lớp.",
        "n6": "triệt xóa 2 băng nhóm",
    }
    assert reading.unassigned_text == ""


def test_a_numbered_list_inside_a_text_is_no_heading() -> None:
    reading = paste("1. Công tác lãnh đạo, chỉ đạo\n1. Kế hoạch số 5\n2. Công văn số 7")
    assert texts(reading) == {"n1": "1. Kế hoạch số 5\n2. Công văn số 7"}


def test_a_sentence_that_begins_like_a_heading_is_no_heading() -> None:
    reading = paste("2. Tổ chức kiện toàn hệ thống chính trị ở cơ sở\nCông tác lãnh đạo, chỉ đạo được quan tâm.")
    assert texts(reading) == {"n2": "Công tác lãnh đạo, chỉ đạo được quan tâm."}


def test_what_stands_before_the_first_heading_is_not_lost() -> None:
    reading = paste("Thực hiện kế hoạch năm 2026\n1. Công tác lãnh đạo, chỉ đạo\nTốt.")
    assert (reading.unassigned_text, texts(reading)) == ("Thực hiện kế hoạch năm 2026", {"n1": "Tốt."})


def test_a_text_without_headings_stays_whole() -> None:
    reading = paste("Tình hình ổn định.\n\nKhông có vụ nổi cộm.")
    assert (reading.unassigned_text, reading.accepted) == ("Tình hình ổn định.\n\nKhông có vụ nổi cộm.", ())


def test_a_heading_met_twice_gathers_both_texts() -> None:
    assert texts(paste("1. Công tác lãnh đạo, chỉ đạo: A.\n1. Công tác lãnh đạo, chỉ đạo: B.")) == {"n1": "A.\nB."}


def test_one_text_too_long_or_secret_leaves_the_others() -> None:
    reading = paste(f"1. {TITLES['1']}: {'a' * 4001}\n2. {TITLES['2']}: số TỐI MẬT\n3. {TITLES['3']}: tốt")
    assert texts(reading) == {"n3": "tốt"}
    assert [(line.question_id, line.line, line.code) for line in reading.rejected] == [
        ("n1", 1, "too_long"),
        ("n2", 2, "secret"),
    ]


@given(st.lists(st.text(alphabet="abcđ 12.,:", max_size=20)))
def test_every_line_ends_up_somewhere(lines: list[str]) -> None:
    reading = paste("\n".join(lines))
    assert reading.accepted == ()
    assert [line for line in reading.unassigned_text.split() if line] == " ".join(lines).split()

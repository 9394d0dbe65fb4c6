"""Questions as an officer of Cà Mau meets them."""

from collections.abc import Sequence
from datetime import date

from reporting.form_entry.answer_input import (
    AmbiguousAnswer,
    ClearAnswer,
    RejectedAnswer,
    SectionReading,
    read,
    read_section,
)
from reporting.plan.form import Option, Question

TODAY = date(2026, 5, 19)

CASES = Question(id="c01", kind="count", label="Số vụ phạm tội về trật tự xã hội xảy ra", short="Xảy ra", unit="vụ")
PROSECUTED = Question(id="c02", kind="count", label="Số vụ án khởi tố", short="Khởi tố", unit="vụ")
SOLVED = Question(id="c03", kind="count", label="Số vụ án điều tra, khám phá", short="Khám phá", unit="vụ")
RECEIVED = Question(id="c06", kind="count", label="Số tin báo tiếp nhận", short="Tiếp nhận", unit="tin")
HANDLED = Question(id="c07", kind="count", label="Số tin báo đã xử lý", short="Đã xử lý", unit="tin")
RESOLVED = Question(id="c08", kind="count", label="Số tin báo đã giải quyết", short="Đã giải quyết", unit="tin")
RELEASED = Question(id="c09", kind="count", label="Số người chấp hành xong án phạt tù", unit="người")
SIGNS = Question(id="c14", kind="yes_no", label="Có dấu hiệu “xã hội đen”")
RULES = Question(id="c15", kind="yes_no", label="Nội quy, quy tắc cộng đồng")
REMARK = Question(id="c16n", kind="short_text", label="Nhận xét", required=False)
RECOVERED = Question(id="c20", kind="money", label="Tài sản đã thu hồi", unit="đồng")
SIGNED = Question(id="signed", kind="date", label="Ngày ký")
ROUTE = Question(
    id="route",
    kind="choice",
    label="Cách gửi",
    options=(
        Option(id="post", label="Bưu điện"),
        Option(id="mail", label="Thư điện tử"),
        Option(id="hand", label="Nộp trực tiếp"),
    ),
)

CRIME: Sequence[Question] = (CASES, PROSECUTED, SOLVED)
REPORTS: Sequence[Question] = (RECEIVED, HANDLED, RESOLVED)
FORM: Sequence[Question] = (*CRIME, *REPORTS, RELEASED, SIGNS, RULES, REMARK)
NUMBERS = {"c01": 1, "c02": 2, "c03": 3, "c06": 6, "c07": 7, "c08": 8, "c09": 9, "c14": 14, "c15": 15, "c16n": 17}


def understood(question: Question, text: str) -> object:
    """The value a text clearly gives; "nil" for "không phát sinh"."""
    reading = read(question, text, TODAY)
    assert isinstance(reading, ClearAnswer), reading
    return reading.answer.value if reading.answer.state == "given" else reading.answer.state


def doubted(question: Question, text: str) -> tuple[str, list[object]]:
    """Why, and the values to choose from."""
    reading = read(question, text, TODAY)
    assert isinstance(reading, AmbiguousAnswer), reading
    return reading.code, [candidate.value for candidate in reading.candidates]


def refused(question: Question, text: str) -> str:
    reading = read(question, text, TODAY)
    assert isinstance(reading, RejectedAnswer), reading
    return reading.code


def say(questions: Sequence[Question], text: str, start: str | None = None) -> SectionReading:
    """A message to a section of the form; its lines may reach the whole form."""
    return read_section(questions, text, TODAY, NUMBERS, start=start, reach=FORM)


def values(reading: SectionReading) -> dict[str, object]:
    return {key: answer.value if answer.state == "given" else answer.state for key, answer in reading.accepted}

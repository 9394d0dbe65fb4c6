"""What stands in a question: earlier figures, whose answer there is, an example."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from handlers.filing.question_prompt import example
from locales import Words
from reporting.form_entry.answer_input import Answer, ClearAnswer, read
from reporting.form_entry.interview import QuestionSlot
from reporting.plan.form import Question, Section
from tests.chat import Chat
from tests.handlers.conftest import ChatOf
from tests.handlers.filing.officer_chat import begun, kept, with_last_year
from tests.province import Province


def test_last_years_figure_stands_beside_the_question_and_only_a_stock_may_be_taken_over(
    tx: Connection, chat_of: ChatOf, ca_mau: Province, now: datetime
) -> None:
    with_last_year(tx, ca_mau, now)
    chat = begun(chat_of(ca_mau.officer))

    assert "Cùng kỳ năm trước: 14" in chat.text
    assert not any("Như kỳ trước" in label for label in chat.choices)
    chat.told("12 10 9 2 2", "25 24 23", "9 0")
    chat.tap("Như kỳ trước: 318")
    assert kept(tx, ca_mau.officer, "c11") == Answer.given(318)


def test_a_colleague_sees_who_wrote_what(officer: Chat, chat_of: ChatOf, ca_mau: Province) -> None:
    officer.told("12 10 9 2 2")
    colleague = chat_of(ca_mau.colleague)
    colleague.say("/baocao")
    colleague.tap("Làm tiếp")

    assert "Người ghi: Cán bộ mẫu Một 5 câu" in colleague.text
    colleague.tap("Quay lại")
    assert "Đã ghi: 2 (Cán bộ mẫu Một, 09:42 ngày 19/5/2026)" in colleague.text


def test_the_six_months_of_the_year_stand_beside_the_question(annual: Chat) -> None:
    assert "6 tháng năm 2026: 12" in annual.text


def test_the_example_of_a_group_of_money_can_be_typed_as_it_stands() -> None:
    question = Question(id="c19", kind="money", label="Phải thu hồi", unit="đồng")
    group = [QuestionSlot(f"c{n}", n, question, Section(id="s", title="S", questions=(question,))) for n in (19, 20)]

    for language in ("vi", "en"):
        for value in example(Words(language), group).split("; "):
            assert isinstance(read(question, value, date(2026, 5, 19)), ClearAnswer)

"""Answers in words."""

from __future__ import annotations

import pytest

from handlers.text.answers import excerpt, format_answer, format_with_unit
from locales import words
from reporting.form_entry.answer_input import Answer
from reporting.plan.form import Question
from tests.province import live_plan

VI = words("vi")


def question(field: str) -> Question:
    return next(question for form in live_plan().forms for question in form.questions if question.id == field)


@pytest.mark.parametrize(
    ("field", "answer", "expected"),
    [
        ("c01", Answer.given(1234), "1.234"),
        ("c01", Answer("nil"), "không phát sinh"),
        ("c01", Answer("skipped"), "bỏ qua"),
        ("c01", None, "chưa có"),
        ("c14", Answer.given(True), "Có"),
        ("c14", Answer.given(False), "Không"),
        ("n1", Answer.given("Đã họp\n3 lần."), "“Đã họp 3 lần.”"),
    ],
)
def test_each_kind(field: str, answer: Answer | None, expected: str) -> None:
    assert format_answer(VI, question(field), answer) == expected


def test_with_its_unit() -> None:
    assert format_with_unit(VI, question("c01"), Answer.given(12)) == "12 vụ"
    assert format_with_unit(VI, question("c01"), None) == "chưa có"


@pytest.mark.parametrize(("text", "expected"), [("12345", "12345"), ("123456", "1234…"), ("123 456", "123…")])
def test_an_excerpt_of_five_characters(text: str, expected: str) -> None:
    assert excerpt(text, 5) == expected

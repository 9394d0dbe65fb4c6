"""The measured questions, and what must not change how they are read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reporting.questions import parse
from reporting.text import fold
from tests.questions.question_files import QuestionExample, everything

QUESTIONS = list(everything())
LONG = 6
"""Letters of a word in which one typing error changes nothing."""
POLITE = (
    "cho tôi hỏi {}",
    "dạ cho em hỏi {}",
    "xin cho biết {}",
    "anh muốn biết {}",
    "bot ơi {}",
    "hiện nay {}",
    "{} ạ",
    "{} vậy em",
    "{} nhỉ",
    "{} nhé",
    "{}, cảm ơn",
)
asked = st.integers(0, len(QUESTIONS) - 1).map(QUESTIONS.__getitem__)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.ground.plan.id}: {question.text}")
def test_is_read_as_expected(question: QuestionExample) -> None:
    assert question.read().query.shown() == question.expected.shown()


def test_there_are_enough_over_enough_plans() -> None:
    assert len(QUESTIONS) >= 150
    assert len({question.ground.plan.id for question in QUESTIONS}) >= 3
    assert len({question.expected.intent for question in QUESTIONS}) == 12


@settings(deadline=None)
@given(asked)
def test_diacritics_and_case_do_not_matter(question: QuestionExample) -> None:
    query = question.read().query
    for text in (fold(question.text), question.text.upper(), question.text.title()):
        assert parse(text, question.ground).query == query


@settings(deadline=None)
@given(asked, st.sampled_from(POLITE))
def test_politeness_does_not_matter(question: QuestionExample, polite: str) -> None:
    assert parse(polite.format(question.text), question.ground).query == question.read().query


WAYS = ("left out", "doubled", "changed about")
LONG_WORDS = [
    (question, at)
    for question in QUESTIONS
    for at, word in enumerate(fold(question.text).split())
    if len(word) >= LONG and word in question.ground.lexicon.words - question.ground.lexicon.initials
]


@settings(deadline=None)
@given(st.integers(0, len(LONG_WORDS) - 1), st.integers(1, LONG - 3), st.sampled_from(WAYS))
def test_one_typing_error_in_a_long_word_does_not_matter(place: int, at: int, how: str) -> None:
    question, number = LONG_WORDS[place]
    words = fold(question.text).split()
    words[number] = _mistyped(words[number], at, how)
    assume(words[number] not in question.ground.lexicon.words)  # "phưng 5" is a typing error, "phòng 5" another word
    assert parse(" ".join(words), question.ground).query == question.read().query


def _mistyped(word: str, at: int, how: str) -> str:
    if how == "left out":
        return word[:at] + word[at + 1 :]
    return word[: at + 1] + word[at:] if how == "doubled" else word[:at] + word[at + 1] + word[at] + word[at + 2 :]

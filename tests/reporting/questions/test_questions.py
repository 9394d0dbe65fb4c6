"""The measured questions, and what must not change how they are read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reporting.plan.schedule import UnitKind
from reporting.questions import parse
from reporting.questions.subject_matcher import SubjectMatcher, SubjectTerm
from reporting.questions.tokenizer import Lexicon, tokens
from reporting.questions.unit_matcher import UnitMatcher
from reporting.text import fold
from reporting.unit import UnitRecord
from tests.questions.question_files import QuestionExample, everything
from tests.reporting.questions.test_parse import GROUND

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


def test_one_word_of_a_name_tells_the_subject_among_words_that_say_little() -> None:
    matcher = SubjectMatcher((SubjectTerm("c40", "field", (("ma", "tuy", "lon"),), in_plan=True),))
    [match] = matcher.matches(("so", "vu", "ma", "tuy"), "field")
    assert match.term.id == "c40"
    assert match.fits < 0.99


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("huyeenj", ("huyen",)),
        ("nuwowcs", ("nuoc",)),
        ("hug", ("hung",)),
        ("nuooc", ("nuoc",)),
        ("tanhung", ("tan", "hung")),
    ],
)
def test_a_word_typed_with_telex_or_a_letter_too_few_or_too_many_is_known(typed: str, meant: tuple[str, ...]) -> None:
    phrases = [("huyen", "cai", "nuoc"), ("xa", "tan", "hung")]
    assert Lexicon.of(phrases, [], [], []).mend(typed, "", "") == meant


@pytest.mark.parametrize("text", ["qII", "q II", "qui ii", "quý 2"])
def test_a_quarter_may_be_written_in_roman_numerals(text: str) -> None:
    assert [token.text for token in tokens(text, GROUND.lexicon)] == ["quy", "2"]


def test_a_name_of_one_word_is_a_unit_without_the_word_for_its_kind() -> None:
    unit = UnitRecord("MAU-10", "thành phố Buôn Ma Thuột", UnitKind.DISTRICT, "MAU", ("BMT",))
    places = UnitMatcher((unit,), GROUND.today)
    assert [match.best for match in places.find(("bmt", "nop", "chua"))] == [unit]


@pytest.mark.parametrize("office", ["cong an", "ban chi dao", "uy ban nhan dan", "ban chi dao 138"])
def test_an_office_before_a_name_belongs_to_the_name_of_the_unit(office: str) -> None:
    words = (*office.split(), "thi", "tran", "cai", "nuoc")
    [match] = GROUND.places.find((*words, "nop", "chua"))
    assert (match.start, match.end, match.best.code) == (0, len(words), "MAU-0501")

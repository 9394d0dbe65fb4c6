"""Zero, "không phát sinh" and missing are three different things, on disk too."""

import json

import pytest

from reporting.form_entry.answer_input import NIL, OFF_CHANNEL, SKIPPED, Answer


@pytest.mark.parametrize(
    "answer",
    [Answer.given(0), Answer.given(12), Answer.given(False), Answer.given("2026-05-12"), NIL, SKIPPED, OFF_CHANNEL],
)
def test_it_comes_back_as_it_was_stored(answer: Answer) -> None:
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


def test_zero_and_nil_are_stored_apart_and_add_the_same() -> None:
    assert Answer.given(0).to_json() != NIL.to_json()
    assert (Answer.given(0).figure, NIL.figure) == (0, 0)


def test_what_is_no_number_adds_nothing() -> None:
    assert Answer.given(True).figure is None
    assert Answer.given("12").figure is None
    assert SKIPPED.figure is None
    assert OFF_CHANNEL.figure is None


def test_a_state_without_its_value_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="given"):
        Answer("given")
    with pytest.raises(ValueError, match="nil"):
        Answer("nil", 3)

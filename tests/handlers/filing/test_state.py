"""What the dialogs of a report store between two messages."""

from __future__ import annotations

from typing import Any

from handlers.filing.state import InterviewState, ReviewState, WorkbookState
from reporting.form_entry.answer_input import NIL, Answer

STORED: dict[str, Any] = {
    "name": "filing.interview",
    "obligation": 7,
    "at": "c06@17",
    "then": "review",
    "seen": {"c06@17": {"state": "given", "value": 25}, "c07@17": {"state": "nil"}},
    "unsure": [
        {
            "key": "c07@17",
            "raw": "1.5",
            "code": "grouping",
            "params": {"raw": "1.5", "unit": "tin"},
            "candidates": [{"state": "given", "value": 15}],
            "instead": None,
        }
    ],
    "held": [
        {"why": "changed", "key": "c06@17", "answer": {"state": "given", "value": True}},
        {"why": "personal", "key": "n1", "answer": {"state": "given", "value": "0912 345 678"}, "kinds": ["phone"]},
    ],
}
"""An open interview as version 1.x stored it, with dicts of its own."""


def test_an_interview_that_was_open_before_an_update_goes_on() -> None:
    state = InterviewState.load(STORED)

    assert state is not None
    assert (state.obligation, state.at, state.then) == (7, "c06@17", "review")
    assert state.seen == {"c06@17": Answer.given(25), "c07@17": NIL}
    assert state.unsure[0].candidates == [Answer.given(15)]
    assert [(held.why, held.key, held.kinds) for held in state.held] == [
        ("changed", "c06@17", []),
        ("personal", "n1", ["phone"]),
    ]
    assert InterviewState.load(state.model_dump(mode="json")) == state


def test_a_yes_is_stored_as_a_yes_and_a_number_as_a_number() -> None:
    values = (True, 1, 0, False, "1", "2026-05-19")
    seen = {f"c{n}": Answer.given(value) for n, value in enumerate(values)}
    state = InterviewState.load(InterviewState(obligation=7, at="c1", seen=seen).model_dump(mode="json"))

    assert state is not None
    assert [repr(answer.value) for answer in state.seen.values()] == [repr(value) for value in values]


def test_only_the_answers_to_the_named_questions_stop_waiting() -> None:
    state = InterviewState.load(STORED)
    assert state is not None
    assert state.waiting_keys == {"c06@17", "c07@17", "n1"}

    state.drop_waiting({"c06@17"})
    assert state.waiting_keys == {"c07@17", "n1"}
    state.drop_waiting({"c07@17"})
    assert (state.unsure, [held.key for held in state.held]) == ([], ["n1"])


def test_a_question_with_nothing_special_stores_little() -> None:
    assert InterviewState.load({"name": "filing.interview", "obligation": 7, "at": "c01"}) == InterviewState(
        obligation=7, at="c01"
    )
    assert ReviewState.load({"name": "filing.review", "obligation": 7}) == ReviewState(obligation=7)


def test_a_workbook_that_waits_for_its_answer() -> None:
    stored = {
        "obligation": 7,
        "answers": {"c06@17": {"state": "given", "value": 25}},
        "seen": {"c06@17": {"state": "skipped"}},
        "cells": {"c06@17": "D7"},
    }
    state = WorkbookState.load(stored)

    assert state is not None
    assert state.answers == {"c06@17": Answer.given(25)}
    assert state.seen == {"c06@17": Answer("skipped")}

"""Readings to choose from: "1.5" is no count; 15, or typed again? Kept in the dialogue until they are settled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from handlers.reports.draft import Draft
from handlers.text.answers import excerpt, format_answer, place_words, question_text
from handlers.turn.messages import Button
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import AmbiguousSlot

DialogData = dict[str, Any]


def remember(dialogue: DialogData, ambiguous_slots: Sequence[AmbiguousSlot]) -> None:
    kept = [
        {
            "key": unsure.slot.key,
            "raw": excerpt(unsure.raw),
            "code": unsure.reading.code,
            "params": dict(unsure.reading.params),
            "candidates": [candidate.to_json() for candidate in unsure.reading.candidates],
            "instead": unsure.reading.alternative_text,
        }
        for unsure in ambiguous_slots
    ]
    if kept:
        dialogue["unsure"] = [*dialogue.get("unsure", ()), *kept]


def clear(dialogue: DialogData, keys: Collection[str]) -> None:
    """The doubts about these questions are over."""
    left = [doubt for doubt in dialogue.get("unsure", ()) if doubt["key"] not in keys]
    dialogue.pop("unsure", None)
    if left:
        dialogue["unsure"] = left


def ask_ambiguous(draft: Draft) -> None:
    """The first doubt, with its readings as choices; anything typed is a new answer to its question."""
    turn, dialogue = draft.turn, draft.turn.dialogue
    assert dialogue is not None
    doubt = dialogue["unsure"][0]
    slot = draft.entry[doubt["key"]]
    dialogue["at"] = slot.key
    said = {"raw": doubt["raw"], "unit": slot.question.unit, **doubt["params"]}
    reason = turn.words(f"text.doubtful.{doubt['code']}", **said)
    place = place_words(turn.words, slot, draft.entry, turn.me.unit.id)
    turn.set_header(f"{place}: {question_text(slot)}")
    turn.add_text(reason)
    candidates = [Answer.from_json(candidate) for candidate in doubt["candidates"]]
    choices = [
        Button(
            format_answer(turn.words, slot.question, candidate),
            "filing.answer",
            {"key": slot.key, "answer": candidate.to_json()},
            synonyms=("dung", "phai", "co", "yes") if len(candidates) == 1 else (),
        )
        for candidate in candidates
    ]
    if doubt["instead"]:
        choices.append(
            Button(doubt["instead"], "filing.take_other_reading", {"key": slot.key, "text": doubt["instead"]})
        )
    retype = Button(turn.words("text.choice.retype"), "filing.retype", {"key": slot.key})
    turn.set_buttons(*choices, retype, numbered=False)

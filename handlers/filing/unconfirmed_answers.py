"""Answers that wait for a yes: a text that looks like a person's data, a figure a colleague has changed meanwhile.

The dialogue keeps them as ``held``: ``[{"why": "changed", "key": "c06@17", "answer": {…}}]``. A text with a secrecy
marking never gets here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
from handlers.turn.messages import Button
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import ParsedMessage

DialogData = dict[str, Any]


def split_unconfirmed(draft: Draft, heard: ParsedMessage) -> dict[str, Answer]:
    """The answers to store now; the others are held, also those of the same question held before."""
    dialogue = draft.turn.dialogue
    assert dialogue is not None
    given = heard.answers
    clear(dialogue, given)
    changed = list(_changed(draft, given))
    waiting = {one["key"] for one in changed}
    held = [*changed, *(state for state in _personal(given) if state["key"] not in waiting)]
    _hold(dialogue, held)
    waiting |= {one["key"] for one in held}
    return {key: answer for key, answer in given.items() if key not in waiting}


def clear(dialogue: DialogData, keys: Collection[str]) -> None:
    left = [one for one in dialogue.get("held", ()) if one["key"] not in keys]
    dialogue.pop("held", None)
    _hold(dialogue, left)


def ask_confirmation(draft: Draft) -> None:
    """Shows what is held and why; anything typed is a new answer to its question."""
    turn, dialogue = draft.turn, draft.turn.dialogue
    assert dialogue is not None
    why, group = first_group(dialogue)
    dialogue["at"] = group[0]["key"]
    if why == "changed":
        turn.add_text("\n".join(_what_changed(draft, group)))
    else:
        kinds = dict.fromkeys(kind for state in group for kind in state["kinds"])
        turn.add_message("text.personal", kinds=", ".join(turn.words(f"text.personal.{kind}") for kind in kinds))
    turn.set_buttons(
        Button(turn.words(f"filing.choice.{why}_accept"), "filing.confirm_answers"),
        Button(turn.words(f"filing.choice.{why}_drop"), "filing.reject_answers"),
        numbered=False,
    )


def first_group(dialogue: DialogData) -> tuple[str, list[DialogData]]:
    """Why the first held answer is held, with all that are held for the same."""
    why: str = dialogue["held"][0]["why"]
    return why, [one for one in dialogue["held"] if one["why"] == why]


def confirm(draft: Draft) -> dict[str, Answer]:
    """The yes: the answers to store now. What also looks like a person's data is held for that once more."""
    dialogue = draft.turn.dialogue
    assert dialogue is not None
    why, group = first_group(dialogue)
    given = {state["key"]: Answer.from_json(state["answer"]) for state in group}
    clear(dialogue, given)
    again = list(_personal(given)) if why == "changed" else []
    _hold(dialogue, again)
    return {key: answer for key, answer in given.items() if key not in {one["key"] for one in again}}


def _hold(dialogue: DialogData, more: Sequence[DialogData]) -> None:
    if more:
        dialogue["held"] = [*dialogue.get("held", ()), *more]


def _changed(draft: Draft, given: Mapping[str, Answer]) -> Iterator[DialogData]:
    """Answers over another's that this conversation has not been shown."""
    dialogue = draft.turn.dialogue
    assert dialogue is not None
    for key, answer in given.items():
        written = draft.working_copy.get(key)
        if written is None or written.answer == answer or written.person_id == draft.turn.me.person_id:
            continue
        if dialogue.get("seen", {}).get(key) != written.answer.to_json():
            yield {"why": "changed", "key": key, "answer": answer.to_json()}


def _personal(given: Mapping[str, Answer]) -> Iterator[DialogData]:
    for key, answer in given.items():
        if kinds := answer.personal_data:
            yield {"why": "personal", "key": key, "answer": answer.to_json(), "kinds": kinds}


def _what_changed(draft: Draft, group: Sequence[DialogData]) -> Iterator[str]:
    turn, dialogue = draft.turn, draft.turn.dialogue
    assert dialogue is not None
    yield turn.words("filing.changed")
    for state in group:
        slot, written = draft.entry[state["key"]], draft.working_copy.get(state["key"])
        if written is None:
            continue
        dialogue.setdefault("seen", {})[slot.key] = written.answer.to_json()
        yield turn.words(
            "filing.changed_one",
            number=slot.number,
            name=slot.question.name,
            theirs=format_answer(turn.words, slot.question, written.answer),
            person=written.person,
            at=turn.words.moment(written.at),
            mine=format_answer(turn.words, slot.question, Answer.from_json(state["answer"])),
        )

"""Answers that wait for the officer's decision before they are stored.

Held for a confirmation: a text that looks like personal data, an answer that a colleague has changed meanwhile.
Ambiguous: "1.5" is no count; 15, or typed again? A text with a secrecy marking never gets here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handlers.filing.state import AmbiguousInput, HeldAnswer, InterviewState
from handlers.reports.draft import Draft
from handlers.text.answers import excerpt, format_answer, place_words, question_text
from handlers.turn.messages import Button
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import AmbiguousSlot


def split_unconfirmed(draft: Draft, state: InterviewState, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers to store now; the others are added to ``state.held``.

    An answer that waited for a decision about one of these questions is dropped.
    """
    state.drop_waiting(given)
    changed = list(_changed(draft, state, given))
    keys = {held.key for held in changed}
    state.held += [*changed, *(held for held in _personal(given) if held.key not in keys)]
    keys = {held.key for held in state.held}
    return {key: answer for key, answer in given.items() if key not in keys}


def _changed(draft: Draft, state: InterviewState, given: Mapping[str, Answer]) -> Iterator[HeldAnswer]:
    """Answers that would replace a colleague's which this officer has not been shown."""
    for key, answer in given.items():
        written = draft.working_copy.get(key)
        if written is None or written.answer == answer or written.person_id == draft.turn.me.person_id:
            continue
        if state.seen.get(key) != written.answer:
            yield HeldAnswer(why="changed", key=key, answer=answer)


def _personal(given: Mapping[str, Answer]) -> Iterator[HeldAnswer]:
    for key, answer in given.items():
        if kinds := answer.personal_data:
            yield HeldAnswer(why="personal", key=key, answer=answer, kinds=kinds)


def ambiguous_input(ambiguous: AmbiguousSlot) -> AmbiguousInput:
    """An ambiguous answer as it is stored in the dialog."""
    reading = ambiguous.reading
    return AmbiguousInput(
        key=ambiguous.slot.key,
        raw=excerpt(ambiguous.raw),
        code=reading.code,
        params=dict(reading.params),
        candidates=list(reading.candidates),
        instead=reading.alternative_text,
    )


def ask_decision(draft: Draft, state: InterviewState) -> bool:
    """Asks about the first answer that waits for a decision; False where none does.

    Anything typed is a new answer to its question.
    """
    if state.held:
        _ask_confirmation(draft, state)
    elif state.unsure:
        _ask_reading(draft, state)
    return bool(state.held or state.unsure)


def first_held(state: InterviewState) -> list[HeldAnswer]:
    """The first held answer with all others that are held for the same reason: they are confirmed together."""
    return [held for held in state.held if held.why == state.held[0].why]


def confirm(state: InterviewState) -> dict[str, Answer]:
    """The confirmed answers, to store now. A changed one that also looks like personal data is held once more."""
    group = first_held(state)
    given = {held.key: held.answer for held in group}
    state.drop_waiting(given)
    again = list(_personal(given)) if group[0].why == "changed" else []
    state.held += again
    return {key: answer for key, answer in given.items() if key not in {held.key for held in again}}


def _ask_confirmation(draft: Draft, state: InterviewState) -> None:
    """Shows what is held and why."""
    turn, group = draft.turn, first_held(state)
    why, state.at = group[0].why, group[0].key
    if why == "changed":
        turn.add_text("\n".join([turn.words("filing.changed"), *_changes(draft, state, group)]))
    else:
        kinds = dict.fromkeys(kind for held in group for kind in held.kinds)
        turn.add_message("text.personal", kinds=", ".join(turn.words(f"text.personal.{kind}") for kind in kinds))
    turn.set_buttons(
        Button(turn.words(f"filing.choice.{why}_accept"), "filing.confirm_answers"),
        Button(turn.words(f"filing.choice.{why}_drop"), "filing.reject_answers"),
        numbered=False,
    )


def _changes(draft: Draft, state: InterviewState, group: Sequence[HeldAnswer]) -> Iterator[str]:
    """One line for each answer: the colleague's, which counts as seen from now on, and the one just typed."""
    words = draft.turn.words
    for held in group:
        slot, written = draft.entry[held.key], draft.working_copy.get(held.key)
        if written is None:
            continue
        state.seen[slot.key] = written.answer
        yield words(
            "filing.changed_one",
            number=slot.number,
            name=slot.question.name,
            theirs=format_answer(words, slot.question, written.answer),
            person=written.person,
            at=words.moment(written.at),
            mine=format_answer(words, slot.question, held.answer),
        )


def _ask_reading(draft: Draft, state: InterviewState) -> None:
    """Shows the first ambiguous input with its readings as buttons."""
    turn, doubt = draft.turn, state.unsure[0]
    slot = draft.entry[doubt.key]
    state.at = slot.key
    place = place_words(turn.words, slot, draft.entry, turn.me.unit.id)
    turn.set_header(f"{place}: {question_text(slot)}")
    turn.add_message(f"text.doubtful.{doubt.code}", **{"raw": doubt.raw, "unit": slot.question.unit, **doubt.params})
    buttons = [
        Button(
            format_answer(turn.words, slot.question, candidate),
            "filing.answer",
            {"key": slot.key, "answer": candidate.to_json()},
            synonyms=("dung", "phai", "co", "yes") if len(doubt.candidates) == 1 else (),
        )
        for candidate in doubt.candidates
    ]
    if doubt.instead:
        buttons.append(Button(doubt.instead, "filing.take_other_reading", {"key": slot.key, "text": doubt.instead}))
    retype = Button(turn.words("text.choice.retype"), "filing.retype", {"key": slot.key})
    turn.set_buttons(*buttons, retype, numbered=False)

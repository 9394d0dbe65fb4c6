"""A returned report comes back to its unit: the officers are told what is wanted, and answer only that.

The dialogue "explain" takes why an answer stays as it is: ``{"name": "explain", "obligation": 7, "at": "c11@17"}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing import interview
from handlers.reports.check_text import slot_words
from handlers.reports.draft import Draft, current_draft, load
from handlers.text.answers import format_answer
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from reporting.text import fold
from storage.reports import remarks

Args = Mapping[str, Any]


def open_returned(turn: Turn, args: Args) -> None:
    """The choice under the message: as an officer of that unit, whatever hat was worn."""
    turn.switch_role(args["membership"])
    answer_remarks(turn, args)


def answer_remarks(turn: Turn, args: Args) -> None:
    """Trả lời n nội dung này: the questions remarked upon, one after another, then the review."""
    if (draft := load(turn, args["obligation"])) is None:
        return
    left = draft.unanswered()
    interview.start(draft, left[0] if left else None, then="remarks")


def explain_answer(turn: Turn, args: Args) -> None:
    """Giữ nguyên: then why."""
    if (draft := load(turn, args["obligation"])) is not None:
        ask_explanation(draft, args["key"])


def ask_explanation(draft: Draft, key: str) -> None:
    """Asks why the answer stays; where nothing is remarked any more, what is left."""
    turn = draft.turn
    if key not in draft.remarks or key not in draft.entry:
        return turn.run_action("filing.show_review", obligation=draft.id)
    turn.start_dialog("filing.explanation", obligation=draft.id, at=key)
    slot, remark = draft.entry[key], draft.remarks[key]
    value = format_answer(turn.words, slot.question, draft.entry.answer(slot))
    turn.add_message(
        "filing.returned.why", where=slot_words(turn.words, slot, turn.me.unit.id), value=value, text=remark.text
    )
    _offer(draft, key)


def _offer(draft: Draft, key: str) -> None:
    args = {"obligation": draft.id, "key": key, "then": "remarks"}
    draft.turn.set_buttons(
        Button(draft.turn.words("filing.returned.choice.change"), "filing.goto", args, synonyms=("quay lai",)),
        numbered=False,
    )


def prompt(turn: Turn) -> None:
    if (draft := current_draft(turn)) is not None and turn.dialogue is not None:
        ask_explanation(draft, turn.dialogue["at"])


def on_text(turn: Turn, text: str) -> str | None:
    """Why it stays as it is."""
    draft = current_draft(turn)
    if draft is None or turn.dialogue is None:
        return None
    key: str = turn.dialogue["at"]
    if key not in draft.remarks:
        ask_explanation(draft, key)
        return None
    if fold(text) in turn.registry.typed_commands:
        return turn.words("filing.returned.explain_first")
    if (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is None:
        ask_explanation(draft, key)
        return None
    remarks.reply(turn.tx, draft.id, key, reason, turn.me.person_id)
    turn.add_message("filing.returned.explained")
    next_remark(turn, {"obligation": draft.id, "key": key})
    return None


def next_remark(turn: Turn, args: Args) -> None:
    """After an answer: why, where it is the one that was returned; else the next to answer, or the review."""
    draft, key = load(turn, args["obligation"]), args["key"]
    if draft is None:
        return
    left = draft.unanswered()
    if any(slot.key == key for slot in left):
        return ask_explanation(draft, key)
    place = draft.entry.place(key)
    following = next((slot for slot in left if draft.entry.place(slot.key) > place), left[0] if left else None)
    interview.start(draft, following, then="remarks")

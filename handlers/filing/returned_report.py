"""A returned report: its officers answer the remarks, one after another, and submit it again.

The dialog "filing.explanation" takes the reason why an answer stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.filing.question_prompt import open_interview
from handlers.filing.state import ExplanationState
from handlers.reports.access import open_draft
from handlers.reports.check_text import slot_words
from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Reply
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from storage.reports import remarks

Args = Mapping[str, Any]


def open_returned(turn: Turn, args: Args) -> None:
    """The button under the notification: switches to the officer role it was sent to."""
    turn.switch_role(args["membership"])
    answer_remarks(turn, args)


def answer_remarks(turn: Turn, args: Args) -> None:
    """Trả lời n nội dung này: asks the questions remarked upon, one after another, then shows the review."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    left = draft.unanswered()
    open_interview(draft, left[0] if left else None, then="remarks")


def explain_answer(turn: Turn, args: Args) -> None:
    """Giữ nguyên: asks why."""
    if (draft := open_draft(turn, args["obligation"])) is not None:
        ask_explanation(draft, args["key"])


def ask_explanation(draft: Draft, key: str) -> None:
    """Asks why the answer stays; shows the review where it is remarked upon no longer."""
    turn = draft.turn
    if key not in draft.remarks or key not in draft.entry:
        return turn.run_action("filing.show_review", obligation=draft.id)
    turn.start_dialog(ExplanationState(obligation=draft.id, at=key))
    slot, remark = draft.entry[key], draft.remarks[key]
    value = format_answer(turn.words, slot.question, draft.entry.answer(slot))
    turn.add_message(
        "filing.returned.why", where=slot_words(turn.words, slot, turn.me.unit.id), value=value, text=remark.text
    )
    change = {"obligation": draft.id, "key": key, "then": "remarks"}
    turn.set_buttons(Button(turn.words("filing.returned.choice.change"), "filing.goto", change, ("quay lai",)))


def prompt(turn: Turn, state: ExplanationState) -> None:
    if (draft := open_draft(turn, state.obligation)) is not None:
        ask_explanation(draft, state.at)


def on_text(turn: Turn, state: ExplanationState, text: str) -> Reply:
    """The reason why the answer stays."""
    if (draft := open_draft(turn, state.obligation)) is None:
        return HANDLED
    if state.at not in draft.remarks or (reason := read_reason(turn, text, wanted="turn.reason_wanted")) is None:
        ask_explanation(draft, state.at)
        return HANDLED
    remarks.reply(turn.tx, draft.id, state.at, reason, turn.me.person_id)
    turn.add_message("filing.returned.explained")
    next_remark(turn, {"obligation": draft.id, "key": state.at})
    return HANDLED


def next_remark(turn: Turn, args: Args) -> None:
    """After an answer to ``key``: asks why where it is unchanged, else the next remark or the review."""
    draft, key = open_draft(turn, args["obligation"]), args["key"]
    if draft is None:
        return
    left = draft.unanswered()
    if any(slot.key == key for slot in left):
        return ask_explanation(draft, key)
    place = draft.entry.place(key)
    following = next((slot for slot in left if draft.entry.place(slot.key) > place), left[0] if left else None)
    open_interview(draft, following, then="remarks")

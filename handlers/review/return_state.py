"""What a coordinator is about to return: the dialogue "return".

Its state: ``{"name": "return", "obligation": 7, "version": 1, "state": "filed", "reasons": {"c07@17": "Còn thiếu…"},
"ask": ["c11@17"], "left": [[12, None]]}``: what has its reason, what waits for one, and the numbers typed of which it
is not known yet what commune they mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.reports.access import open_for_reviewer
from handlers.reports.submission import Submission
from handlers.review import report_view
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason

NumberedRemark = tuple[int, str | None]
"""The number of a question, and why, where that was typed with it."""


def start(filed: Submission) -> None:
    filed.turn.start_dialog("review.return", **filed.shown_state, reasons={}, ask=[], left=[])


def return_state(turn: Turn) -> dict[str, Any]:
    assert turn.dialogue is not None
    return turn.dialogue


def current_submission(turn: Turn) -> Submission | None:
    """The report of the dialogue as it was when that began; where it changed, that is said and the dialogue over."""
    dialogue = turn.dialogue
    if dialogue is None or dialogue["name"] != "review.return":
        turn.add_message("review.return.not_open")
        turn.run_action("review.show_queue")
        return None
    filed = open_for_reviewer(turn, dialogue["obligation"])
    if filed is None or any(filed.shown_state[name] != dialogue[name] for name in filed.shown_state):
        turn.start_dialog(None)
    if filed is None or report_view.is_outdated(filed, dialogue):
        return None
    return filed


def add_remarks(turn: Turn, keys: Sequence[str], typed: str | None) -> None:
    """With a reason that may be kept they are done; else each waits for one."""
    dialogue = return_state(turn)
    reason = read_reason(turn, typed, wanted="turn.reason_wanted") if typed else None
    if reason:
        dialogue["reasons"] |= dict.fromkeys(keys, reason)
    waiting = [*dialogue["ask"], *(key for key in keys if key not in dialogue["ask"])]
    dialogue["ask"] = [key for key in waiting if not (reason and key in keys)]


def back_button(turn: Turn) -> Button:
    """To the list, or out of it where there is none yet."""
    dialogue = return_state(turn)
    if dialogue["reasons"]:
        return Button(turn.words("review.return.choice.list"), "review.list_remarks", synonyms=("quay lai",))
    return Button(
        turn.words("review.return.choice.cancel"), "review.cancel_return", {"obligation": dialogue["obligation"]}
    )

"""The report that is being returned, with the remarks made so far: the open dialog ``review.return``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.reports.check_text import slot_words
from handlers.reports.submission import Submission
from handlers.review import report_view
from handlers.review.state import ReturnState
from handlers.turn.context import Turn
from handlers.turn.features import ActionHandler, Args
from handlers.turn.messages import Button
from handlers.turn.reason_input import read_reason
from reporting.form_entry.interview import QuestionSlot


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """A submitted report and the state of the dialog that returns it."""

    submission: Submission
    state: ReturnState

    @property
    def turn(self) -> Turn:
        return self.submission.turn

    def slots_of_number(self, number: int) -> list[QuestionSlot]:
        """The question with this number, once for each commune it is asked about."""
        return [slot for slot in self.submission.entry.asked if slot.number == number]

    def add_remarks(self, keys: Sequence[str], typed: str | None) -> None:
        """Notes the remark for these questions; without one, or with one that may not be kept, it is asked for."""
        state = self.state
        keys = [key for key in keys if key in self.submission.entry]
        reason = read_reason(self.turn, typed, wanted="turn.reason_wanted") if typed else None
        if reason:
            state.reasons |= dict.fromkeys(keys, reason)
            state.ask = [key for key in state.ask if key not in keys]
        else:
            state.ask += [key for key in keys if key not in state.ask]

    def slot_button(self, slot: QuestionSlot) -> Button:
        """ "Câu 8. Đã giải quyết · xã Tân Hưng": picks this question."""
        label = slot_words(self.turn.words, slot, self.submission.unit.id)
        return Button(label, "review.pick_question", {"keys": [slot.key]})

    def back_button(self) -> Button:
        """To the list of remarks; out of the dialog where there is none yet."""
        if self.state.reasons:
            label = self.turn.words("review.return.choice.list")
            return Button(label, "review.list_remarks", synonyms=("quay lai",))
        return self.cancel_button()

    def cancel_button(self) -> Button:
        label = self.turn.words("review.return.choice.cancel")
        return Button(label, "review.cancel_return", {"obligation": self.submission.id})


def open_return(turn: Turn) -> ReturnDraft | None:
    """The draft of the open dialog; ``None``, with the reason shown, where the dialog or the report is another now."""
    state = turn.dialog_as(ReturnState)
    if state is None:
        turn.add_message("review.return.not_open")
        turn.run_action("review.show_queue")
        return None
    submission = report_view.open_of_dialog(turn, state)
    return ReturnDraft(submission, state) if submission else None


def needs_open_return(run: Callable[[ReturnDraft, Args], None]) -> ActionHandler:
    """Makes an action of a function about the open draft; it is not called where :func:`open_return` refuses."""

    def action(turn: Turn, args: Args) -> None:
        if (draft := open_return(turn)) is not None:
            run(draft, args)

    return action

"""The dialog "filing.interview": questions asked one after another, answered one by one or a section at once.

What a question looks like is in ``question_prompt``, what is said about an answer in ``answer_feedback``, which answers
wait for a decision in ``answer_confirmation``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeAlias

from handlers.filing import answer_confirmation, jump_to_question
from handlers.filing.answer_feedback import acknowledge, rejection_text
from handlers.filing.question_prompt import ask_question, repeat_question
from handlers.filing.state import InterviewState
from handlers.reports.access import open_draft
from handlers.reports.draft import Draft
from handlers.text.answers import part_words
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, PASS, ActionHandler, NotUnderstood, Reply
from reporting.form_entry.answer_input import SKIPPED, Answer
from reporting.form_entry.interview import ParsedMessage, QuestionSlot, parse_message
from reporting.secrecy import secrecy_marking
from reporting.text import fold

Args: TypeAlias = Mapping[str, Any]
_QuestionAction: TypeAlias = Callable[[Draft, InterviewState, QuestionSlot, Args], None]


def _load(turn: Turn, state: InterviewState) -> Draft | None:
    """The report of the interview; ``None`` (with the reason shown) where it cannot be changed by this member.

    Answers that wait for a decision are dropped where their commune is selected no longer.
    """
    if (draft := open_draft(turn, state.obligation)) is not None:
        state.drop_waiting([key for key in state.waiting_keys if key not in draft.entry])
    return draft


def prompt(turn: Turn, state: InterviewState) -> None:
    """Shows the decision or the question that is open."""
    if (draft := _load(turn, state)) is None:
        return
    if (slot := draft.slot_at(state.at)) is None:
        return turn.run_action("filing.show_review", obligation=draft.id)
    if not answer_confirmation.ask_decision(draft, state):
        ask_question(draft, state, slot)


def on_text(turn: Turn, state: InterviewState, text: str) -> Reply:
    """Takes an answer. The words of a command are an answer only where the question can read them as one.

    A text with a secrecy marking is refused, and the question repeated in one line.
    """
    if (draft := _load(turn, state)) is None:
        return HANDLED
    slot, phrase = draft.slot_at(state.at), fold(text)
    if slot is None or phrase == fold(turn.words("filing.choice.review")):
        turn.run_action("filing.show_review", obligation=draft.id)
        return HANDLED
    if (marking := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=marking)
        turn.set_header(repeat_question(draft, slot))
        return HANDLED
    if (number := jump_to_question.number_to_correct(text)) is not None:
        jump_to_question.open_by_number(draft, number, state.then, state.at)
        return HANDLED
    is_command = phrase in turn.registry.typed_commands
    if is_command and " " in phrase and slot.question.kind in ("short_text", "long_text"):
        return PASS  # "nộp báo cáo" is a command, though a text question takes any words
    message = parse_message(draft.entry, slot, text, turn.today)
    if message.accepted or message.ambiguous:
        _take(draft, state, slot, message)
        return HANDLED
    if is_command:
        return PASS
    return NotUnderstood(f"{repeat_question(draft, slot)}\n{rejection_text(draft, slot, message)}")


def _take(draft: Draft, state: InterviewState, slot: QuestionSlot, message: ParsedMessage) -> None:
    """Stores the clear answers, asks about the others, and goes on."""
    state.drop_waiting({ambiguous.slot.key for ambiguous in message.ambiguous})
    state.unsure += map(answer_confirmation.ambiguous_input, message.ambiguous)
    before, given = draft.entry.answers, answer_confirmation.split_unconfirmed(draft, state, message.answers)
    draft.save_answers(given)
    acknowledge(draft, slot, message, given, before)
    amend = sum(draft.entry[key].question.is_figure for key in given) > 1
    _ask_next(draft, state, slot, amend=amend, again=_first_rejected(draft, slot, message))


def _first_rejected(draft: Draft, slot: QuestionSlot, message: ParsedMessage) -> QuestionSlot | None:
    """The first question whose answer was rejected: it is asked again before another commune is."""
    wrong = {line.question_id for line in message.rejected}
    reachable = draft.entry.reachable(slot)
    return next((other for other in reachable if other.question.id in wrong and draft.entry.is_asked(other)), None)


def _ask_next(
    draft: Draft, state: InterviewState, slot: QuestionSlot, *, amend: bool = False, again: QuestionSlot | None = None
) -> None:
    """After an answer to ``slot``: a decision that waits, a rejected answer (``again``), the next question.

    With nothing left, or after a correction, the review or the next remark.
    """
    turn = draft.turn
    if answer_confirmation.ask_decision(draft, state):
        return
    if state.then == "remarks" and again is None:
        return turn.run_action("filing.next_remark", obligation=draft.id, key=slot.key)
    following = None if state.then else draft.entry.next_open(at=slot.key)
    if again is not None and (following is None or following.zone_index != slot.zone_index):
        following = again
    if following is None:
        return turn.run_action("filing.show_review", obligation=draft.id)
    ask_question(draft, state, following, amend=amend)


def _in_interview(turn: Turn) -> tuple[Draft, InterviewState] | None:
    """The report and the state of the open interview; ``None``, with the reason shown, where there is none."""
    state = turn.dialog_as(InterviewState)
    draft = _load(turn, state) if state else open_draft(turn, 0)
    return (draft, state) if draft and state else None


def _about_question(action: _QuestionAction) -> ActionHandler:
    """An action of the open interview about the question ``key``; where it is gone, what is open is shown instead."""

    @wraps(action)
    def run(turn: Turn, args: Args) -> None:
        if (interview := _in_interview(turn)) is None:
            return
        draft, state = interview
        if args["key"] in draft.entry:
            action(draft, state, draft.entry[args["key"]], args)
        else:
            prompt(turn, state)

    return run


@_about_question
def answer(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """A button that is the answer: Không phát sinh, Có, Như kỳ trước: 12, one reading of an ambiguous text."""
    _take(draft, state, slot, ParsedMessage([(slot, Answer.from_json(args["answer"]))]))


@_about_question
def take_other_reading(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """The other way to read a whole text: "1 234" as two answers."""
    _take(draft, state, slot, parse_message(draft.entry, slot, args["text"], draft.turn.today))


@_about_question
def retype(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """Nhập lại: the ambiguous text is dropped and the question asked again."""
    state.drop_waiting({slot.key})
    state.held = []
    ask_question(draft, state, slot)


@_about_question
def keep_answer(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """Giữ nguyên: the present answer stays, on to the next question."""
    following = draft.entry.following(slot.key)
    if state.then or following is None:
        return draft.turn.run_action("filing.show_review", obligation=draft.id)
    ask_question(draft, state, following)


@_about_question
def skip(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """Bỏ qua: leaves out an optional question, also where it had an answer."""
    answers = {} if slot.question.required else {slot.key: SKIPPED}
    if given := answer_confirmation.split_unconfirmed(draft, state, answers):
        draft.save_answers(given)
        draft.turn.add_message("filing.skipped", number=slot.number, name=slot.question.name)
    _ask_next(draft, state, slot)


@_about_question
def skip_section(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """Bỏ qua cả phần: leaves out the optional questions of the section that have no answer yet."""
    part, answers = draft.entry.part(slot), draft.entry.answers
    draft.save_answers(
        {other.key: SKIPPED for other in part if not other.question.required and other.key not in answers}
    )
    draft.turn.add_message("filing.skipped_part", part=part_words(draft.turn.words, draft.entry.section(slot)))
    _ask_next(draft, state, part[-1])


@_about_question
def go_back(draft: Draft, state: InterviewState, slot: QuestionSlot, args: Args) -> None:
    """Quay lại: the question before, answered or not; to the review where remarks are answered."""
    state.unsure, state.held = [], []
    if state.then == "remarks":
        return draft.turn.run_action("filing.show_review", obligation=draft.id)
    ask_question(draft, state, draft.entry.before(slot.key) or slot)


def confirm_answers(turn: Turn, args: Args) -> None:
    """Ghi nội dung vừa nhập, Vẫn ghi nhận: stores the answers that were held."""
    if (interview := _in_interview(turn)) is None:
        return
    draft, state = interview
    if not state.held:
        return prompt(turn, state)
    slot, before = draft.entry[state.held[0].key], draft.entry.answers
    given = answer_confirmation.confirm(state)
    draft.save_answers(given)
    message = ParsedMessage([(draft.entry[key], answer) for key, answer in given.items()])
    acknowledge(draft, slot, message, given, before)
    _ask_next(draft, state, slot)


def reject_answers(turn: Turn, args: Args) -> None:
    """Drops the answers that were held: a colleague's stays, a text is asked for again."""
    if (interview := _in_interview(turn)) is None:
        return
    draft, state = interview
    if not state.held:
        return prompt(turn, state)
    group = answer_confirmation.first_held(state)
    slot = draft.entry[group[0].key]
    state.drop_waiting({held.key for held in group})
    if group[0].why == "changed":
        return _ask_next(draft, state, slot)
    ask_question(draft, state, slot)

"""Returning a report: which questions are to be checked again, a remark for each, then all of it is sent at once."""

from __future__ import annotations

import re

from handlers.reports.check_text import slot_words
from handlers.reports.remark_text import remark_words
from handlers.review import accept, notices, report_view, return_picker
from handlers.review.return_draft import ReturnDraft, needs_open_return, open_return
from handlers.review.state import ReturnState
from handlers.text.answers import format_answer
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from reporting.deadlines.obligation import ReportState
from reporting.text import fold
from storage.reports import remarks

_NUMBERS = re.compile(r"(?:cau |so |question )?\d{1,3}(?:[\s,;.&+]+(?:va |and |cau )?\d{1,3})*\.?")
_WITH_REASON = re.compile(r"\s*(?:câu|cau|question)?\s*(\d{1,3})\s*[:.)–-]\s*(.*[^\W\d_].*)", re.IGNORECASE)
REMOVABLE = 6
"""Remarks of the list that have a button to remove them."""


def begin(turn: Turn, args: Args) -> None:
    """Trả lại: asks what is to be checked again. Remarks made on another report are kept unless ``args["instead"]``."""
    if (submission := report_view.open_as_shown(turn, args)) is None:
        return
    other = turn.dialog_as(ReturnState)
    if other and other.reasons and other.obligation != submission.id and not args.get("instead"):
        return _ask_instead(turn, args, len(other.reasons))
    state = ReturnState(**submission.shown_state)
    turn.start_dialog(state)
    return_picker.ask_questions(ReturnDraft(submission, state))


def _ask_instead(turn: Turn, args: Args, count: int) -> None:
    """Asks whether the ``count`` remarks made on another report are to be dropped."""
    turn.add_message("review.return.another", n=count)
    turn.set_buttons(
        Button(turn.words("review.return.choice.list"), "review.list_remarks", synonyms=("quay lai",)),
        Button(turn.words("review.return.choice.instead"), "review.begin_return", {**args, "instead": True}),
        numbered=False,
    )


def prompt(turn: Turn, state: ReturnState) -> None:
    show_step(turn, {})


@needs_open_return
def show_step(draft: ReturnDraft, args: Args) -> None:
    """Asks what is missing: a commune, then a remark; else shows the list of remarks, or asks for questions."""
    if draft.state.left:
        return_picker.ask_zone(draft, args)
    elif draft.state.ask:
        _ask_remark(draft)
    elif draft.state.reasons:
        _show_list(draft)
    else:
        return_picker.ask_questions(draft)


def on_text(turn: Turn, state: ReturnState, text: str) -> Reply:
    """A commune's name or a remark while one is asked for; else numbers, or lines like "7: còn thiếu 1 tin"."""
    if (draft := open_return(turn)) is None:
        return HANDLED
    lines = [_WITH_REASON.fullmatch(line) for line in text.splitlines() if line.strip()]
    if state.left and (key := return_picker.key_of_zone(draft, text)) is not None:
        turn.run_action("review.choose_zone", keys=[key])
    elif all(lines) and len(lines) > bool(state.ask):
        return_picker.pick_numbers(draft, [(int(match[1]), match[2]) for match in lines if match])
    elif state.ask and not state.left:
        draft.add_remarks(state.ask[:1], text)
        show_step(turn, {})
    elif _NUMBERS.fullmatch(fold(text)):
        return_picker.pick_numbers(draft, [(int(number), None) for number in re.findall(r"\d+", text)])
    else:
        turn.add_message("review.return.not_understood")
        show_step(turn, {})
    return HANDLED


@needs_open_return
def add_remark(draft: ReturnDraft, args: Args) -> None:
    """Thêm nội dung."""
    draft.state.left = []
    return_picker.ask_questions(draft)


@needs_open_return
def ask_to_check(draft: ReturnDraft, args: Args) -> None:
    """Đề nghị kiểm tra lại: the usual remark, in one tap."""
    if args["key"] in draft.state.ask:
        draft.add_remarks([args["key"]], draft.turn.words("review.return.check_again"))
        show_step(draft.turn, {})


@needs_open_return
def remove_remark(draft: ReturnDraft, args: Args) -> None:
    """Bỏ một nội dung."""
    draft.state.reasons.pop(args["key"], None)
    draft.state.ask = [key for key in draft.state.ask if key != args["key"]]
    show_step(draft.turn, {})


def cancel(turn: Turn, args: Args) -> None:
    """Không trả lại."""
    turn.start_dialog(None)
    turn.add_message("review.return.cancelled")
    turn.run_action("review.open", obligation=args["obligation"])


@needs_open_return
def send(draft: ReturnDraft, args: Args) -> None:
    """Gửi trả lại: the unit can change its report again, and its officers get the remarks."""
    turn, submission, reasons = draft.turn, draft.submission, draft.state.reasons
    if not reasons:
        return show_step(turn, args)
    turn.start_dialog(None)
    submission.note_review(ReportState.RETURNED, "report.returned", keys=[*reasons])
    remarks.add(turn.tx, submission.id, submission.obligation.version, reasons, turn.me.person_id, turn.now)
    report = full_report_name(turn.words, submission.plan, submission.obligation)
    turn.add_message("review.return.done", n=len(reasons), report=report, unit=submission.unit.name)
    notices.notify_returned(submission, reasons)
    accept.show_next(turn)


def recall(turn: Turn, args: Args) -> None:
    """Rút lại đề nghị: the report waits for a decision again, as it was submitted."""
    if (submission := report_view.open_as_shown(turn, args)) is None:
        return
    submission.note_review(ReportState.FILED, "report.recalled")
    remarks.settle(turn.tx, submission.id, turn.now)
    notices.notify_recalled(submission)
    turn.add_message("review.return.recalled")
    turn.run_action("review.open", obligation=submission.id)


def _ask_remark(draft: ReturnDraft) -> None:
    """Asks for the remark on the first question that lacks one."""
    turn, words, entry = draft.turn, draft.turn.words, draft.submission.entry
    slot = entry[draft.state.ask[0]]
    where = slot_words(words, slot, draft.submission.unit.id)
    turn.add_message("review.return.why", where=where, value=format_answer(words, slot.question, entry.answer(slot)))
    turn.set_buttons(
        Button(words("review.return.check_again"), "review.ask_to_check", {"key": slot.key}),
        Button(words("review.return.choice.not_this"), "review.remove_remark", {"key": slot.key}),
        draft.cancel_button(),
        numbered=False,
    )


def _show_list(draft: ReturnDraft) -> None:
    """The remarks made so far, to be sent, added to or removed."""
    turn, words, submission, reasons = draft.turn, draft.turn.words, draft.submission, draft.state.reasons
    slots = [slot for slot in submission.entry.slots if slot.key in reasons]
    turn.add_message("review.return.list", n=len(slots), unit=submission.unit.name)
    turn.add_text("\n".join(remark_words(words, submission, slot, reasons[slot.key]) for slot in slots))
    several = len(submission.entry.zones) > 1
    turn.set_buttons(
        Button(
            words("review.return.choice.send", n=len(slots)),
            "review.send_return",
            synonyms=("gui", "gui tra lai", "tra lai"),
        ),
        Button(words("review.return.choice.add"), "review.add_remark", synonyms=("them",)),
        *(
            Button(
                words(
                    "review.return.choice.remove",
                    number=slot.number,
                    where=f" · {slot.zone.name}" if slot.zone and several else "",
                ),
                "review.remove_remark",
                {"key": slot.key},
            )
            for slot in slots[:REMOVABLE]
        ),
        draft.cancel_button(),
        numbered=False,
    )

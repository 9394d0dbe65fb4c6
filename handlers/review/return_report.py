"""Returning a report by field: which questions, why each, then all of it at once; see ``review.return_state``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handlers.reports import remark_text
from handlers.reports.access import open_for_reviewer
from handlers.reports.check_text import slot_words
from handlers.reports.submission import Submission
from handlers.review import accept, report_view, return_notices, return_picker
from handlers.review.return_state import add_remarks, current_submission, return_state, start
from handlers.text.answers import format_answer
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.interview import QuestionSlot
from reporting.text import fold
from storage.audit import audit
from storage.reports import obligations, remarks

Args = Mapping[str, Any]
_NUMBERS = re.compile(r"(?:cau |so |question )?\d{1,3}(?:[\s,;.&+]+(?:va |and |cau )?\d{1,3})*\.?")
_WITH_REASON = re.compile(r"\s*(?:câu|cau|question)?\s*(\d{1,3})\s*[:.)–-]\s*(.*[^\W\d_].*)", re.IGNORECASE)
DROPPED = 6
"""Of the list, offered to be dropped again."""


def begin(turn: Turn, args: Args) -> None:
    """Trả lại: what is to be looked at again?"""
    filed = open_for_reviewer(turn, args["obligation"])
    if filed is None or report_view.is_outdated(filed, args):
        return
    before = turn.dialogue or {}
    if before.get("reasons") and before["obligation"] != filed.id and not args.get("instead"):
        return _another(turn, args, len(before["reasons"]))
    start(filed)
    return_picker.ask_questions(filed)


def _another(turn: Turn, args: Args, reasons: int) -> None:
    """What was typed for another report is not thrown away unasked."""
    turn.add_message("review.return.another", n=reasons)
    turn.set_buttons(
        Button(turn.words("review.return.choice.list"), "review.list_remarks", synonyms=("quay lai",)),
        Button(turn.words("review.return.choice.instead"), "review.begin_return", {**args, "instead": True}),
        numbered=False,
    )


def show(turn: Turn) -> None:
    """Where it stands: a commune to choose, a reason to type, the list, or the picking."""
    if (filed := current_submission(turn)) is None:
        return
    dialogue = return_state(turn)
    if dialogue["left"]:
        return_picker.ask_zone(filed)
    elif dialogue["ask"]:
        _why(filed)
    elif dialogue["reasons"]:
        _list(filed)
    else:
        return_picker.ask_questions(filed)


def show_list(turn: Turn, args: Args) -> None:
    """Xem lại danh sách, or what comes before it."""
    show(turn)


def on_text(turn: Turn, text: str) -> str | None:
    """A commune's name or a reason while one is asked; else numbers, or "7: còn thiếu 1 tin", also lines of that."""
    if (filed := current_submission(turn)) is None:
        return None
    dialogue = return_state(turn)
    if fold(text) in turn.registry.typed_commands:
        return turn.words("review.return.still_open")
    lines = [_WITH_REASON.fullmatch(line) for line in text.splitlines() if line.strip()]
    if dialogue["left"] and (key := return_picker.key_of_zone(filed, text)) is not None:
        turn.run_action("review.choose_zone", keys=[key])
    elif all(lines) and len(lines) > bool(dialogue["ask"]):
        return_picker.pick_numbers(filed, [(int(match[1]), match[2]) for match in lines if match])
    elif dialogue["ask"] and not dialogue["left"]:
        add_remarks(turn, dialogue["ask"][:1], text)
        show(turn)
    elif _NUMBERS.fullmatch(fold(text)):
        return_picker.pick_numbers(filed, [(int(number), None) for number in re.findall(r"\d+", text)])
    else:
        turn.add_message("review.return.not_understood")
        show(turn)
    return None


def add_remark(turn: Turn, args: Args) -> None:
    """Thêm nội dung."""
    if (filed := current_submission(turn)) is not None:
        return_state(turn)["left"] = []
        return_picker.ask_questions(filed)


def ask_to_check(turn: Turn, args: Args) -> None:
    """Đề nghị kiểm tra lại: a reason in one tap."""
    if current_submission(turn) is not None and args["key"] in return_state(turn)["ask"]:
        add_remarks(turn, [args["key"]], turn.words("review.return.check_again"))
        show(turn)


def remove_remark(turn: Turn, args: Args) -> None:
    """Bỏ một nội dung."""
    if current_submission(turn) is None:
        return
    dialogue = return_state(turn)
    dialogue["reasons"].pop(args["key"], None)
    dialogue["ask"] = [key for key in dialogue["ask"] if key != args["key"]]
    show(turn)


def cancel(turn: Turn, args: Args) -> None:
    """Không trả lại."""
    turn.start_dialog(None)
    turn.add_message("review.return.cancelled")
    turn.run_action("review.open", obligation=args["obligation"])


def send(turn: Turn, args: Args) -> None:
    """Gửi: the report is the unit's again, and its officers are told what is wanted."""
    dialogue = turn.dialogue or {}
    reasons: dict[str, str] = dialogue.get("reasons", {}) if dialogue.get("name") == "review.return" else {}
    filed = current_submission(turn)
    if filed is None or not reasons:
        return
    turn.start_dialog(None)
    obligation = filed.obligation
    obligations.note_review(turn.tx, obligation.id, ReportState.RETURNED, turn.me.person_id, turn.now)
    remarks.add(turn.tx, obligation.id, obligation.version, reasons, turn.me.person_id, turn.now)
    audit.record(
        turn.tx,
        turn.now,
        turn.me.person_id,
        "report.returned",
        obligation=obligation,
        version=obligation.version,
        keys=[*reasons],
    )
    reached = return_notices.notify_officers(filed, reasons)
    report = full_report_name(turn.words, filed.plan, obligation)
    turn.add_message("review.return.done", n=len(reasons), report=report, unit=filed.unit.name)
    told = ", ".join(member.name for member in reached)
    turn.add_text(turn.words("review.return.told", names=told) if told else turn.words("review.return.nobody_told"))
    accept.show_next(turn)


def recall(turn: Turn, args: Args) -> None:
    """Rút lại đề nghị: the report waits as it was sent."""
    filed = open_for_reviewer(turn, args["obligation"])
    if filed is None or report_view.is_outdated(filed, args):
        return
    obligation = filed.obligation
    obligations.note_review(turn.tx, obligation.id, ReportState.FILED, turn.me.person_id, turn.now)
    remarks.settle(turn.tx, obligation.id, turn.now)
    audit.record(
        turn.tx, turn.now, turn.me.person_id, "report.recalled", obligation=obligation, version=obligation.version
    )
    return_notices.notify_recalled(filed)
    turn.add_message("review.return.recalled")
    turn.run_action("review.open", obligation=obligation.id)


def _why(filed: Submission) -> None:
    """Asks for the reason of the first that lacks one."""
    turn, words = filed.turn, filed.turn.words
    slot = filed.entry[return_state(turn)["ask"][0]]
    value = format_answer(words, slot.question, filed.entry.answer(slot))
    turn.add_message("review.return.why", where=slot_words(words, slot, filed.unit.id), value=value)
    turn.set_buttons(
        Button(words("review.return.check_again"), "review.ask_to_check", {"key": slot.key}),
        Button(words("review.return.choice.not_this"), "review.remove_remark", {"key": slot.key}),
        Button(words("review.return.choice.cancel"), "review.cancel_return", {"obligation": filed.id}),
        numbered=False,
    )


def _list(filed: Submission) -> None:
    turn, words = filed.turn, filed.turn.words
    reasons: dict[str, str] = return_state(turn)["reasons"]
    slots = [slot for slot in filed.entry.slots if slot.key in reasons]
    turn.add_message("review.return.list", n=len(slots), unit=filed.unit.name)
    turn.add_text("\n".join(remark_text.remark_words(words, filed, slot, reasons[slot.key]) for slot in slots))
    drop = (
        Button(
            words("review.return.choice.remove", number=slot.number, where=_short(filed, slot)),
            "review.remove_remark",
            {"key": slot.key},
        )
        for slot in slots[:DROPPED]
    )
    turn.set_buttons(
        Button(
            words("review.return.choice.send", n=len(slots)),
            "review.send_return",
            synonyms=("gui", "gui tra lai", "tra lai"),
        ),
        Button(words("review.return.choice.add"), "review.add_remark", synonyms=("them",)),
        *drop,
        Button(words("review.return.choice.cancel"), "review.cancel_return", {"obligation": filed.id}),
        numbered=False,
    )


def _short(filed: Submission, slot: QuestionSlot) -> str:
    return f" · {slot.zone.name}" if slot.zone and len(filed.entry.zones) > 1 else ""

"""``/giahan`` for a coordinator: the requests for more time from below, each granted or refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers.extensions.case import (
    DECISION_DIALOGS,
    ExtensionRequest,
    answer_buttons,
    apply_extension,
    lock_request,
    notify_officers,
    report_title,
    request_words,
    resume_or_list,
)
from handlers.extensions.state import OtherDayState, RefusalState
from handlers.text.deadlines import day_words, last_day_words
from handlers.text.report_names import full_report_name, report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.extension import MOST_GRANTED, extension_problem
from reporting.form_entry.date_input import read_date_input
from reporting.permissions import can_decide_extension
from storage.audit import audit
from storage.reports import extensions
from storage.reports.extensions import ExtensionOutcome, PendingExtension
from storage.reports.obligations import Obligation

PAGE = 6


def show_list(turn: Turn, args: Args) -> None:
    """The open requests of the units below, the nearest last day first; a single one is shown at once."""
    turn.start_dialog(None)
    waiting = [
        extension
        for extension in extensions.open_below(turn.tx, turn.me.unit)
        if can_decide_extension(turn.me, extension.unit, extension.extension.asked_by)
    ]
    many = Button(turn.words("extensions.choice.many"), "extensions.begin_bulk")
    if not waiting:
        turn.add_message("extensions.none_waiting")
        return turn.set_buttons(many)
    if len(waiting) == 1:
        return show(turn, {"extension": waiting[0].extension.id})
    page = Page.of(waiting, args, PAGE)
    numbered = list(enumerate(page.items, page.first))
    turn.add_message("extensions.list", n=len(waiting))
    turn.add_text("\n".join(_line(turn, number, pending) for number, pending in numbered))
    opening = (
        Button(
            turn.words("extensions.choice.open", number=number),
            "extensions.show",
            {"extension": pending.extension.id},
        )
        for number, pending in numbered
    )
    turn.set_buttons(*opening, *page.buttons(turn, "extensions.list_requests"), many)


def show(turn: Turn, args: Args) -> None:
    """One request, with the buttons that answer it."""
    if (case := lock_request(turn, args)) is None:
        return
    turn.pop_dialog_if(*DECISION_DIALOGS)
    turn.add_text(
        request_words(turn.tx, turn.services, turn.words, case.obligation, case.unit, case.extension, turn.now)
    )
    turn.set_buttons(*answer_buttons(turn.words, _args(turn, case)))


def grant(turn: Turn, args: Args) -> None:
    """Đồng ý: grants the day asked for, or ``args["until"]`` instead."""
    if (case := lock_request(turn, args)) is None:
        return
    until = date.fromisoformat(args["until"]) if "until" in args else case.extension.until
    if why := extension_problem(until, case.obligation.late_from, turn.today, MOST_GRANTED):
        _say_unfit(turn, why, until, case.obligation)
        return ask_other_day(turn, _args(turn, case))
    extensions.decide(turn.tx, case.extension, ExtensionOutcome.GRANTED, turn.me.person_id, turn.now, until=until)
    apply_extension(turn, case.obligation, case.unit, until, str(case.extension.id))
    turn.pop_dialog_if(*DECISION_DIALOGS)
    turn.add_message(
        "extensions.granted",
        unit=case.unit.name,
        report=report_title(turn, case.obligation),
        until=day_words(turn.words, until),
    )
    resume_or_list(turn)


def refuse(turn: Turn, args: Args) -> None:
    """Không đồng ý: asks for the reason; a button gives none."""
    if (case := lock_request(turn, args)) is None:
        return
    words, button_args = turn.words, _args(turn, case)
    turn.push_dialog(RefusalState.model_validate(button_args))
    turn.add_message("extensions.ask_why", unit=case.unit.name, report=report_title(turn, case.obligation))
    turn.set_buttons(
        Button(words("extensions.choice.no_reason"), "extensions.refuse_without_reason", button_args),
        Button(words("extensions.choice.back"), "extensions.show", button_args),
        numbered=False,
    )


def refuse_without_reason(turn: Turn, args: Args) -> None:
    if (case := lock_request(turn, args)) is not None:
        _refuse(turn, case, None)


def on_refusal_text(turn: Turn, state: RefusalState, text: str) -> Reply:
    if (case := lock_request(turn, state.model_dump())) is None:
        return HANDLED
    if (reason := read_reason(turn, text)) is None:
        prompt_refusal(turn, state)
    else:
        _refuse(turn, case, reason)
    return HANDLED


def prompt_refusal(turn: Turn, state: RefusalState) -> None:
    refuse(turn, state.model_dump())


def ask_other_day(turn: Turn, args: Args) -> None:
    """Ngày khác: the coordinator names the day."""
    if (case := lock_request(turn, args)) is None:
        return
    button_args = _args(turn, case)
    turn.push_dialog(OtherDayState.model_validate(button_args))
    turn.add_message("extensions.ask_other_day", unit=case.unit.name, last=last_day_words(turn.words, case.obligation))
    turn.set_buttons(Button(turn.words("extensions.choice.back"), "extensions.show", button_args), numbered=True)


def on_day_text(turn: Turn, state: OtherDayState, text: str) -> Reply:
    day = read_date_input(text, turn.today)
    if isinstance(day, str):
        turn.add_message(f"extensions.{day}", text=text[:40])
        prompt_day(turn, state)
    else:
        grant(turn, {**state.model_dump(), "until": day.day.isoformat()})
    return HANDLED


def prompt_day(turn: Turn, state: OtherDayState) -> None:
    ask_other_day(turn, state.model_dump())


def _refuse(turn: Turn, case: ExtensionRequest, why: str | None) -> None:
    obligation, unit = case.obligation, case.unit
    extensions.decide(
        turn.tx,
        case.extension,
        ExtensionOutcome.REFUSED,
        turn.me.person_id,
        turn.now,
        until=case.extension.until,
        why=why,
    )
    audit.record(turn.tx, turn.now, turn.me.person_id, "extension.refused", obligation=obligation, reason=why)

    def text(words: Words) -> str:
        report = full_report_name(words, turn.plans.get(turn.tx, obligation.plan_id), obligation)
        until, last = day_words(words, case.extension.until), last_day_words(words, obligation)
        line = words("extensions.was_refused", report=report, unit=unit.name, until=until, last=last)
        return f"{line}\n{words('extensions.given_reason', reason=why)}" if why else line

    notify_officers(turn, obligation, text, f"extension-refused:{case.extension.id}")
    turn.pop_dialog_if(*DECISION_DIALOGS)
    turn.add_message("extensions.refused", unit=unit.name, last=last_day_words(turn.words, obligation))
    resume_or_list(turn)


def _args(turn: Turn, case: ExtensionRequest) -> dict[str, Any]:
    return {"extension": case.extension.id, "membership": turn.me.membership_id}


def _say_unfit(turn: Turn, why: str, until: date, obligation: Obligation) -> None:
    last = last_day_words(turn.words, obligation)
    turn.add_message(f"extensions.{why}", day=turn.words.day(until), last=last, n=MOST_GRANTED.days)


def _line(turn: Turn, number: int, pending: PendingExtension) -> str:
    return turn.words(
        "extensions.line",
        number=number,
        unit=pending.unit.name,
        report=report_name(turn.words, turn.plans.get(turn.tx, pending.obligation.plan_id), pending.obligation),
        last=last_day_words(turn.words, pending.obligation),
        until=turn.words.day(pending.extension.until, year=False),
    )

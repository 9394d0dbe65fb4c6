"""Ghi nhận bản giấy: a coordinator notes a report that came on paper or by telephone; the dialogue "paper_record".

What is typed may be "05/BC-UBND 19/5", or first the one and then the other. A date alone is a telephone call, once that
is confirmed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from handlers.monitoring import report_page
from handlers.reports.oversight import OverseenReport, load_report_to_act
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.calendar import DAY, last_instant
from reporting.deadlines.obligation import OWED, ReportState
from reporting.integrity.document_number import read_day, read_number, read_paper
from reporting.secrecy import secrecy_marking
from reporting.text import fold
from storage.audit import audit
from storage.reports import obligations, paper_records

Args = Mapping[str, Any]
LONG_AGO = timedelta(days=366)
"""A report was not received longer than this before its last day."""


def ask_paper_record(turn: Turn, args: Args) -> None:
    if (watched := _open(turn, args["obligation"])) is not None:
        _ask(turn, watched)


def prompt(turn: Turn) -> None:
    """The question the open dialogue is at."""
    state = turn.dialogue or {}
    watched = _open(turn, state.get("obligation", 0))
    if watched is None:
        return
    if "number" in state:
        _ask_day(turn, watched, state["number"])
    elif "received_on" in state:
        _ask_telephone(turn, watched, date.fromisoformat(state["received_on"]))
    else:
        _ask(turn, watched)


def on_text(turn: Turn, text: str) -> str | None:
    """A number with its date, a date, or a number; whatever else is answered with an example."""
    state = turn.dialogue or {}
    if fold(text) in turn.registry.typed_commands:
        return ""
    watched = _open(turn, state.get("obligation", 0))
    if watched is None:
        return None
    if (secret := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=secret)
        prompt(turn)
        return None
    paper = read_paper(text, turn.today)
    day = paper.on if paper else read_day(text, turn.today)
    number = paper.number if paper else None if day else read_number(text)
    if day is None and number is None:
        turn.add_message("monitoring.paper_record.not_read", day=turn.words.day(turn.today))
        _offer(turn, watched)
        return None
    _take(turn, watched, number or state.get("number"), day or _day_in(state))
    return None


def save_paper_record(turn: Turn, args: Args) -> None:
    """A day was chosen, or that it was a telephone call."""
    if (watched := _open(turn, args["obligation"])) is not None:
        _record(turn, watched, args.get("number"), date.fromisoformat(args["received_on"]))


def undo_paper_record(turn: Turn, args: Args) -> None:
    """Noted by mistake: it is owed again. Not once its figures have been sent."""
    watched = load_report_to_act(turn, args["obligation"])
    if watched is None:
        return
    obligation = watched.obligation
    if obligation.version or not obligation.on_paper or obligation.state != ReportState.FILED:
        turn.add_message("monitoring.paper_record.nothing_to_undo")
    else:
        paper_records.remove(turn.tx, watched.id)
        obligations.take_back_paper(turn.tx, watched.id)
        audit.record(turn.tx, turn.now, turn.me.person_id, "report.paper_taken_back", obligation=obligation)
        turn.add_message("monitoring.paper_record.undone")
    report_page.show(turn, args)


def _open(turn: Turn, obligation_id: int) -> OverseenReport | None:
    """The report, where it can be noted now; else says what happened to it meanwhile."""
    watched = load_report_to_act(turn, obligation_id)
    if watched is None:
        return None
    obligation = watched.obligation
    if obligation.state in OWED and not obligation.version:
        return watched
    turn.add_message("monitoring.paper_record.too_late")
    report_page.show_page(turn, watched)
    return None


def _ask(turn: Turn, watched: OverseenReport) -> None:
    turn.start_dialog("monitoring.paper_record", obligation=watched.id)
    report = full_report_name(turn.words, watched.plan, watched.obligation)
    turn.add_message(
        "monitoring.paper_record.ask", unit=watched.unit.name, report=report, day=turn.words.day(turn.today)
    )
    _offer(turn, watched)


def _ask_day(turn: Turn, watched: OverseenReport, number: str) -> None:
    turn.start_dialog("monitoring.paper_record", obligation=watched.id, number=number)
    turn.add_message("monitoring.paper_record.ask_day", number=number, day=turn.words.day(turn.today))
    args = {"obligation": watched.id, "number": number, "received_on": turn.today.isoformat()}
    _offer(
        turn, watched, Button(turn.words("monitoring.paper_record.choice.today"), "monitoring.save_paper_record", args)
    )


def _ask_telephone(turn: Turn, watched: OverseenReport, day: date) -> None:
    turn.start_dialog("monitoring.paper_record", obligation=watched.id, received_on=day.isoformat())
    turn.add_message("monitoring.paper_record.ask_telephone", day=turn.words.day(day))
    args = {"obligation": watched.id, "received_on": day.isoformat()}
    says = ("dien thoai", "dung", "qua dien thoai")
    _offer(
        turn,
        watched,
        Button(
            turn.words("monitoring.paper_record.choice.telephone"), "monitoring.save_paper_record", args, synonyms=says
        ),
    )


def _offer(turn: Turn, watched: OverseenReport, *choices: Button) -> None:
    back = Button(
        turn.words("monitoring.report_page.choice.back"), "monitoring.show_report", {"obligation": watched.id}
    )
    turn.set_buttons(*choices, back, numbered=False)


def _day_in(state: Mapping[str, Any]) -> date | None:
    return date.fromisoformat(state["received_on"]) if "received_on" in state else None


def _take(turn: Turn, watched: OverseenReport, number: str | None, day: date | None) -> None:
    """What is known so far: enough to be noted, or asks for the rest."""
    if day is not None and (wrong := _wrong_day(turn, watched, day)):
        turn.add_text(wrong)
        return _ask_day(turn, watched, number) if number else _ask(turn, watched)
    if number and day:
        return _record(turn, watched, number, day)
    if number:
        return _ask_day(turn, watched, number)
    assert day is not None
    _ask_telephone(turn, watched, day)


def _wrong_day(turn: Turn, watched: OverseenReport, day: date) -> str | None:
    """Why a day cannot be the one it was received on."""
    words, last = turn.words, watched.obligation.last_day
    if day > turn.today:
        return words("monitoring.paper_record.in_future", day=words.day(day), today=words.day(turn.today))
    if last - day > LONG_AGO:
        return words("monitoring.paper_record.long_ago", day=words.day(day), last=words.day(last))
    return None


def _record(turn: Turn, watched: OverseenReport, number: str | None, day: date) -> None:
    tx, obligation = turn.tx, watched.obligation
    if (wrong := _wrong_day(turn, watched, day)) is not None:
        turn.add_text(wrong)
        return _ask(turn, watched)
    paper_records.add(tx, obligation.id, day, number, turn.me.person_id, turn.now)
    obligations.receive_on_paper(tx, obligation.id, start_of_day(day))
    action = "report.received_on_paper" if number else "report.received_by_telephone"
    by, on = turn.me.person_id, day.isoformat()
    audit.record(tx, turn.now, by, action, obligation=obligation, received_on=on, number=number)
    turn.add_message(
        "monitoring.paper_record.done" if number else "monitoring.paper_record.done_telephone",
        number=number,
        day=turn.words.day(day),
    )
    report_page.show(turn, {"obligation": obligation.id})


def start_of_day(day: date) -> datetime:
    """The first instant of a day in Vietnam: of a paper only the day is known, and on its last day it is in time."""
    return last_instant(day - DAY)

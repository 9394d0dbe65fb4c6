"""Ghi nhận bản giấy: a coordinator records a report that was received on paper or by telephone.

Typed is "05/BC-UBND 19/5", or first the number and then the day, in either order. A day alone is a report by telephone,
once that is confirmed.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from handlers.monitoring import report_page
from handlers.monitoring.state import PaperRecordState
from handlers.reports.access import LoadedReport, open_for_action
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.messages import Button
from reporting.deadlines.calendar import DAY, last_instant
from reporting.deadlines.obligation import ReportState
from reporting.integrity.document_number import read_day, read_number, read_paper
from storage.audit import audit
from storage.reports import obligations, paper_records

LONG_AGO = timedelta(days=366)
"""A report was not received longer than this before its last day."""


def ask_paper_record(turn: Turn, args: Args) -> None:
    """Asks for the number and the day."""
    if (report := _load(turn, args["obligation"])) is not None:
        _ask(turn, report)


def prompt(turn: Turn, state: PaperRecordState) -> None:
    """Asks for what is not known yet."""
    if (report := _load(turn, state.obligation)) is None:
        return
    if state.number:
        _ask_day(turn, report, state.number)
    elif state.received_on:
        _ask_telephone(turn, report, state.received_on)
    else:
        _ask(turn, report)


def on_text(turn: Turn, state: PaperRecordState, text: str) -> Reply:
    """A number with its day, a day, or a number; anything else is answered with an example."""
    if (report := _load(turn, state.obligation)) is None:
        return HANDLED
    paper = read_paper(text, turn.today)
    day = paper.on if paper else read_day(text, turn.today)
    number = paper.number if paper else None if day else read_number(text)
    if day is None and number is None:
        turn.add_message("monitoring.paper_record.not_read", day=turn.words.day(turn.today))
        turn.set_buttons(report_page.back_button(turn, report), numbered=False)
    else:
        _record_or_ask(turn, report, number or state.number, day or state.received_on)
    return HANDLED


def save_paper_record(turn: Turn, args: Args) -> None:
    """``{obligation, received_on, number}``: a button named the day, or said that it was by telephone (no number)."""
    if (report := _load(turn, args["obligation"])) is not None:
        _record(turn, report, args.get("number"), date.fromisoformat(args["received_on"]))


def undo_paper_record(turn: Turn, args: Args) -> None:
    """Hủy ghi nhận: recorded by mistake, the report is owed again. Refused once its figures were submitted."""
    report = open_for_action(turn, args["obligation"])
    if report is None:
        return
    obligation = report.obligation
    if obligation.version or not obligation.on_paper or obligation.state != ReportState.FILED:
        turn.add_message("monitoring.paper_record.nothing_to_undo")
    else:
        paper_records.remove(turn.tx, report.id)
        obligations.take_back_paper(turn.tx, report.id)
        audit.record(turn.tx, turn.now, turn.me.person_id, "report.paper_taken_back", obligation=obligation)
        turn.add_message("monitoring.paper_record.undone")
    report_page.show(turn, args)


def _load(turn: Turn, obligation_id: int) -> LoadedReport | None:
    return report_page.load_unfiled(turn, obligation_id, "monitoring.paper_record.too_late")


def _ask(turn: Turn, report: LoadedReport) -> None:
    turn.start_dialog(PaperRecordState(obligation=report.id))
    name = full_report_name(turn.words, report.plan, report.obligation)
    turn.add_message("monitoring.paper_record.ask", unit=report.unit.name, report=name, day=turn.words.day(turn.today))
    turn.set_buttons(report_page.back_button(turn, report), numbered=False)


def _ask_day(turn: Turn, report: LoadedReport, number: str) -> None:
    turn.start_dialog(PaperRecordState(obligation=report.id, number=number))
    turn.add_message("monitoring.paper_record.ask_day", number=number, day=turn.words.day(turn.today))
    args = {"obligation": report.id, "number": number, "received_on": turn.today.isoformat()}
    today = Button(turn.words("monitoring.paper_record.choice.today"), "monitoring.save_paper_record", args)
    turn.set_buttons(today, report_page.back_button(turn, report), numbered=False)


def _ask_telephone(turn: Turn, report: LoadedReport, day: date) -> None:
    turn.start_dialog(PaperRecordState(obligation=report.id, received_on=day))
    turn.add_message("monitoring.paper_record.ask_telephone", day=turn.words.day(day))
    by_telephone = Button(
        turn.words("monitoring.paper_record.choice.telephone"),
        "monitoring.save_paper_record",
        {"obligation": report.id, "received_on": day.isoformat()},
        synonyms=("dien thoai", "dung", "qua dien thoai"),
    )
    turn.set_buttons(by_telephone, report_page.back_button(turn, report), numbered=False)


def _record_or_ask(turn: Turn, report: LoadedReport, number: str | None, day: date | None) -> None:
    """Records the report where number and day are known and possible; else asks for the rest."""
    if day is not None and (problem := _day_problem(turn, report, day)):
        turn.add_text(problem)
        return _ask_day(turn, report, number) if number else _ask(turn, report)
    if number and day:
        return _record(turn, report, number, day)
    if number:
        return _ask_day(turn, report, number)
    assert day is not None
    _ask_telephone(turn, report, day)


def _day_problem(turn: Turn, report: LoadedReport, day: date) -> str | None:
    """Why the report cannot have been received on this day: it is in the future or too long ago."""
    words, last = turn.words, report.obligation.last_day
    if day > turn.today:
        return words("monitoring.paper_record.in_future", day=words.day(day), today=words.day(turn.today))
    if last - day > LONG_AGO:
        return words("monitoring.paper_record.long_ago", day=words.day(day), last=words.day(last))
    return None


def _record(turn: Turn, report: LoadedReport, number: str | None, day: date) -> None:
    tx, obligation = turn.tx, report.obligation
    if (problem := _day_problem(turn, report, day)) is not None:
        turn.add_text(problem)
        return _ask(turn, report)
    paper_records.add(tx, obligation.id, day, number, turn.me.person_id, turn.now)
    obligations.receive_on_paper(tx, obligation.id, start_of_day(day))
    action = "report.received_on_paper" if number else "report.received_by_telephone"
    by, received_on = turn.me.person_id, day.isoformat()
    audit.record(tx, turn.now, by, action, obligation=obligation, received_on=received_on, number=number)
    key = "monitoring.paper_record.done" if number else "monitoring.paper_record.done_telephone"
    turn.add_message(key, number=number, day=turn.words.day(day))
    report_page.show(turn, {"obligation": obligation.id})


def start_of_day(day: date) -> datetime:
    """The first instant of a day in Vietnam.

    Of a report on paper only the day is known, and one received on the last day is in time.
    """
    return last_instant(day - DAY)

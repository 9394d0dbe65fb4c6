"""Miễn: a coordinator excuses a unit from a report, with a reason, and may undo it."""

from __future__ import annotations

from handlers.monitoring import report_page
from handlers.monitoring.state import ExcuseState
from handlers.reports.access import LoadedReport, open_for_action
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, Reply
from handlers.turn.notify import notify_person
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.roles import FILES
from storage.audit import audit
from storage.people import people
from storage.reports import obligations


def ask_excuse(turn: Turn, args: Args) -> None:
    """Asks for the reason."""
    if (report := _load(turn, args["obligation"])) is None:
        return
    turn.start_dialog(ExcuseState(obligation=report.id))
    name = full_report_name(turn.words, report.plan, report.obligation)
    turn.add_message("monitoring.excuse.ask", unit=report.unit.name, report=name)
    turn.set_buttons(report_page.back_button(turn, report), numbered=False)


def prompt(turn: Turn, state: ExcuseState) -> None:
    ask_excuse(turn, state.model_dump())


def on_text(turn: Turn, state: ExcuseState, text: str) -> Reply:
    """The reason."""
    if (report := _load(turn, state.obligation)) is None:
        return HANDLED
    if (reason := read_reason(turn, text, wanted="monitoring.excuse.no_reason")) is None:
        turn.set_buttons(report_page.back_button(turn, report), numbered=False)
    else:
        _excuse(turn, report, reason)
    return HANDLED


def undo_excuse(turn: Turn, args: Args) -> None:
    """Bỏ miễn: the report is owed again, with the answers it had."""
    report = open_for_action(turn, args["obligation"])
    if report is None:
        return
    obligation = report.obligation
    if obligation.state != ReportState.EXCUSED:
        turn.add_message("monitoring.excuse.not_excused")
    else:
        obligations.take_back_excuse(turn.tx, obligation.id)
        audit.record(turn.tx, turn.now, turn.me.person_id, "report.excuse_taken_back", obligation=obligation)
        turn.add_message("monitoring.excuse.taken_back")
        _notify_officers(turn, report, "monitoring.excuse.told_taken_back")
    report_page.show(turn, args)


def _load(turn: Turn, obligation_id: int) -> LoadedReport | None:
    return report_page.load_unfiled(turn, obligation_id, "monitoring.excuse.too_late")


def _excuse(turn: Turn, report: LoadedReport, reason: str) -> None:
    obligation = report.obligation
    obligations.excuse(turn.tx, obligation.id, reason)
    audit.record(turn.tx, turn.now, turn.me.person_id, "report.excused", obligation=obligation, reason=reason)
    turn.add_message("monitoring.excuse.done", unit=report.unit.name)
    _notify_officers(turn, report, "monitoring.excuse.told", why=reason)
    report_page.show(turn, {"obligation": obligation.id})


def _notify_officers(turn: Turn, report: LoadedReport, key: str, **values: str) -> None:
    """Sends the message ``key`` to every officer of the unit but the writer, in the language of each."""
    obligation = report.obligation

    def text(words: Words) -> str:
        name = full_report_name(words, report.plan, obligation)
        return words(key, report=name, unit=report.unit.name, **values)

    for officer in people.of_unit(turn.tx, obligation.unit_id, FILES):
        if officer.person_id != turn.me.person_id:
            outbox_key = f"{key}:{obligation.id}:{officer.person_id}:{turn.now.timestamp():.0f}"
            notify_person(turn.tx, officer.person_id, text, key=outbox_key, now=turn.now)

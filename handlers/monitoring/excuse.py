"""Miễn: a coordinator excuses a unit from a report, with a reason; the dialogue "excuse"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.monitoring import report_page
from handlers.reports.oversight import OverseenReport, load_report_to_act
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from handlers.turn.reason_input import read_reason
from locales import Words
from reporting.deadlines.obligation import OWED, ReportState
from reporting.roles import FILES
from reporting.text import fold
from storage.audit import audit
from storage.people import people
from storage.reports import obligations

Args = Mapping[str, Any]


def ask_excuse(turn: Turn, args: Args) -> None:
    if (watched := _open(turn, args["obligation"])) is not None:
        _ask(turn, watched)


def prompt(turn: Turn) -> None:
    ask_excuse(turn, turn.dialogue or {"obligation": 0})


def on_text(turn: Turn, text: str) -> str | None:
    """The reason."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    watched = _open(turn, (turn.dialogue or {}).get("obligation", 0))
    if watched is None:
        return None
    if (reason := read_reason(turn, text, wanted="monitoring.excuse.no_reason")) is None:
        _offer(turn, watched)
        return None
    _excuse(turn, watched, reason)
    return None


def undo_excuse(turn: Turn, args: Args) -> None:
    """It is owed again and stands where it stood."""
    watched = load_report_to_act(turn, args["obligation"])
    if watched is None:
        return
    obligation = watched.obligation
    if obligation.state != ReportState.EXCUSED:
        turn.add_message("monitoring.excuse.not_excused")
    else:
        obligations.take_back_excuse(turn.tx, obligation.id)
        audit.record(turn.tx, turn.now, turn.me.person_id, "report.excuse_taken_back", obligation=obligation)
        turn.add_message("monitoring.excuse.taken_back")
        _tell_officers(turn, watched, "monitoring.excuse.told_taken_back")
    report_page.show(turn, args)


def _open(turn: Turn, obligation_id: int) -> OverseenReport | None:
    """The report, where it can be excused now; else says what happened to it meanwhile."""
    watched = load_report_to_act(turn, obligation_id)
    if watched is None:
        return None
    if watched.obligation.state in OWED and not watched.obligation.version:
        return watched
    turn.add_message("monitoring.excuse.too_late")
    report_page.show_page(turn, watched)
    return None


def _ask(turn: Turn, watched: OverseenReport) -> None:
    turn.start_dialog("monitoring.excuse", obligation=watched.id)
    report = full_report_name(turn.words, watched.plan, watched.obligation)
    turn.add_message("monitoring.excuse.ask", unit=watched.unit.name, report=report)
    _offer(turn, watched)


def _offer(turn: Turn, watched: OverseenReport) -> None:
    back = Button(
        turn.words("monitoring.report_page.choice.back"), "monitoring.show_report", {"obligation": watched.id}
    )
    turn.set_buttons(back, numbered=False)


def _excuse(turn: Turn, watched: OverseenReport, reason: str) -> None:
    obligation = watched.obligation
    obligations.excuse(turn.tx, obligation.id, reason)
    audit.record(turn.tx, turn.now, turn.me.person_id, "report.excused", obligation=obligation, reason=reason)
    turn.add_message("monitoring.excuse.done", unit=watched.unit.name)
    _tell_officers(turn, watched, "monitoring.excuse.told", why=reason)
    report_page.show(turn, {"obligation": obligation.id})


def _tell_officers(turn: Turn, watched: OverseenReport, key: str, **values: str) -> None:
    """Those who would have filed it hear of it, in their own language."""
    obligation = watched.obligation

    def text(words: Words) -> str:
        return words(key, report=full_report_name(words, watched.plan, obligation), unit=watched.unit.name, **values)

    for officer in people.of_unit(turn.tx, obligation.unit_id, FILES):
        if officer.person_id != turn.me.person_id:
            name = f"{key}:{obligation.id}:{officer.person_id}:{turn.now.timestamp():.0f}"
            notify_person(turn.tx, officer.person_id, text, key=name, now=turn.now)

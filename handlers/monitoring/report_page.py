"""The page of one unit's report for those who oversee the unit: its state, and buttons for what they may do with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from handlers.monitoring.state import BoardState
from handlers.monitoring.status_text import state_words
from handlers.reports import history_text
from handlers.reports.access import LoadedReport, open_for_action, open_for_overseer
from handlers.reports.progress import Progress
from handlers.reports.remark_text import returned_lines
from handlers.reports.reviewers import may_review
from handlers.text.deadlines import deadline_words, window_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from reporting.permissions import can_act_on
from storage.reports import extensions, paper_records, report_status, submissions

NEWEST = 2
"""How many of the newest lines of its history the page shows."""


def show(turn: Turn, args: Args) -> None:
    """``{obligation}``: state, deadline, receipt, record of the paper, newest lines of the history."""
    if (report := open_for_overseer(turn, args["obligation"])) is not None:
        show_page(turn, report)


def show_page(turn: Turn, report: LoadedReport) -> None:
    turn.start_dialog(BoardState(**_board_args(turn, report)))
    turn.add_text("\n".join([report.unit.name, full_report_name(turn.words, report.plan, report.obligation)]))
    turn.add_text("\n".join(_state_lines(turn, report)))
    if history := history_text.history_lines(turn, report.id):
        turn.add_text("\n".join([turn.words("monitoring.report_page.newest"), *history[-NEWEST:]]))
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_buttons(turn, report, has_history=bool(history)), numbered=True)


def show_answers(turn: Turn, args: Args) -> None:
    """``{obligation}``: what the unit submitted last, with its receipt."""
    if (report := open_for_overseer(turn, args["obligation"])) is None:
        return
    version = submissions.newest(turn.tx, report.id)
    if version is None:
        return show_page(turn, report)
    turn.start_dialog(BoardState(**_board_args(turn, report)))
    turn.run_action("submissions.show_receipt", code=version.receipt)
    turn.set_buttons(back_button(turn, report), numbered=True)


def leave(turn: Turn, args: Args) -> None:
    """``{obligation, to}``: closes the board and runs the action ``to`` on the report: its review, its history."""
    if open_for_overseer(turn, args["obligation"]) is not None:
        turn.start_dialog(None)
        turn.run_action(args["to"], obligation=args["obligation"])


def load_unfiled(turn: Turn, obligation_id: int, too_late: str) -> LoadedReport | None:
    """The report, for those who may act on it, while it was never submitted or received.

    ``None`` otherwise: the message ``too_late`` (a key) says why, with the page as it is now.
    """
    report = open_for_action(turn, obligation_id)
    if report is None or (report.obligation.state in OWED and not report.obligation.version):
        return report
    turn.add_message(too_late)
    show_page(turn, report)
    return None


def back_button(turn: Turn, report: LoadedReport) -> Button:
    """To the page of the report."""
    label = turn.words("monitoring.report_page.choice.back")
    return Button(label, "monitoring.show_report", {"obligation": report.id})


def _board_args(turn: Turn, report: LoadedReport) -> dict[str, Any]:
    """The board to go back to: of the unit last looked at where the open board shows this report, else of one's own."""
    obligation, board = report.obligation, turn.dialog_as(BoardState)
    key = {"plan": obligation.plan_id, "report": obligation.report_id, "period": obligation.period}
    same = board is not None and key.items() <= board.args.items()
    return {**key, "unit": board.unit if board and same else turn.me.unit.id}


def _state_lines(turn: Turn, report: LoadedReport) -> Iterator[str]:
    words, obligation = turn.words, report.obligation
    entry = next(
        entry for entry in report_status.of_unit(turn.tx, report.unit.id) if entry.obligation.id == obligation.id
    )
    answered = report_status.answered_keys(turn.tx, [obligation.id])
    state = state_words(turn, entry, Progress(turn.tx, turn.plans, words), answered.get(obligation.id, frozenset()))
    yield words("monitoring.report_page.state", state=state)
    if window := window_words(words, report.plan, obligation):
        yield window
    if obligation.state in OWED:
        yield deadline_words(words, report.plan, obligation, turn.now, turn.services.calendar)
    yield from returned_lines(turn, obligation, report.unit)
    if (request := extensions.open_of(turn.tx, obligation.id)) is not None and obligation.state in OWED:
        day = words.day(request.until, year=False)
        yield words("monitoring.report_page.extension", day=day, reason=request.reason)
    if entry.receipt:
        yield words("monitoring.report_page.receipt", receipt=entry.receipt, version=obligation.version)
    if (paper := paper_records.of_report(turn.tx, obligation.id)) is not None:
        key = "monitoring.report_page.paper" if paper.number else "monitoring.report_page.telephone"
        yield words(key, number=paper.number or "", day=words.day(paper.received_on), person=paper.by)


def _buttons(turn: Turn, report: LoadedReport, *, has_history: bool) -> Iterator[Button]:
    words, args = turn.words, {"obligation": report.id}
    if can_act_on(turn.me, report.unit):
        yield from _act_buttons(turn, report)
    if report.obligation.version:
        label = words("monitoring.report_page.choice.answers")
        yield Button(label, "monitoring.show_answers", args, synonyms=("xem bao cao",))
    if has_history:
        to = args | {"to": "submissions.show_history"}
        yield Button(words("reports.choice.history"), "monitoring.leave_report", to, synonyms=("xem lich su",))
    yield Button(words("monitoring.board.back"), "monitoring.show_board", _board_args(turn, report))


def _act_buttons(turn: Turn, report: LoadedReport) -> Iterator[Button]:
    """What a coordinator may do with the report in its state."""
    obligation, args = report.obligation, {"obligation": report.id}

    def button(choice: str, action: str, args: Args = args, synonym: str | None = None) -> Button:
        label = turn.words(f"monitoring.report_page.choice.{choice}")
        return Button(label, action, args, synonyms=(synonym,) if synonym else ())

    if obligation.version and may_review(turn.tx, turn.me, report.unit):
        yield button("review", "monitoring.leave_report", args | {"to": "review.open"}, synonym="kiem tra")
    if obligation.state in OWED:
        if (request := extensions.open_of(turn.tx, obligation.id)) is not None:
            yield button("extension", "extensions.show", {"extension": request.id})
        yield button("nudge", "reminders.nudge_unit", synonym="nhac")
        if not obligation.version:
            yield button("paper", "monitoring.ask_paper_record", synonym="ban giay")
            yield button("excuse", "monitoring.ask_excuse", synonym="mien")
    elif obligation.state == ReportState.EXCUSED:
        yield button("take_back", "monitoring.undo_excuse", synonym="bo mien")
    elif obligation.on_paper and not obligation.version and obligation.state == ReportState.FILED:
        yield button("undo_paper", "monitoring.undo_paper_record")

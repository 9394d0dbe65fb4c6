"""One unit's report, opened by somebody who oversees it: where it stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.monitoring.status_text import state_words
from handlers.reports import history_text
from handlers.reports.oversight import OverseenReport, load_report, may_act
from handlers.reports.progress import Progress
from handlers.reports.remark_text import returned_lines
from handlers.reports.reviewers import may_review
from handlers.text.deadlines import deadline_words, window_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, ReportState
from storage.reports import extensions, paper_records, report_status, submissions

Args = Mapping[str, Any]
NEWEST = 2
"""How many of the last things done its page shows."""


def show(turn: Turn, args: Args) -> None:
    """Its state, deadline, receipt, paper; the newest things done to it."""
    if (watched := load_report(turn, args["obligation"])) is not None:
        show_page(turn, watched)


def show_page(turn: Turn, watched: OverseenReport) -> None:
    obligation = watched.obligation
    turn.start_dialog("monitoring.board", **_board(turn, watched))
    turn.add_text("\n".join([watched.unit.name, full_report_name(turn.words, watched.plan, obligation)]))
    turn.add_text("\n".join(_standing(turn, watched)))
    if done := history_text.history_lines(turn, obligation.id):
        turn.add_text("\n".join([turn.words("monitoring.report_page.newest"), *done[-NEWEST:]]))
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_ways(turn, watched, told=bool(done)), numbered=True)


def show_answers(turn: Turn, args: Args) -> None:
    """What the unit sent, as it was, with its receipt."""
    if (watched := load_report(turn, args["obligation"])) is None:
        return
    version = submissions.newest(turn.tx, watched.id)
    if version is None:
        return show_page(turn, watched)
    turn.start_dialog("monitoring.board", **_board(turn, watched))
    turn.run_action("submissions.show_receipt", code=version.receipt)
    turn.set_buttons(_back(turn, watched), numbered=True)


def leave(turn: Turn, args: Args) -> None:
    """From the board to what another screen shows of it: its review, its history."""
    if load_report(turn, args["obligation"]) is not None:
        turn.start_dialog(None)
        turn.run_action(args["to"], obligation=args["obligation"])


def _board(turn: Turn, watched: OverseenReport) -> dict[str, Any]:
    """The board it is on: of the unit last looked at, else of one's own."""
    obligation, state = watched.obligation, turn.dialogue or {}
    about = {"plan": obligation.plan_id, "report": obligation.report_id, "period": obligation.period}
    same = state.get("name") == "monitoring.board" and all(state.get(name) == value for name, value in about.items())
    return {**about, "unit": state["unit"] if same else turn.me.unit.id}


def _standing(turn: Turn, watched: OverseenReport) -> Iterator[str]:
    words, obligation = turn.words, watched.obligation
    entry = next(
        entry for entry in report_status.of_unit(turn.tx, watched.unit.id) if entry.obligation.id == obligation.id
    )
    answered = report_status.answered_keys(turn.tx, [obligation.id])
    state = state_words(turn, entry, Progress(turn.tx, turn.plans, words), answered.get(obligation.id, frozenset()))
    yield words("monitoring.report_page.state", state=state)
    if window := window_words(words, watched.plan, obligation):
        yield window
    if obligation.state in OWED:
        yield deadline_words(words, watched.plan, obligation, turn.now, turn.services.calendar)
    yield from returned_lines(turn, obligation, watched.unit)
    if (request := extensions.open_of(turn.tx, obligation.id)) is not None and obligation.state in OWED:
        day = words.day(request.until, year=False)
        yield words("monitoring.report_page.extension", day=day, reason=request.reason)
    if entry.receipt:
        yield words("monitoring.report_page.receipt", receipt=entry.receipt, version=obligation.version)
    if (paper := paper_records.of_report(turn.tx, obligation.id)) is not None:
        key = "monitoring.report_page.paper" if paper.number else "monitoring.report_page.telephone"
        yield words(key, number=paper.number or "", day=words.day(paper.received_on), person=paper.by)


def _ways(turn: Turn, watched: OverseenReport, *, told: bool) -> Iterator[Button]:
    words, obligation, args = turn.words, watched.obligation, {"obligation": watched.id}
    if may_act(turn):
        yield from _acts(turn, watched)
    if obligation.version:
        yield Button(
            words("monitoring.report_page.choice.answers"), "monitoring.show_answers", args, synonyms=("xem bao cao",)
        )
    if told:
        to = args | {"to": "submissions.show_history"}
        yield Button(words("reports.choice.history"), "monitoring.leave_report", to, synonyms=("xem lich su",))
    yield Button(words("monitoring.board.back"), "monitoring.show_board", _board(turn, watched))


def _acts(turn: Turn, watched: OverseenReport) -> Iterator[Button]:
    """What a coordinator can do about the report as it stands, of what there is."""
    words, obligation, args = turn.words, watched.obligation, {"obligation": watched.id}
    if obligation.version and may_review(turn.tx, turn.me, watched.unit):
        to = args | {"to": "review.open"}
        yield Button(
            words("monitoring.report_page.choice.review"), "monitoring.leave_report", to, synonyms=("kiem tra",)
        )
    if obligation.state in OWED:
        if (request := extensions.open_of(turn.tx, obligation.id)) is not None:
            yield Button(words("monitoring.report_page.choice.extension"), "extensions.show", {"extension": request.id})
        yield Button(words("monitoring.report_page.choice.nudge"), "reminders.nudge_unit", args, synonyms=("nhac",))
        if not obligation.version:
            yield Button(
                words("monitoring.report_page.choice.paper"),
                "monitoring.ask_paper_record",
                args,
                synonyms=("ban giay",),
            )
            yield Button(
                words("monitoring.report_page.choice.excuse"), "monitoring.ask_excuse", args, synonyms=("mien",)
            )
    elif obligation.state == ReportState.EXCUSED:
        yield Button(
            words("monitoring.report_page.choice.take_back"), "monitoring.undo_excuse", args, synonyms=("bo mien",)
        )
    elif obligation.on_paper and not obligation.version and obligation.state == ReportState.FILED:
        yield Button(words("monitoring.report_page.choice.undo_paper"), "monitoring.undo_paper_record", args)


def _back(turn: Turn, watched: OverseenReport) -> Button:
    return Button(
        turn.words("monitoring.report_page.choice.back"), "monitoring.show_report", {"obligation": watched.id}
    )

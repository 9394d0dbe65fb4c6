"""The board as a spreadsheet (.xlsx): a row for each unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.monitoring.state import BoardState
from handlers.monitoring.view import load_view
from handlers.reports.progress import Progress
from handlers.text.deadlines import last_date_words
from handlers.text.lateness import deadline_column
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args, Renderer
from handlers.turn.messages import Button, DeferredFile
from handlers.turn.services import FileJobContext
from locales import Words, words
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED
from reporting.permissions import can_make_document
from reporting.workbook import MIME
from reporting.workbook.tables import Cell, SheetColumn, single_table
from storage.reports import report_status
from storage.reports.report_status import UnitReport
from storage.units import units

BOARD_LIST = "board_list"
"""The kind of document, as its parameters name it."""
WIDTHS = {
    "code": 12,
    "name": 34,
    "level": 14,
    "state": 18,
    "progress": 14,
    "filed_at": 18,
    "lateness": 18,
    "receipt": 18,
    "version": 10,
    "paper": 12,
    "last_day": 20,
    "extended": 20,
    "excused_why": 34,
}
"""The width of each column, in characters."""


def export(turn: Turn, args: Args) -> None:
    """``{plan, report, period, unit}``: orders the file; it is made after this turn, with the state of that moment."""
    view = load_view(turn, args)
    if view is None:
        return turn.run_action("monitoring.list_reports")
    words, period = turn.words, view.entries[0].obligation.period
    name = f"{words('monitoring.export.file')}-{period}-{view.unit.code}-{local_day(turn.now):%Y%m%d}.xlsx"
    turn.start_dialog(BoardState(**view.args))
    turn.attach(DeferredFile(name, MIME, view.args | {"kind": BOARD_LIST, "language": words.language}))
    turn.add_message("monitoring.export.done", n=len(view.entries), report=view.title(turn), unit=view.unit.name)
    turn.add_message("text.as_of", moment=words.moment(turn.now))
    turn.set_buttons(Button(words("monitoring.board.back"), "monitoring.show_board", view.args), numbered=True)


def make(job: FileJobContext) -> Renderer | None:
    """Draws the spreadsheet; ``None`` where the member may no longer have it or no unit owes the report any more."""
    tx, params = job.tx, job.params
    unit = units.get(tx, params["unit"])
    entries = report_status.of_report(tx, params["plan"], params["report"], params["period"], unit)
    if not entries or not can_make_document(job.member, unit, of_one_unit=False):
        return None
    text = words(params["language"])
    columns = [SheetColumn(text(f"monitoring.export.{name}"), width) for name, width in WIDTHS.items()]
    plan = job.services.plans.get(tx, params["plan"])
    as_of = text("text.as_of", moment=text.moment(job.now))
    title = [report_name(text, plan, entries[0].obligation), unit.name, as_of]
    rows = list(_rows(job, text, entries))
    return lambda: single_table(text("monitoring.export.sheet"), title, columns, rows)


def _rows(job: FileJobContext, words: Words, entries: Sequence[UnitReport]) -> Iterator[list[Cell]]:
    progress = Progress(job.tx, job.services.plans, words)
    owed = [report.obligation.id for report in entries if report.obligation.state in OWED]
    answered = report_status.answered_keys(job.tx, owed)
    for entry in entries:
        keys = answered.get(entry.obligation.id)
        counts = "{}/{}".format(*progress.counts(entry.obligation, entry.unit, keys)) if keys else ""
        yield _row(words, entry, job.now, counts)


def _row(words: Words, entry: UnitReport, now: datetime, progress: str) -> list[Cell]:
    unit, obligation = entry.unit, entry.obligation
    return [
        unit.code,
        unit.name,
        words(f"text.level.{unit.kind}"),
        words(f"text.state.{obligation.state}"),
        progress,
        obligation.day_or_moment_filed if entry.status_input.is_filed else None,
        deadline_column(words, entry.status_input, now),
        entry.receipt or "",
        obligation.version or None,
        words("common.yes") if obligation.on_paper else "",
        last_date_words(words, obligation),
        words("monitoring.export.until", day=words.day(obligation.last_day)) if obligation.is_extended else "",
        obligation.excused_why or "",
    ]

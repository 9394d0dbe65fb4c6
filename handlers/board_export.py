"""The list of the board as a spreadsheet: a row for each unit."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.board_view import Args, View, view
from handlers.deadline import last_date_words
from handlers.messages import Choice, File
from handlers.progress import Progress
from handlers.turn import Turn
from reporting.calendar import local_day
from reporting.obligation import OWED, lateness
from reporting.table_book import Cell, Column, workbook
from storage import board
from storage.board import Entry

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {
    "code": 12,
    "name": 34,
    "level": 14,
    "state": 18,
    "progress": 14,
    "filed_at": 18,
    "lateness": 12,
    "receipt": 18,
    "version": 10,
    "paper": 12,
    "last_day": 20,
    "extended": 20,
    "excused_why": 34,
}
"""The columns, in characters."""


def export(turn: Turn, args: Args) -> None:
    """A file with every unit of the board, as it stands now."""
    found = view(turn, args)
    if found is None:
        return turn.go("board.list")
    words = turn.words
    as_of = words("status.as_of", moment=words.moment(turn.now))
    columns = [Column(words(f"board_export.{name}"), width) for name, width in WIDTHS.items()]
    title = [found.title(turn), found.unit.name, as_of]
    content = workbook(words("board_export.sheet"), title, columns, _rows(turn, found))
    period = found.entries[0].obligation.period
    name = f"{words('board_export.file')}-{period}-{found.unit.code}-{local_day(turn.now):%Y%m%d}.xlsx"
    turn.open("board", **found.args)
    turn.attach(File(name, MIME, content))
    turn.tell("board_export.done", n=len(found.entries), report=found.title(turn), unit=found.unit.name)
    turn.say(as_of)
    turn.offer(Choice(words("board.back"), "board.show", found.args))


def _rows(turn: Turn, found: View) -> Iterator[list[Cell]]:
    progress = Progress(turn.tx, turn.plans, turn.words)
    owed = [one.obligation.id for one in found.entries if one.obligation.state in OWED]
    answered = board.answered(turn.tx, owed)
    for one in found.entries:
        keys = answered.get(one.obligation.id)
        yield _row(turn, one, "{}/{}".format(*progress.counts(one.obligation, one.unit, keys)) if keys else "")


def _row(turn: Turn, entry: Entry, far: str) -> list[Cell]:
    words, unit, one = turn.words, entry.unit, entry.obligation
    filed = one.filed_at if one.state not in OWED else None
    late = lateness(one.late_from, filed) is not None if filed else one.is_late(turn.now)
    return [
        unit.code,
        unit.name,
        words(f"overview.level.{unit.kind}"),
        words(f"board_export.state.{one.state}"),
        far,
        filed,
        words("board_export.late") if late else words("board_export.in_time") if filed else "",
        entry.receipt or "",
        one.version or None,
        words("common.yes") if one.on_paper else "",
        last_date_words(words, one),
        words("board_export.until", day=words.day(one.last_day)) if one.is_extended else "",
        one.excused_why or "",
    ]

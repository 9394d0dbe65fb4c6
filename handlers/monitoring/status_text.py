"""One unit's report in a line of the board: "đang soạn, đã trả lời 9/42 câu · trễ hạn 2 ngày"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reports.progress import Progress
from handlers.text.deadlines import time_left_words
from handlers.turn.context import Turn
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED, ReportState, lateness
from storage.reports import report_status
from storage.reports.report_status import UnitReport


def entry_lines(turn: Turn, entries: Sequence[UnitReport]) -> list[str]:
    """The state of each of a page of reports; how far the drafts are is read in one go."""
    progress = Progress(turn.tx, turn.plans, turn.words)
    answered = report_status.answered_keys(
        turn.tx, [one.obligation.id for one in entries if one.obligation.state in OWED]
    )
    return [state_words(turn, one, progress, answered.get(one.obligation.id, frozenset())) for one in entries]


def state_words(turn: Turn, entry: UnitReport, progress: Progress, answered: frozenset[str]) -> str:
    """ "chưa bắt đầu · trễ hạn 2 ngày", "nộp 09:42 ngày 19/5/2026, đúng hạn · không phát sinh", "được miễn: …"."""
    one, words = entry.obligation, turn.words
    if one.state == ReportState.EXCUSED:
        return words("monitoring.board.state.excused", why=one.excused_why or "")
    if one.state in OWED:
        said = [progress(one, entry.unit, answered)]
        said += [time_left_words(words, one, turn.now)] if one.is_late(turn.now) else []
    else:
        said = [filed_words(turn, entry)]
        said += [words("monitoring.board.state.nil")] if entry.nil else []
        said += [words("monitoring.board.state.accepted")] if one.state == ReportState.ACCEPTED else []
    said += (
        [words("monitoring.board.state.extended", day=words.day(one.last_day, year=False))] if one.is_extended else []
    )
    return " · ".join(said)


def filed_words(turn: Turn, entry: UnitReport) -> str:
    """ "nộp 09:42 ngày 19/5/2026, đúng hạn", "nhận bản giấy ngày 26/5/2026, trễ hạn 2 ngày"."""
    one, words = entry.obligation, turn.words
    assert one.filed_at is not None
    late = lateness(one.late_from, one.filed_at) is not None
    when = time_left_words(words, one, one.filed_at) if late else words("monitoring.board.state.in_time")
    if one.on_paper:
        return words("monitoring.board.state.paper", day=words.day(local_day(one.filed_at)), when=when)
    return words("monitoring.board.state.filed", moment=words.moment(one.filed_at), when=when)

"""One unit's report in a line of the board: "đang soạn, đã trả lời 9/42 câu · trễ hạn 2 ngày"."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.reports.progress import Progress
from handlers.text.deadlines import time_left_words
from handlers.text.lateness import late_words
from handlers.turn.context import Turn
from reporting.deadlines.calendar import local_day
from reporting.deadlines.obligation import OWED, ReportState
from storage.reports import report_status
from storage.reports.report_status import UnitReport


def entry_lines(turn: Turn, entries: Sequence[UnitReport]) -> list[str]:
    """The state of each report of a page; the progress of all drafts is read with one statement."""
    progress = Progress(turn.tx, turn.plans, turn.words)
    answered = report_status.answered_keys(
        turn.tx, [entry.obligation.id for entry in entries if entry.obligation.state in OWED]
    )
    return [state_words(turn, entry, progress, answered.get(entry.obligation.id, frozenset())) for entry in entries]


def state_words(turn: Turn, entry: UnitReport, progress: Progress, answered: frozenset[str]) -> str:
    """ "chưa bắt đầu · trễ hạn 2 ngày", "nộp 09:42 ngày 19/5/2026, đúng hạn · không phát sinh", "được miễn: …"."""
    obligation, words = entry.obligation, turn.words
    if obligation.state == ReportState.EXCUSED:
        return words("monitoring.board.state.excused", why=obligation.excused_why or "")
    if obligation.state in OWED:
        texts = [progress(obligation, entry.unit, answered)]
        texts += [time_left_words(words, obligation, turn.now)] if obligation.is_late(turn.now) else []
    else:
        texts = [filed_words(turn, entry)]
        texts += [words("monitoring.board.state.nil")] if entry.nil else []
        texts += [words("monitoring.board.state.accepted")] if obligation.state == ReportState.ACCEPTED else []
    texts += (
        [words("monitoring.board.state.extended", day=words.day(obligation.last_day, year=False))]
        if obligation.is_extended
        else []
    )
    return " · ".join(texts)


def filed_words(turn: Turn, entry: UnitReport) -> str:
    """ "nộp 09:42 ngày 19/5/2026, đúng hạn", "nhận bản giấy ngày 26/5/2026, trễ hạn 2 ngày"."""
    obligation, words = entry.obligation, turn.words
    assert obligation.filed_at is not None
    when = late_words(words, obligation.lateness(turn.now))
    if obligation.on_paper:
        return words("monitoring.board.state.paper", day=words.day(local_day(obligation.filed_at)), when=when)
    return words("monitoring.board.state.filed", moment=words.moment(obligation.filed_at), when=when)

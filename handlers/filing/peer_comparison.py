"""How a unit stands among those beside it, for its own officers: shares only, no unit is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from handlers.text.report_names import period_name
from handlers.turn.context import Turn
from reporting.figures.target_evaluation import format_rate
from reporting.status.filing import FilingRates, rates
from storage.reports import peers
from storage.reports.obligations import Obligation

LOOK_BACK = timedelta(days=365)
LOOK_AHEAD = timedelta(days=60)
"""Deadlines from a year ago to two months from now."""
LEAST = 3
"""Units. With fewer a share would show which unit it is."""


def peer_lines(turn: Turn, now_at_hand: Obligation | None) -> Iterator[str]:
    """How many units of the same parent have filed ``now_at_hand``; the share in time over a year, own and theirs."""
    words, own = turn.words, turn.me.unit
    if own.parent_id is None:
        return
    reports = peers.reports_of_peers(turn.tx, own, turn.today - LOOK_BACK, turn.today + LOOK_AHEAD)
    if now_at_hand is not None:
        filed = _rates(turn, (report for report in reports if _is_same(report, now_at_hand))).complete
        if filed.of >= LEAST:
            period = period_name(words, now_at_hand.period)
            yield words("filing.status.beside", period=period, filed=filed.n, all=filed.of)
    over = [report for report in reports if report.late_from <= turn.now]
    mine = _rates(turn, (report for report in over if report.unit_id == own.id)).in_time
    theirs = _rates(turn, over).in_time
    if mine.of and len({report.unit_id for report in over}) >= LEAST:
        share = f"{theirs.n}/{theirs.of} = {format_rate(theirs.n, theirs.of, words('common.decimal_mark'))}"
        yield words("filing.status.in_time_of_year", own=mine.n, owed=mine.of, all=share)


def _rates(turn: Turn, reports: Iterable[Obligation]) -> FilingRates:
    return rates((report.status_input for report in reports), turn.now)


def _is_same(report: Obligation, other: Obligation) -> bool:
    """Whether two units owe the same report of the same period."""
    return (report.plan_id, report.report_id, report.period) == (other.plan_id, other.report_id, other.period)

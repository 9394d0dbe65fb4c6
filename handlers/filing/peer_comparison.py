"""How a unit stands among those beside it, told to its own officers: shares only, nobody is named."""

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
LEAST = 3
"""With fewer units together a share would say who it is."""


def peer_lines(turn: Turn, now_at_hand: Obligation | None) -> Iterator[str]:
    """How many beside the unit have filed the report at hand; its share in time over a year, and theirs."""
    own = turn.me.unit
    if own.parent_id is None:
        return
    words, obligations = (
        turn.words,
        peers.reports_of_peers(turn.tx, own, turn.today - LOOK_BACK, turn.today + LOOK_AHEAD),
    )
    if now_at_hand is not None:
        filed = _rates(turn, (obligation for obligation in obligations if _is_same(obligation, now_at_hand))).complete
        if filed.of >= LEAST:
            period = period_name(words, now_at_hand.period)
            yield words("filing.status.beside", period=period, filed=filed.n, all=filed.of)
    over = [obligation for obligation in obligations if obligation.late_from <= turn.now]
    mine = _rates(turn, (obligation for obligation in over if obligation.unit_id == own.id)).in_time
    theirs = _rates(turn, over).in_time
    if mine.of and len({obligation.unit_id for obligation in over}) >= LEAST:
        share = f"{theirs.n}/{theirs.of} = {format_rate(theirs.n, theirs.of, words('common.decimal_mark'))}"
        yield words("filing.status.in_time_of_year", own=mine.n, owed=mine.of, all=share)


def _rates(turn: Turn, several: Iterable[Obligation]) -> FilingRates:
    return rates((obligation.status_input for obligation in several), turn.now)


def _is_same(obligation: Obligation, other: Obligation) -> bool:
    return (obligation.plan_id, obligation.report_id, obligation.period) == (
        other.plan_id,
        other.report_id,
        other.period,
    )

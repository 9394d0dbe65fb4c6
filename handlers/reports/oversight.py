"""The names of ``handlers.reports.access`` as they were; to be replaced where they are imported."""

from __future__ import annotations

from handlers.reports.access import LoadedReport as OverseenReport
from handlers.reports.access import open_for_action as load_report_to_act
from handlers.reports.access import open_for_overseer as load_report
from handlers.reports.access import unit_in_scope
from handlers.turn.context import Turn
from reporting.roles import REVIEWS

__all__ = ["OverseenReport", "load_report", "load_report_to_act", "may_act", "unit_in_scope"]


def may_act(turn: Turn) -> bool:
    """To be replaced by ``reporting.permissions.can_act_on``."""
    return turn.me.role in REVIEWS

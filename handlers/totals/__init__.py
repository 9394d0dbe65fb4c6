"""Figures added up over units and where each comes from (/tonghop).

The sums themselves are computed in ``reporting.figures`` and ``storage.figures``.
"""

from __future__ import annotations

from handlers.totals import figure_sources, totals
from handlers.turn.features import Action, Command, Feature, MenuEntry
from reporting.roles import OVERSEES

FEATURE = Feature(
    "totals",
    commands=(
        Command(
            "tonghop",
            totals.command,
            order=110,
            typed=("tong hop", "tong hop so lieu", "so lieu tong hop"),
            roles=OVERSEES,
        ),
    ),
    actions={
        "totals.pick_figure": Action(figure_sources.pick_figure, OVERSEES),
        "totals.show_sources": Action(figure_sources.show_sources, OVERSEES),
        "totals.list_reports": Action(totals.show_list, OVERSEES),
        "totals.show": Action(totals.show, OVERSEES),
        "totals.list_units": Action(totals.show_units, OVERSEES),
        "totals.show_unit": Action(totals.show_unit, OVERSEES),
    },
    menu=(MenuEntry(70, "menu.totals", "totals.list_reports", OVERSEES),),
)

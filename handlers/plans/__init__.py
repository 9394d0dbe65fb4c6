"""The plans in use (/kehoach): activating, closing, reports already overdue at activation.

Plan files are read in ``storage.plans``; what a plan may say is in ``reporting.plan``.
"""

from __future__ import annotations

from handlers.plans import close, overdue_at_start, plans
from handlers.turn.features import Action, Command, Feature
from reporting.roles import INVITES

FEATURE = Feature(
    "plans",
    commands=(Command("kehoach", plans.show, typed=("ke hoach", "cac ke hoach"), roles=frozenset(INVITES)),),
    actions={
        "plans.show": Action(plans.show),
        "plans.browse": Action(plans.browse),
        "plans.open": Action(plans.open_plan),
        "plans.ask_activate": Action(plans.ask_activate),
        "plans.activate": Action(plans.activate),
        "plans.ask_excuse_overdue": Action(overdue_at_start.ask_excuse),
        "plans.excuse_overdue": Action(overdue_at_start.excuse_overdue),
        "plans.ask_close": Action(close.ask_close),
        "plans.close": Action(close.close),
    },
)

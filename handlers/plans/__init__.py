"""The plans in use (/kehoach): activating, closing, reports already overdue at activation.

Plan files are read in ``storage.plans``; what a plan may say is in ``reporting.plan``.
"""

from __future__ import annotations

from handlers.plans import close, overdue_at_start, plans
from handlers.turn.features import Action, Command, Feature
from reporting.roles import INVITES

MANAGERS = frozenset(INVITES)

FEATURE = Feature(
    "plans",
    commands=(Command("kehoach", plans.show, order=170, typed=("ke hoach", "cac ke hoach"), roles=MANAGERS),),
    actions={
        "plans.show": Action(plans.show, MANAGERS),
        "plans.browse": Action(plans.browse, MANAGERS),
        "plans.open": Action(plans.open_plan, MANAGERS),
        "plans.ask_activate": Action(plans.ask_activate, MANAGERS),
        "plans.activate": Action(plans.activate, MANAGERS),
        "plans.ask_excuse_overdue": Action(overdue_at_start.ask_excuse, MANAGERS),
        "plans.excuse_overdue": Action(overdue_at_start.excuse_overdue, MANAGERS),
        "plans.ask_close": Action(close.ask_close, MANAGERS),
        "plans.close": Action(close.close, MANAGERS),
    },
)

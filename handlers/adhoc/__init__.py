"""Reports requested once, outside the plan's periods (/dotxuat): creating a request, listing and ending requests.

Filling in such a report is ``handlers.filing``, as for every report.
"""

from __future__ import annotations

from handlers.adhoc import create, manage
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from reporting.roles import DECIDE_EXTENSIONS

FEATURE = Feature(
    "adhoc",
    commands=(
        Command(
            "dotxuat",
            create.command,
            typed=("dot xuat", "bao cao dot xuat", "yeu cau bao cao"),
            roles=DECIDE_EXTENSIONS,
        ),
    ),
    actions={
        "adhoc.begin": Action(create.begin),
        "adhoc.choose_kind": Action(create.choose_kind),
        "adhoc.choose_plan": Action(create.choose_plan),
        "adhoc.choose_value": Action(create.choose_value),
        "adhoc.choose_units": Action(create.choose_units),
        "adhoc.go_back": Action(create.go_back),
        "adhoc.leave": Action(create.leave),
        "adhoc.send": Action(create.send),
        "adhoc.list_requests": Action(manage.show_list),
        "adhoc.show": Action(manage.show),
        "adhoc.ask_end": Action(manage.ask_end),
        "adhoc.end": Action(manage.end_request),
    },
    dialogs=(LegacyDialog("adhoc.request", create.on_text, create.show),),
    menu=(MenuEntry(90, "menu.request", "adhoc.begin", DECIDE_EXTENSIONS),),
)

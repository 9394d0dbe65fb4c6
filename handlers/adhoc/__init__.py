"""Reports requested once, outside the plan's periods (/dotxuat): creating a request, listing and ending requests.

Filling in such a report is ``handlers.filing``, as for every report.
"""

from __future__ import annotations

from handlers.adhoc import create, manage
from handlers.adhoc.state import AdhocRequestState
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import DECIDE_EXTENSIONS

FEATURE = Feature(
    "adhoc",
    commands=(
        Command(
            "dotxuat",
            create.command,
            order=60,
            typed=("dot xuat", "bao cao dot xuat", "yeu cau bao cao"),
            roles=DECIDE_EXTENSIONS,
        ),
    ),
    actions={
        "adhoc.begin": Action(create.begin, DECIDE_EXTENSIONS),
        "adhoc.choose_kind": Action(create.choose_kind, DECIDE_EXTENSIONS),
        "adhoc.choose_plan": Action(create.choose_plan, DECIDE_EXTENSIONS),
        "adhoc.choose_value": Action(create.choose_value, DECIDE_EXTENSIONS),
        "adhoc.choose_units": Action(create.choose_units, DECIDE_EXTENSIONS),
        "adhoc.go_back": Action(create.go_back, DECIDE_EXTENSIONS),
        "adhoc.leave": Action(create.leave, DECIDE_EXTENSIONS),
        "adhoc.send": Action(create.send, DECIDE_EXTENSIONS),
        "adhoc.list_requests": Action(manage.show_list, DECIDE_EXTENSIONS),
        "adhoc.show": Action(manage.show, DECIDE_EXTENSIONS),
        "adhoc.ask_end": Action(manage.ask_end, DECIDE_EXTENSIONS),
        "adhoc.end": Action(manage.end_request, DECIDE_EXTENSIONS),
    },
    dialogs=(Dialog(AdhocRequestState, create.on_text, create.prompt),),
    menu=(MenuEntry(90, "menu.request", "adhoc.begin", DECIDE_EXTENSIONS),),
)

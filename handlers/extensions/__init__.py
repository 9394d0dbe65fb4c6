"""More time for a report (/giahan): the officer's request, the coordinator's decision, one deadline for many units."""

from __future__ import annotations

from handlers.extensions import bulk, decide, request
from handlers.extensions.state import BulkState, ExtensionRequestState, OtherDayState, RefusalState
from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import DECIDE_EXTENSIONS, FILES

FEATURE = Feature(
    "extensions",
    commands=(
        Command(
            "giahan",
            request.command,
            order=50,
            typed=("gia han", "xin gia han", "de nghi gia han"),
            roles=FILES | DECIDE_EXTENSIONS,
        ),
    ),
    actions={
        "extensions.begin": Action(request.begin, FILES),
        "extensions.choose_report": Action(request.choose_report, FILES),
        "extensions.choose_day": Action(request.choose_day, FILES),
        "extensions.withdraw": Action(request.withdraw_request, FILES),
        "extensions.leave": Action(request.leave),
        "extensions.list_requests": Action(decide.show_list, DECIDE_EXTENSIONS),
        "extensions.show": Action(decide.show, DECIDE_EXTENSIONS),
        "extensions.grant": Action(decide.grant, DECIDE_EXTENSIONS),
        "extensions.refuse": Action(decide.refuse, DECIDE_EXTENSIONS),
        "extensions.refuse_without_reason": Action(decide.refuse_without_reason, DECIDE_EXTENSIONS),
        "extensions.ask_other_day": Action(decide.ask_other_day, DECIDE_EXTENSIONS),
        "extensions.begin_bulk": Action(bulk.begin, DECIDE_EXTENSIONS),
        "extensions.choose_bulk_report": Action(bulk.choose_report, DECIDE_EXTENSIONS),
        "extensions.confirm_bulk": Action(bulk.confirm, DECIDE_EXTENSIONS),
    },
    dialogs=(
        Dialog(ExtensionRequestState, request.on_text, request.prompt),
        Dialog(RefusalState, decide.on_refusal_text, decide.prompt_refusal, on_cancel=run_action("extensions.show")),
        Dialog(OtherDayState, decide.on_day_text, decide.prompt_day, on_cancel=run_action("extensions.show")),
        Dialog(BulkState, bulk.on_text, bulk.prompt),
    ),
    menu=(
        MenuEntry(120, "menu.ask_time", "extensions.begin", FILES),
        MenuEntry(130, "menu.extensions", "extensions.list_requests", DECIDE_EXTENSIONS),
    ),
)

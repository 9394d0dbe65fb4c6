"""More time for a report (/giahan): the officer's request, the coordinator's decision, one deadline for many units."""

from __future__ import annotations

from handlers.extensions import bulk, decide, request
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from reporting.roles import DECIDE_EXTENSIONS, FILES

FEATURE = Feature(
    "extensions",
    commands=(
        Command(
            "giahan",
            request.command,
            typed=("gia han", "xin gia han", "de nghi gia han"),
            roles=FILES | DECIDE_EXTENSIONS,
        ),
    ),
    actions={
        "extensions.begin": Action(request.begin),
        "extensions.choose_report": Action(request.choose_report),
        "extensions.choose_day": Action(request.choose_day),
        "extensions.withdraw": Action(request.withdraw_request),
        "extensions.leave": Action(request.leave),
        "extensions.list_requests": Action(decide.show_list),
        "extensions.show": Action(decide.show),
        "extensions.grant": Action(decide.grant),
        "extensions.refuse": Action(decide.refuse),
        "extensions.refuse_without_reason": Action(decide.refuse_without_reason),
        "extensions.ask_other_day": Action(decide.ask_other_day),
        "extensions.begin_bulk": Action(bulk.begin),
        "extensions.choose_bulk_report": Action(bulk.choose_report),
        "extensions.confirm_bulk": Action(bulk.confirm),
    },
    dialogs=(
        LegacyDialog("extensions.request", request.on_text, request.show),
        LegacyDialog(
            "extensions.refusal", decide.on_refusal_text, decide.prompt_refusal, on_cancel=run("extensions.show")
        ),
        LegacyDialog("extensions.other_day", decide.on_day_text, decide.prompt_day, on_cancel=run("extensions.show")),
        LegacyDialog("extensions.bulk", bulk.on_text, bulk.show),
    ),
    menu=(
        MenuEntry(120, "menu.ask_time", "extensions.begin", FILES),
        MenuEntry(130, "menu.extensions", "extensions.list_requests", DECIDE_EXTENSIONS),
    ),
)

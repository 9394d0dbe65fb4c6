"""The coordinator's decision about submitted reports (/duyet): queue, accept, return with remarks, unlock.

The officer's answer to remarks is in ``handlers.filing``.
"""

from __future__ import annotations

from handlers.review import accept, queue, report_view, resubmitted, return_picker, return_report, unlock
from handlers.turn.cancel import run_with_state as run
from handlers.turn.features import Action, Command, Feature, LegacyDialog, MenuEntry
from reporting.roles import REVIEWS

FEATURE = Feature(
    "review",
    commands=(
        Command(
            "duyet",
            queue.command,
            order=70,
            typed=("duyet", "duyet bao cao", "cho duyet", "bao cao cho duyet"),
            roles=REVIEWS,
        ),
    ),
    actions={
        "review.show_queue": Action(queue.show),
        "review.open": Action(report_view.show),
        "review.open_resubmitted": Action(resubmitted.open_resubmitted),
        "review.accept": Action(accept.accept),
        "review.ask_accept_several": Action(accept.ask_accept_several),
        "review.accept_several": Action(accept.accept_several),
        "review.begin_return": Action(return_report.begin),
        "review.list_sections": Action(return_picker.list_sections),
        "review.show_section": Action(return_picker.show_section),
        "review.pick_question": Action(return_picker.pick_question),
        "review.choose_zone": Action(return_picker.choose_zone),
        "review.list_zones": Action(return_picker.list_zones),
        "review.ask_to_check": Action(return_report.ask_to_check),
        "review.remove_remark": Action(return_report.remove_remark),
        "review.add_remark": Action(return_report.add_remark),
        "review.list_remarks": Action(return_report.show_list),
        "review.send_return": Action(return_report.send),
        "review.cancel_return": Action(return_report.cancel),
        "review.recall_return": Action(return_report.recall),
        "review.begin_unlock": Action(unlock.begin),
        "review.open_unlock_request": Action(unlock.open_unlock_request),
        "review.cancel_unlock": Action(unlock.cancel),
        "review.request_unlock": Action(unlock.request_unlock),
        "review.withdraw_unlock_request": Action(unlock.withdraw),
    },
    dialogs=(
        LegacyDialog("review.return", return_report.on_text, return_report.show, on_cancel=run("review.cancel_return")),
        LegacyDialog("review.unlock", unlock.on_text, unlock.show, on_cancel=run("review.cancel_unlock")),
        LegacyDialog(
            "review.unlock_request",
            unlock.on_request_text,
            unlock.prompt_request,
            on_cancel=run("review.withdraw_unlock_request"),
        ),
    ),
    menu=(MenuEntry(40, "menu.accept", "review.show_queue", REVIEWS),),
)

"""The coordinator's decision about submitted reports (/duyet): the queue, accepting, returning with remarks, unlocking.

The officer's answers to remarks are in ``handlers.filing``; receipts and history are in ``handlers.submissions``.
"""

from __future__ import annotations

from handlers.review import accept, queue, report_view, return_picker, return_report, unlock, unlock_request
from handlers.review.state import ReturnState, UnlockRequestState, UnlockState
from handlers.turn.cancel import run_action
from handlers.turn.features import Action, Command, Dialog, Feature, MenuEntry
from reporting.roles import FILES, REVIEWS

_FOR_REVIEWERS = {
    "review.show_queue": queue.show,
    "review.open": report_view.show,
    "review.open_resubmitted": report_view.open_resubmitted,
    "review.accept": accept.accept,
    "review.ask_accept_several": accept.ask_accept_several,
    "review.accept_several": accept.accept_several,
    "review.begin_return": return_report.begin,
    "review.list_sections": return_picker.list_sections,
    "review.show_section": return_picker.show_section,
    "review.pick_question": return_picker.pick_question,
    "review.choose_zone": return_picker.choose_zone,
    "review.list_zones": return_picker.list_zones,
    "review.ask_to_check": return_report.ask_to_check,
    "review.remove_remark": return_report.remove_remark,
    "review.add_remark": return_report.add_remark,
    "review.list_remarks": return_report.show_step,
    "review.send_return": return_report.send,
    "review.cancel_return": return_report.cancel,
    "review.recall_return": return_report.recall,
    "review.begin_unlock": unlock.begin,
    "review.open_unlock_request": unlock.open_unlock_request,
    "review.cancel_unlock": unlock.cancel,
}
_FOR_OFFICERS = {
    "review.request_unlock": unlock_request.request_unlock,
    "review.withdraw_unlock_request": unlock_request.withdraw,
}

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
        **{name: Action(run, REVIEWS) for name, run in _FOR_REVIEWERS.items()},
        **{name: Action(run, FILES) for name, run in _FOR_OFFICERS.items()},
    },
    dialogs=(
        Dialog(
            ReturnState,
            return_report.on_text,
            return_report.prompt,
            on_cancel=run_action("review.cancel_return"),
            refuse_secrecy_markings=False,  # the question whose remark had one is asked again, not the whole list
        ),
        Dialog(UnlockState, unlock.on_text, unlock.prompt, on_cancel=run_action("review.cancel_unlock")),
        Dialog(
            UnlockRequestState,
            unlock_request.on_text,
            unlock_request.prompt,
            on_cancel=run_action("review.withdraw_unlock_request"),
        ),
    ),
    menu=(MenuEntry(40, "menu.accept", "review.show_queue", REVIEWS),),
)

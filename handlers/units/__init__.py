"""Merging units (/hopnhat): who takes over the open reports, confirmation.

Importing units is a command of ``bot.cli``.
"""

from __future__ import annotations

from handlers.turn.features import Action, Command, Dialog, Feature
from handlers.units import merge
from reporting.roles import MERGE_UNITS

FEATURE = Feature(
    "units",
    commands=(Command("hopnhat", merge.command, order=130, typed=("hop nhat", "hop nhat don vi"), roles=MERGE_UNITS),),
    actions={
        "units.answer_merge": Action(merge.answer, MERGE_UNITS),
        "units.confirm_merge": Action(merge.confirm, MERGE_UNITS),
        "units.leave_merge": Action(merge.leave, MERGE_UNITS),
    },
    dialogs=(Dialog(merge.MergeState, merge.on_text, merge.prompt),),
)

"""Messages sent by the clock: digests to officers, coordinators and leaders, urging by hand, undeliverable messages,
the weekly line to administrators, warnings about a channel's quota.

When a reminder is due is decided in ``reporting.reminders``.
"""

from __future__ import annotations

from handlers.reminders import coordinator_digest, nudge, officer_digest
from handlers.turn.features import Action, Feature

FEATURE = Feature(
    "reminders",
    actions={
        "reminders.open_report": Action(officer_digest.open_report),
        "reminders.list_reports": Action(officer_digest.list_reports),
        "reminders.snooze": Action(officer_digest.snooze),
        "reminders.show_board": Action(coordinator_digest.show_board),
        "reminders.nudge_unit": Action(nudge.nudge_unit),
        "reminders.nudge_all": Action(nudge.nudge_all),
        "reminders.nudge_listed": Action(nudge.nudge_listed),
        "reminders.pick_unit": Action(nudge.pick_unit),
    },
)

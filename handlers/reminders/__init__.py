"""Messages sent by the clock: digests to officers, coordinators and leaders, the weekly message to administrators;
urging by hand ("Nhắc"); warnings about undeliverable messages and a channel's monthly quota.

When a reminder is due, and to whom, is decided in ``reporting.reminders``; ``bot.scheduled_jobs`` is the clock.
"""

from __future__ import annotations

from handlers.reminders import coordinator_digest, nudge, officer_digest
from handlers.turn.features import Action, Feature
from reporting.roles import FILES, OVERSEES

FEATURE = Feature(
    "reminders",
    actions={
        "reminders.open_report": Action(officer_digest.open_report, FILES),
        "reminders.list_reports": Action(officer_digest.list_reports),
        "reminders.snooze": Action(officer_digest.snooze),
        "reminders.show_board": Action(coordinator_digest.show_board, OVERSEES),
        "reminders.nudge_unit": Action(nudge.nudge_unit, OVERSEES),
        "reminders.nudge_all": Action(nudge.nudge_all, OVERSEES),
        "reminders.nudge_listed": Action(nudge.nudge_listed, OVERSEES),
        "reminders.pick_unit": Action(nudge.pick_unit, OVERSEES),
    },
)

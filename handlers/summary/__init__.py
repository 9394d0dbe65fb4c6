"""The leader's summary on one screen (/tomtat): figures against targets, charts, subscriptions."""

from __future__ import annotations

from handlers.summary import charts, subscriptions, summary
from handlers.turn.features import Action, Command, Feature, MenuEntry
from handlers.turn.messages import PICTURE
from reporting.roles import OVERSEES, REVIEWS

FEATURE = Feature(
    "summary",
    commands=(
        Command(
            "tomtat",
            summary.command,
            order=40,
            typed=("tom tat", "xem tom tat", "tinh hinh chung", "tong quan", "tinh hinh"),
            roles=OVERSEES,
        ),
    ),
    actions={
        "summary.show": Action(summary.show, OVERSEES),
        "summary.list_targets": Action(summary.targets, OVERSEES),
        "summary.pick_unit": Action(summary.pick_unit, OVERSEES),
        "summary.pick_report": Action(summary.pick_report, OVERSEES),
        "summary.show_chart": Action(charts.show, OVERSEES),
        "summary.pick_chart_subject": Action(charts.pick_subject, OVERSEES),
        "summary.open_subscribed": Action(subscriptions.open_summary),
        "summary.show_subscriptions": Action(subscriptions.show, OVERSEES),
        "summary.switch_subscription": Action(subscriptions.switch, OVERSEES),
        "summary.stop_subscription": Action(subscriptions.stop),
    },
    document_builders={PICTURE: charts.make},
    menu=(
        MenuEntry(20, "menu.summary", "summary.show", OVERSEES - REVIEWS),
        MenuEntry(50, "menu.summary", "summary.show", REVIEWS),
    ),
)

"""What was submitted: receipt, content of a version, history, differences between versions.

Shown to officers and to those who oversee them; deciding is in ``handlers.review``.
"""

from __future__ import annotations

from handlers.submissions import history, receipt
from handlers.turn.features import Action, Feature

FEATURE = Feature(
    "submissions",
    actions={
        "submissions.show_receipt": Action(receipt.show_receipt),
        "submissions.show_newest_receipt": Action(receipt.show_newest),
        "submissions.show_history": Action(history.show),
        "submissions.compare_versions": Action(history.compare_versions),
        "submissions.choose_versions": Action(history.choose_versions),
    },
)

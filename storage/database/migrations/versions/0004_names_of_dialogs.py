"""Dialogs and actions are named <capability>.<verb>: the names of open dialogs change, old buttons are emptied.

A tap on an old button is answered like a tap on a button of an older prompt: with the current state.
"""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
DIALOGS = {
    "board": "monitoring.board",
    "paper_record": "monitoring.paper_record",
    "excuse": "monitoring.excuse",
    "papers": "documents.menu",
    "invite": "members.invite",
    "members": "members.list",
    "rename": "account.name",
    "bulk": "members.bulk_invite",
    "report": "filing.interview",
    "review": "filing.review",
    "correct": "filing.question_choice",
    "extension": "extensions.request",
    "refusal": "extensions.refusal",
    "grant": "extensions.other_day",
    "extend_many": "extensions.bulk",
    "request": "adhoc.request",
    "merging": "units.merge",
    "paper": "filing.signed_document",
    "sheet": "filing.workbook",
    "evidence": "filing.attachments",
    "return": "review.return",
    "explain": "filing.explanation",
    "unlock": "review.unlock",
    "unlock_ask": "review.unlock_request",
    "zones": "zones.overview",
    "zone_sheet": "zones.criteria_sheet",
    "zone_proposal": "zones.proposal",
    "zone_decision": "zones.decision",
    "zone_outcome": "zones.evaluation",
    "zone_relapse": "zones.relapse_note",
}
THEN = {"zones.commune": "zones.show_commune", "zones.sheet": "zones.show_sheet"}
"""Actions that a dialog runs after it is closed."""
BUTTONS = ("choices", "told", "beside")
_conversation = sa.table("conversation", sa.column("id", sa.BigInteger), sa.column("state", sa.Text))


def upgrade() -> None:
    _rewrite(DIALOGS, THEN)


def downgrade() -> None:
    _rewrite({new: old for old, new in DIALOGS.items()}, {new: old for old, new in THEN.items()})


def _rewrite(dialogs: dict[str, str], then: dict[str, str]) -> None:
    sql = op.get_bind()
    for conversation_id, text in sql.execute(sa.select(_conversation.c.id, _conversation.c.state)).all():
        state = json.loads(text)
        if state.get("dialogue"):
            state["dialogue"] = _renamed(state["dialogue"], dialogs, then)
        state |= {key: [] for key in BUTTONS if state.get(key)}
        written = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        sql.execute(sa.update(_conversation).where(_conversation.c.id == conversation_id).values(state=written))


def _renamed(dialog: dict[str, Any], dialogs: dict[str, str], then: dict[str, str]) -> dict[str, Any]:
    """The dialog and the one below it, which opens again when it is closed, under their new names."""
    renamed = dialog | {"name": dialogs.get(dialog["name"], dialog["name"])}
    if dialog.get("then") in then:
        renamed["then"] = then[dialog["then"]]
    if dialog.get("before"):
        renamed["before"] = _renamed(dialog["before"], dialogs, then)
    return renamed

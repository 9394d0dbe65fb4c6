"""What the dialogs of members keep between two messages."""

from __future__ import annotations

from handlers.turn.dialog_state import DialogState
from reporting.roles import Role


class BrowseState(DialogState):
    """A list looked at: ``text`` is what was searched for, ``page`` counts from 0."""

    text: str = ""
    page: int = 0


class InviteState(BrowseState):
    dialog = "members.invite"


class MemberListState(BrowseState):
    dialog = "members.list"


class BulkInviteState(DialogState):
    """``wanted``: unit id, role and name of each person to be invited; an empty name where the list gives none."""

    dialog = "members.bulk_invite"
    wanted: list[tuple[int, Role, str]]

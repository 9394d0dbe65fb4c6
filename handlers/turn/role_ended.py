"""A role that was revoked or handed over: the next message says so, and the dialog opened under it is closed."""

from __future__ import annotations

from handlers.turn.context import Turn
from storage.people import memberships


def say_role_ended(turn: Turn) -> bool:
    """Whether the role in use here has ended; says so once, and what stays."""
    worn = turn.conversation.membership_id
    if worn is None or (turn.member is not None and turn.member.membership_id == worn):
        return False
    known = memberships.get(turn.tx, worn)
    ended, role = known.ended_at or turn.now, turn.words(f"text.role.{known.member.role}")
    turn.add_message("turn.role_ended.role", role=role, unit=known.member.unit.name, moment=turn.words.moment(ended))
    if turn.dialog:
        turn.add_message("turn.role_ended.kept")
    turn.start_dialog(None)
    turn.set_buttons()
    turn.conversation.membership_id = turn.member.membership_id if turn.member else None
    return True

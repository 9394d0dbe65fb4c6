"""A code to be handed on: issued, shown as link and QR. Only the message that tells it keeps it, while it is of use."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import NamedTuple

import segno

from handlers.turn.context import Turn
from handlers.turn.messages import File
from handlers.turn.services import Links
from reporting.roles import Role
from storage.people import invitations
from storage.units.units import Unit

DAYS = 7


class IssuedInvitation(NamedTuple):
    """An invitation as its issuer is told of it."""

    id: int
    code: str
    """As people write it: "7KQ4-M2XD"."""
    link: str | None
    until: datetime

    @property
    def qr(self) -> File:
        return File(f"{self.code}.png", "image/png", qr_code(self.link or self.code))


def issue_code(turn: Turn, unit: Unit, role: Role, *, hands_over: int | None = None) -> IssuedInvitation:
    """A code for one person, good for seven days."""
    code, until = turn.services.random_codes.code(invitations.LENGTH), turn.now + timedelta(days=DAYS)
    invitation_id = invitations.add(
        turn.tx, code, unit, role, by=turn.me.person_id, now=turn.now, expires_at=until, hands_over=hands_over
    )
    turn.mark_invitations_shown(invitation_id)
    return IssuedInvitation(
        invitation_id, invitations.format_code(code), invitation_link(turn.services.links, code), until
    )


def add_code(turn: Turn, issued: IssuedInvitation) -> None:
    """Says how the code reaches its person: typed, by link, by QR."""
    turn.add_message("members.invite.hand_on", code=issued.code)
    if issued.link:
        turn.add_message("members.invite.or_link", link=issued.link)
    turn.attach(issued.qr)


def invitation_link(links: Links, code: str) -> str | None:
    """Where a code leads in one tap: the bot on Telegram, else our own page, else nowhere."""
    if links.telegram_bot:
        return f"https://t.me/{links.telegram_bot}?start={invitations.format_code(code)}"
    return f"{links.public_url}/?start={invitations.format_code(code)}" if links.public_url else None


def qr_code(text: str) -> bytes:
    """A QR code as PNG."""
    image = io.BytesIO()
    segno.make_qr(text, error="m").save(image, kind="png", scale=8, border=4)
    return image.getvalue()

"""An address on a channel, who is behind it, and where the talk stands."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from locales import LANGUAGES
from storage.database.schema import conversation
from storage.database.sql import insert_or_ignore
from storage.messaging.button_token import ButtonToken


@dataclass(slots=True)
class Conversation:
    """``state``: ``{"dialogue": {"name": …} | None, "choices": [{"label", "action", "args", "says"}], "numbered"}``,
    with ``told``, the choices under messages that answered nothing, and ``beside``, those that were open when the last
    of these came: each with its ``token``.
    """

    id: int
    channel: str
    address: str
    person_id: int | None
    membership_id: int | None
    language: str
    state: dict[str, Any]
    prompt: int
    guesses: int
    guess_after: datetime | None
    blocked_at: datetime | None

    def set_buttons(self, choices: list[dict[str, Any]], *, numbered: bool) -> None:
        """Choices now open; those of an older prompt no longer count."""
        self.prompt += 1
        self.state |= {"choices": choices, "numbered": numbered, "beside": []}

    def open_beside(self, choices: list[dict[str, Any]]) -> None:
        """Choices of a message that answered nothing; what was open stays beside them until the person goes on."""
        standing = [
            choice | {"token": str(ButtonToken(self.prompt, at))}
            for at, choice in enumerate(self.state.get("choices", ()))
        ]
        beside = [*standing, *self.state.get("beside", ())][:MOST_BESIDE]
        self.set_buttons(choices, numbered=True)
        self.state["beside"] = beside

    def keep_open(self, choices: dict[str, dict[str, Any]]) -> None:
        """Choices by token that stay open beside whatever is offered later; of all told the newest are kept."""
        new = [choice | {"token": token} for token, choice in choices.items()]
        self.state["told"] = [*self.state.get("told", ()), *new][-MOST_TOLD:]

    def kept_open(self, token: str) -> dict[str, Any] | None:
        """The choice of that token under a message that answered nothing, or open when such a one came."""
        kept = (*self.state.get("told", ()), *self.state.get("beside", ()))
        return next((one for one in kept if one["token"] == token), None)


MOST_TOLD = 12
"""Choices under messages that answered nothing, kept for a conversation."""
MOST_BESIDE = 40
"""Choices that stay open beside those of messages that answered nothing."""
_COLUMNS = [conversation.c[field.name] for field in fields(Conversation)]
_OF_ADDRESS = (
    select(*_COLUMNS)
    .where(conversation.c.channel == bindparam("channel"), conversation.c.address == bindparam("address"))
    .with_for_update()
)
_BEGIN = insert_or_ignore(conversation, "channel", "address")
_GET = select(*_COLUMNS).where(conversation.c.id == bindparam("id"))
_OF_PERSON = (
    select(*_COLUMNS)
    .where(conversation.c.person_id == bindparam("person_id"))
    .order_by(conversation.c.updated_at.desc(), conversation.c.id.desc())
)
_SAVED = ("person_id", "membership_id", "language", "state", "prompt", "guesses", "guess_after", "updated_at")
_SAVE = (
    update(conversation)
    .where(conversation.c.id == bindparam("of"))
    .values({name: bindparam(name) for name in _SAVED} | {"blocked_at": None})
)
_KEEP = (
    update(conversation)
    .where(conversation.c.id == bindparam("of"))
    .values(state=bindparam("state"), prompt=bindparam("prompt"))
)
_LET_GO = (
    update(conversation)
    .where(conversation.c.person_id == bindparam("person"))
    .values(person_id=None, membership_id=None, state=bindparam("state"))
)
_BLOCK = (
    update(conversation)
    .where(conversation.c.id == bindparam("of"), conversation.c.blocked_at.is_(None))
    .values(blocked_at=bindparam("at"))
)


def lock_conversation(
    tx: Connection, channel: str, address: str, now: datetime, language: str | None = None
) -> Conversation:
    """The conversation with this address, begun if it is the first message; locked until the end of the transaction."""
    where = {"channel": channel, "address": address}
    row = tx.execute(_OF_ADDRESS, where).first()
    if row is None:
        new = {"language": _known(language), "state": {}, "created_at": now, "updated_at": now}
        tx.execute(_BEGIN, where | new)
        row = tx.execute(_OF_ADDRESS, where).one()
    return Conversation(*row)


def save(tx: Connection, conversation: Conversation, now: datetime) -> None:
    """Stores what changed. Whoever writes to us has not blocked us: ``blocked_at`` is cleared."""
    values = {name: getattr(conversation, name) for name in _SAVED[:-1]}
    tx.execute(_SAVE, {"of": conversation.id, "updated_at": now, **values})


def save_buttons(tx: Connection, conversation: Conversation) -> None:
    """Stores the choices opened by something told: the person has not written."""
    tx.execute(_KEEP, {"of": conversation.id, "state": conversation.state, "prompt": conversation.prompt})


def detach_person(tx: Connection, person_id: int) -> None:
    """Nobody is behind the person's addresses any more, and nothing is open there."""
    tx.execute(_LET_GO, {"person": person_id, "state": {}})


def get(tx: Connection, conversation_id: int) -> Conversation | None:
    row = tx.execute(_GET, {"id": conversation_id}).first()
    return None if row is None else Conversation(*row)


def of_person(tx: Connection, person_id: int) -> list[Conversation]:
    """Every address of a person, the one last used first."""
    return [Conversation(*row) for row in tx.execute(_OF_PERSON, {"person_id": person_id})]


def block(tx: Connection, conversation_id: int, now: datetime) -> bool:
    """The person no longer takes our messages; False where that was known."""
    return tx.execute(_BLOCK, {"of": conversation_id, "at": now}).rowcount > 0


def _known(language: str | None) -> str:
    """ "en-GB" is "en"; what we have no words for is Vietnamese."""
    short = (language or "").partition("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]

"""Conversations: an address on a channel, the person who uses it, the open dialog and the open choices."""

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
    """One conversation.

    ``state``: ``{"dialogue": {"name": …} | None, "choices": [{"label", "action", "args", "says"}], "numbered"}``, and
    two lists of further choices, each with its ``token``: ``told``, those of notifications, and ``beside``, those that
    were open when the last notification was sent. ``prompt``: number of the newest set of choices; ``guesses``: wrong
    invitation codes in a row; ``guess_after``: no code is checked before; ``blocked_at``: the person blocked the bot.
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
        """Open a new set of choices; those of older prompts are closed. ``numbered``: they can be chosen by number."""
        self.prompt += 1
        self.state |= {"choices": choices, "numbered": numbered, "beside": []}

    def open_beside(self, choices: list[dict[str, Any]]) -> None:
        """Open the choices of a notification; the choices open before stay open until the next ``set_buttons``."""
        open_choices = [
            choice | {"token": str(ButtonToken(self.prompt, at))}
            for at, choice in enumerate(self.state.get("choices", ()))
        ]
        earlier_choices = [*open_choices, *self.state.get("beside", ())][:MOST_BESIDE]
        self.set_buttons(choices, numbered=True)
        self.state["beside"] = earlier_choices

    def keep_open(self, choices: dict[str, dict[str, Any]]) -> None:
        """Keep choices of a notification (token → choice) open after later messages; the newest ``MOST_TOLD`` stay."""
        new = [choice | {"token": token} for token, choice in choices.items()]
        self.state["told"] = [*self.state.get("told", ()), *new][-MOST_TOLD:]

    def kept_open(self, token: str) -> dict[str, Any] | None:
        """The choice with this token in ``told`` or ``beside``; ``None`` if there is none."""
        choices = (*self.state.get("told", ()), *self.state.get("beside", ()))
        return next((choice for choice in choices if choice["token"] == token), None)


MOST_TOLD = 12
"""The most choices of notifications that stay open in a conversation."""
MOST_BESIDE = 40
"""The most earlier choices that stay open after a notification."""
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
    """The conversation with this address, created if there is none; locked until the end of the transaction.

    ``language``: the language of a new conversation, such as "en-GB".
    """
    where = {"channel": channel, "address": address}
    row = tx.execute(_OF_ADDRESS, where).first()
    if row is None:
        new = {"language": _known(language), "state": {}, "created_at": now, "updated_at": now}
        tx.execute(_BEGIN, where | new)
        row = tx.execute(_OF_ADDRESS, where).one()
    return Conversation(*row)


def save(tx: Connection, conversation: Conversation, now: datetime) -> None:
    """Store the conversation after a message of the person, which also shows that the bot is not blocked."""
    values = {name: getattr(conversation, name) for name in _SAVED[:-1]}
    tx.execute(_SAVE, {"of": conversation.id, "updated_at": now, **values})


def save_buttons(tx: Connection, conversation: Conversation) -> None:
    """Store the choices opened by a notification. The person has not written, so nothing else changes."""
    tx.execute(_KEEP, {"of": conversation.id, "state": conversation.state, "prompt": conversation.prompt})


def detach_person(tx: Connection, person_id: int) -> None:
    """Separate the person from all their addresses, and close all dialogs and choices there."""
    tx.execute(_LET_GO, {"person": person_id, "state": {}})


def get(tx: Connection, conversation_id: int) -> Conversation | None:
    """The conversation with this id; ``None`` if there is none. It is not locked."""
    row = tx.execute(_GET, {"id": conversation_id}).first()
    return None if row is None else Conversation(*row)


def of_person(tx: Connection, person_id: int) -> list[Conversation]:
    """The conversations of a person, the one used last first."""
    return [Conversation(*row) for row in tx.execute(_OF_PERSON, {"person_id": person_id})]


def block(tx: Connection, conversation_id: int, now: datetime) -> bool:
    """Store that the person blocked the bot; False if that was stored before."""
    return tx.execute(_BLOCK, {"of": conversation_id, "at": now}).rowcount > 0


def _known(language: str | None) -> str:
    """The language of a catalogue: "en-GB" → "en"; Vietnamese if there is no catalogue for it."""
    short = (language or "").partition("-")[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]

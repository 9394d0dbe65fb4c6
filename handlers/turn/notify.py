"""Notifications: a message to a person outside their own turn, which leaves their open dialog as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from handlers.turn.context import Turn
from handlers.turn.messages import Button, Payload, PayloadButton
from locales import Words, words
from storage.messaging import conversations, outbox
from storage.messaging.button_token import ButtonToken
from storage.messaging.conversations import Conversation
from storage.messaging.outbox import BULK, OutboxMessage
from storage.people.people import Member

TextBuilder = Callable[[Words], str]
"""Builds the text of a message in the language asked for."""


ButtonsBuilder = Callable[[Words], Sequence[Button]]
T = TypeVar("T")


def no_buttons(_: Words) -> Sequence[Button]:
    return ()


def notify_person(
    tx: Connection,
    person_id: int,
    text: TextBuilder,
    buttons: ButtonsBuilder = no_buttons,
    *,
    key: str,
    now: datetime,
    without: Collection[str] = (),
) -> OutboxMessage | None:
    """Puts one message for the person into the outbox, in the language of the conversation they wrote in last.

    ``key`` names what is said and to whom ("returned:17:2:5"): a message with the same key is sent once. ``without``:
    the channels that may not be used. Returns ``None`` where it was sent before or no address takes our messages. Not
    for the person whose turn it is: the turn answers them itself.
    """
    conversation = lock_newest_conversation(tx, person_id, now, without)
    if conversation is None:
        return None
    say = words(conversation.language)
    payload: Payload = {"text": text(say)}
    if shown := buttons(say):
        payload["choices"], payload["numbered"] = open_buttons(conversation, shown)
    message = outbox.add(tx, conversation, payload, now=now, lane=BULK, key=key)
    if message and shown:
        conversations.save_buttons(tx, conversation)
    return message


def notify_members(
    turn: Turn,
    members: Iterable[Member],
    text: Callable[[Words, Member], str],
    buttons: Callable[[Words, Member], Sequence[Button]] = lambda say, member: (),
    *,
    key: str,
) -> list[Member]:
    """Notifies each person once, except the one whose turn it is; returns those who can be reached."""
    others = {member.person_id: member for member in members if member.person_id != turn.me.person_id}
    return [
        member
        for person_id, member in others.items()
        if notify_person(
            turn.tx,
            person_id,
            partial(_for_member, text, member),
            partial(_for_member, buttons, member),
            key=f"{key}:{person_id}",
            now=turn.now,
        )
    ]


def _for_member(build: Callable[[Words, Member], T], member: Member, say: Words) -> T:
    return build(say, member)


def lock_newest_conversation(
    tx: Connection, person_id: int, now: datetime, without: Collection[str] = ()
) -> Conversation | None:
    """The conversation the person wrote in last and that takes our messages, locked as for a turn."""
    for conversation in conversations.of_person(tx, person_id):
        if conversation.blocked_at is None and conversation.channel not in without:
            return conversations.lock_conversation(tx, conversation.channel, conversation.address, now)
    return None


def open_buttons(conversation: Conversation, buttons: Sequence[Button]) -> tuple[list[PayloadButton], bool]:
    """Opens the buttons; returns their payload and whether they are numbered. The caller saves the conversation.

    While a dialog is open they stand beside its buttons, and a typed number, or a word such as "có", stays an answer
    to it. Elsewhere a number means them, and what was on the screen keeps its buttons and words. A tap on one of them
    works also later.
    """
    stored = [button.stored() for button in buttons]
    in_dialog = bool(conversation.state.get("dialogue"))
    standing = conversation.state.get("choices", []) if in_dialog else []
    if in_dialog:
        conversation.state["choices"] = [*standing, *(button | {"says": []} for button in stored)]
    else:
        conversation.open_beside(stored)
    by_token = {
        str(ButtonToken(conversation.prompt, place)): button for place, button in enumerate(stored, len(standing))
    }
    conversation.keep_open(by_token)
    return [{"id": token, "label": button["label"]} for token, button in by_token.items()], not in_dialog

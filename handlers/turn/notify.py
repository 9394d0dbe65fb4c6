"""Telling somebody something outside a turn of theirs, without taking them out of what they are doing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

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
"""A message, in whatever language it is asked for."""


def no_buttons(_: Words) -> Sequence[Button]:
    return ()


def notify_person(
    tx: Connection,
    person_id: int,
    text: TextBuilder,
    choices: Callable[[Words], Sequence[Button]] = no_buttons,
    *,
    key: str,
    now: datetime,
    without: Collection[str] = (),
) -> OutboxMessage | None:
    """Puts one message for the person into the outbox, in the language of the conversation they wrote in last.

    ``without``: the channels that take no more of these.

    ``key`` names what is told and to whom ("returned:17:2:5"): told once, whatever happens again. ``None`` where that
    is known already, or where no address takes our messages. Not for whoever's turn it is: a turn answers them itself.
    """
    conversation = lock_newest_conversation(tx, person_id, now, without)
    if conversation is None:
        return None
    say = words(conversation.language)
    payload: Payload = {"text": text(say)}
    offered = choices(say)
    if offered:
        payload["choices"], payload["numbered"] = open_buttons(conversation, offered)
    parcel = outbox.add(tx, conversation, payload, now=now, lane=BULK, key=key)
    if parcel and offered:
        conversations.save_buttons(tx, conversation)
    return parcel


def notify_members(
    turn: Turn,
    members: Iterable[Member],
    text: Callable[[Words, Member], str],
    choices: Callable[[Words, Member], Sequence[Button]] = lambda say, member: (),
    *,
    key: str,
) -> list[Member]:
    """Tells each person once, but not the one whose turn it is; returns who can be reached."""
    reached = []
    for each_member in {member.person_id: member for member in members}.values():
        if each_member.person_id == turn.me.person_id:
            continue
        if notify_person(
            turn.tx,
            each_member.person_id,
            *_of(each_member, text, choices),
            key=f"{key}:{each_member.person_id}",
            now=turn.now,
        ):
            reached.append(each_member)
    return reached


def _of(
    member: Member, text: Callable[[Words, Member], str], choices: Callable[[Words, Member], Sequence[Button]]
) -> tuple[Callable[[Words], str], Callable[[Words], Sequence[Button]]]:
    return lambda say: text(say, member), lambda say: choices(say, member)


def lock_newest_conversation(
    tx: Connection, person_id: int, now: datetime, without: Collection[str] = ()
) -> Conversation | None:
    """Where the person wrote last and still takes messages, locked as for a turn."""
    for conversation in conversations.of_person(tx, person_id):
        if conversation.blocked_at is None and conversation.channel not in without:
            return conversations.lock_conversation(tx, conversation.channel, conversation.address, now)
    return None


def open_buttons(conversation: Conversation, choices: Sequence[Button]) -> tuple[list[PayloadButton], bool]:
    """Opens the choices, and whether they are numbered; the conversation is the caller's to save.

    In a half-done dialogue they stand beside the choices open there, and a typed number, or a word such as "có", stays
    an answer. Elsewhere a number means them, and what was on the screen keeps its buttons and words. Their own buttons
    still work when the talk has gone on.
    """
    kept: list[dict[str, Any]] = [
        {"label": choice.label, "action": choice.action, "args": dict(choice.args), "says": list(choice.synonyms)}
        for choice in choices
    ]
    busy = bool(conversation.state.get("dialogue"))
    standing = conversation.state.get("choices", []) if busy else []
    if busy:
        conversation.state["choices"] = [*standing, *(one | {"says": []} for one in kept)]
    else:
        conversation.open_beside(kept)
    told = {str(ButtonToken(conversation.prompt, place)): choice for place, choice in enumerate(kept, len(standing))}
    conversation.keep_open(told)
    shown: list[PayloadButton] = [{"id": token, "label": choice["label"]} for token, choice in told.items()]
    return shown, not busy

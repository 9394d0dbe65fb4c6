"""One message in, one transaction, one message out.

What a message means, in this order: a slash command, an open button (tapped, or its number or label typed), a typed
command, an answer to the open dialog, a question. A file goes to the file handlers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from handlers.turn import role_ended
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, PASS, Command, NotUnderstood, Reply
from handlers.turn.messages import MAX_FILE, File, Incoming
from handlers.turn.services import Services
from reporting.roles import Role
from reporting.secrecy import secrecy_marking
from reporting.text import fold
from storage.messaging import conversations, inbound_events
from storage.messaging.button_token import ButtonToken
from storage.messaging.outbox import OutboxClaim, OutboxMessage
from storage.people import people


def handle_incoming(
    tx: Connection, incoming: Incoming, now: datetime, services: Services, claim: OutboxClaim | None = None
) -> list[OutboxMessage]:
    """Handles one incoming message in the transaction ``tx``; returns the messages to deliver.

    Nothing for an event that was handled before. ``claim``: who delivers the answer at once, without a detour.
    """
    if not inbound_events.first_seen(tx, incoming.channel, incoming.event_id, now):
        return []
    conversation = conversations.lock_conversation(tx, incoming.channel, incoming.address, now, incoming.language)
    turn = Turn(tx, incoming, now, services, conversation)
    dispatch(turn)
    turn.store_dialog()
    parcel = turn.reply(claim)
    conversations.save(tx, conversation, now)
    return [parcel] if parcel else []


def dispatch(turn: Turn) -> None:
    """Finds what the message means and does it."""
    text = turn.incoming.typed_text
    has_ended = role_ended.say_role_ended(turn)
    if text.startswith("/"):
        return dispatch_command(turn, text)
    if has_ended:
        return turn.show_menu()
    if turn.incoming.button_token is not None:
        return dispatch_button(turn, turn.incoming.button_token)
    if chosen := button_of_text(turn.conversation.state, text):
        return run_button(turn, chosen)
    if turn.member is None:
        return turn.registry.greet_stranger(turn)
    if turn.incoming.file and not text:
        return dispatch_file(turn, turn.incoming.file)
    return dispatch_text(turn, text)


def dispatch_file(turn: Turn, file: File) -> None:
    """A file: to the open dialog, else to the first handler that takes it; what is open stays open."""
    if file.missing is not None:
        return turn.add_message(f"turn.file_{file.missing}", limit=MAX_FILE // 2**20)
    on_file = turn.definition.on_file if turn.dialog else None
    if on_file and on_file(turn, turn.dialog, file):
        return
    if not any(take(turn, file) for take in turn.registry.file_handlers):
        turn.add_message("turn.file_not_now")


def dispatch_text(turn: Turn, text: str) -> None:
    """Free text of a member: an answer, else a typed command, else a question; never the end of a dialog."""
    command = turn.registry.typed_commands.get(fold(text))
    reply = _answer_dialog(turn, text, is_command=command is not None)
    if reply == HANDLED:
        return
    if command:
        return run_command(turn, command, "")
    if not isinstance(reply, NotUnderstood):
        return turn.registry.questions.answer(turn, text)
    if not turn.registry.questions.answer_beside(turn, text):
        turn.add_text(reply.text)


def _answer_dialog(turn: Turn, text: str, *, is_command: bool) -> Reply:
    """What the open dialog makes of a text; a command's words and a secrecy marking never reach most dialogs."""
    if turn.dialog is None:
        return PASS
    dialog = turn.definition
    if is_command and not dialog.reads_command_words:
        return PASS
    if dialog.refuse_secrecy_markings and (marking := secrecy_marking(text)) is not None:
        turn.add_message("text.secret", marking=marking)
        dialog.prompt(turn, turn.dialog)
        return HANDLED
    return dialog.on_text(turn, turn.dialog, text)


def dispatch_command(turn: Turn, text: str) -> None:
    """``/start 7KQ4-M2XD``, ``/tinhtrang@some_bot CODE``."""
    name, _, rest = text[1:].partition(" ")
    command_name = fold(name.split("@")[0].strip())
    command = turn.registry.commands.get(command_name) or turn.registry.typed_commands.get(
        command_name
    )  # /help is /trogiup
    if turn.member is None and not (command and command.open_to_strangers):
        return turn.registry.greet_stranger(turn)
    if command is None:
        turn.add_message("turn.unknown_command", command=name[:32])
        return turn.show_menu()
    return run_command(turn, command, rest.strip())


def run_command(turn: Turn, command: Command, rest: str) -> None:
    if command.roles is not None and (turn.member is None or turn.member.role not in command.roles):
        return _refuse_role(turn)
    if turn.dialog and not turn.has_unfinished_dialog:
        turn.start_dialog(None)
    command.handler(turn, rest)


def dispatch_button(turn: Turn, token: str) -> None:
    """A button by its token; one of an older prompt is answered with where things stand now."""
    button, buttons = ButtonToken.parse(token), turn.conversation.state.get("choices", [])
    if button and button.prompt == turn.conversation.prompt and button.place < len(buttons):
        return run_button(turn, buttons[button.place])
    if kept := turn.conversation.kept_open(token):
        return run_button(turn, kept)
    _say_stale(turn)


def _say_stale(turn: Turn) -> None:
    """A button of an older prompt, or of an older version: where things stand now."""
    if turn.member is None:
        return turn.registry.greet_stranger(turn)
    turn.add_message("turn.stale_choice")
    turn.resume()


def run_button(turn: Turn, chosen: Mapping[str, Any]) -> None:
    """Carries out a button, where the person's role may: the one in use, or the one the button was sent to."""
    action = turn.registry.actions.get(chosen["action"])
    if action is None:
        return _say_stale(turn)
    if turn.member is None and not action.open_to_strangers:
        return turn.registry.greet_stranger(turn)
    if action.roles is not None and not action.roles & _roles(turn, chosen["args"].get("membership")):
        return _refuse_role(turn)
    action.run(turn, chosen["args"])


def _roles(turn: Turn, membership_id: int | None) -> set[Role]:
    """The role in use, and the person's role in the live membership that a notification was sent to."""
    roles = {turn.me.role}
    if membership_id is not None and membership_id != turn.me.membership_id:
        held = people.memberships(turn.tx, turn.me.person_id)
        roles |= {member.role for member in held if member.membership_id == membership_id}
    return roles


def _refuse_role(turn: Turn) -> None:
    turn.add_message("turn.not_for_this_role")
    turn.show_menu()


def button_of_text(state: Mapping[str, Any], text: str) -> Mapping[str, Any] | None:
    """The open button a typed text means: by its number where buttons are numbered, its label, or a synonym.

    Of several labels alike the last one counts: that of the newest message.
    """
    choices: Sequence[Mapping[str, Any]] = state.get("choices", [])
    beside: Sequence[Mapping[str, Any]] = state.get("beside", [])
    if not (choices or beside) or not text or len(text) > 100:
        return None
    number = text.rstrip(".) ")
    if state.get("numbered", True) and number.isdecimal() and 1 <= int(number) <= len(choices):
        return choices[int(number) - 1]
    wanted = fold(text)
    labelled = (c for c in (*reversed(choices), *beside) if wanted == fold(c["label"]))
    return next(labelled, None) or next((c for c in (*choices, *beside) if wanted in c["says"]), None)

"""Turn: the context of one incoming message, and what a handler answers with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from handlers.turn.dialog_state import DialogState
from handlers.turn.features import Dialog, Registry, S
from handlers.turn.messages import Button, DeferredFile, File, Incoming, Payload, PayloadFile
from handlers.turn.services import Services
from locales import Words, words
from reporting.deadlines.calendar import local_day
from storage.messaging import attachments, file_jobs, outbox
from storage.messaging.button_token import ButtonToken
from storage.messaging.conversations import Conversation
from storage.messaging.file_jobs import FileJob
from storage.messaging.outbox import OutboxClaim, OutboxMessage
from storage.people import invitations, people
from storage.people.people import Member
from storage.plans.plans import PlanCache


class Turn:
    """What a handler may know and do while it works on one message."""

    def __init__(
        self, tx: Connection, incoming: Incoming, now: datetime, services: Services, conversation: Conversation
    ) -> None:
        self.tx, self.incoming, self.now, self.services, self.conversation = tx, incoming, now, services, conversation
        self.member: Member | None = people.member_of(tx, conversation)
        self._header = ""
        self._paragraphs: list[str] = []
        self._buttons: tuple[Button, ...] | None = None
        self._numbered = True
        self._files: list[File | DeferredFile] = []
        self._invitations: list[int] = []
        self._wants_file = False
        self._dialog: DialogState | None = None

    @property
    def words(self) -> Words:
        return words(self.conversation.language)

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def me(self) -> Member:
        """The member who wrote, where the dispatcher has made sure that it is one."""
        assert self.member is not None
        return self.member

    @property
    def registry(self) -> Registry:
        return self.services.registry

    @property
    def plans(self) -> PlanCache:
        return self.services.plans

    def add_message(self, key: str, /, **values: object) -> None:
        """Adds a paragraph from the catalogue, in the person's language."""
        self._paragraphs.append(self.words(key, **values))

    def add_text(self, text: str) -> None:
        """Adds a paragraph that is worded already; nothing for an empty text."""
        if text:
            self._paragraphs.append(text)

    def set_header(self, line: str) -> None:
        """The first line of the message, whatever is added: where a question stands ("Câu 6/26 · …")."""
        self._header = line

    def set_buttons(self, *buttons: Button, numbered: bool | None = None) -> None:
        """The buttons under the message.

        ``numbered``: whether a typed number means one of them; by default only while no dialog is open, since a number
        typed in a dialog is an answer.
        """
        self._buttons, self._numbered = buttons, self.dialog is None if numbered is None else numbered

    def attach(self, file: File | DeferredFile) -> None:
        self._files.append(file)

    def want_file(self) -> None:
        """The message asks for a file."""
        self._wants_file = True

    def mark_invitations_shown(self, *invitation_ids: int) -> None:
        """The message shows the codes of these invitations; it is rewritten once they are of no more use."""
        self._invitations += invitation_ids

    def start_dialog(self, dialog: DialogState | None) -> None:
        """Opens a dialog, or closes the open one with ``None``; buttons shown before no longer count."""
        self._open(dialog.stored() if dialog else None)
        self._dialog = dialog

    def _open(self, stored: dict[str, Any] | None) -> None:
        self.conversation.state = self.conversation.state | {
            "dialogue": stored,
            "choices": [],
            "beside": [],
            "numbered": True,
        }

    @property
    def _stored(self) -> dict[str, Any] | None:
        """The open dialog as it is stored: its name, its state, and the dialog ``before`` it."""
        return self.conversation.state.get("dialogue")

    @property
    def dialog(self) -> DialogState | None:
        """The state of the open dialog; changed in place, it is stored when the turn ends.

        A dialog that an older version stored and this one cannot read is closed.
        """
        if self._dialog is None and self._stored and (dialog := self.registry.dialogs.get(self._stored["name"])):
            self._dialog = dialog.state.load(self._stored)
        if self._dialog is None and self._stored:
            self.conversation.state["dialogue"] = None
        return self._dialog

    @property
    def definition(self) -> Dialog[Any]:
        """What the open dialog is registered as. Only while a dialog is open."""
        assert self.dialog is not None
        return self.registry.dialogs[self.dialog.dialog]

    def dialog_as(self, state: type[S]) -> S | None:
        """The state of the open dialog where it is of this kind."""
        return self.dialog if isinstance(self.dialog, state) else None

    def store_dialog(self) -> None:
        """Writes the state of the open dialog back into the conversation, as the handlers left it."""
        if self._dialog is not None and self._stored is not None:
            self.conversation.state["dialogue"] = self._stored | self._dialog.stored()

    def run_action(self, action: str, **args: Any) -> None:
        """Carries out what a button would: the bridge from one capability to another."""
        self.registry.actions[action].run(self, args)

    def show_menu(self) -> None:
        self.registry.show_menu(self)

    def push_dialog(self, dialog: DialogState) -> None:
        """Opens a dialog on top of the open one, which ``pop_dialog`` opens again as it was."""
        self.store_dialog()
        below = self._stored or {}
        before = below.get("before") if below.get("name") == dialog.dialog else self._stored
        self._open(dialog.stored() | {"before": before})
        self._dialog = dialog

    def pop_dialog(self) -> None:
        """Closes the open dialog; what was open before it is open again."""
        self._open((self._stored or {}).get("before"))
        self._dialog = None

    def pop_dialog_if(self, *states: type[DialogState]) -> None:
        """The same, where the open dialog is one of these."""
        if isinstance(self.dialog, states):
            self.pop_dialog()

    def switch_role(self, membership_id: int) -> None:
        """Switches to the membership this button was sent to.

        Closes a dialog opened under another one; saved answers stay.
        """
        if membership_id != self.me.membership_id:
            self.start_dialog(None)
        self.conversation.membership_id = membership_id
        self.member = people.member_of(self.tx, self.conversation)

    @property
    def has_unfinished_dialog(self) -> bool:
        """Whether something half done is open, not only something looked at."""
        return self.dialog is not None and not self.definition.transient

    def resume(self) -> None:
        """Shows where the open dialog stands, else the menu."""
        if self.dialog:
            self.definition.prompt(self, self.dialog)
        else:
            self.show_menu()

    def reply(self, claim: OutboxClaim | None) -> OutboxMessage | None:
        """Stores the answer in the outbox, and the buttons now open in the conversation."""
        if not self._paragraphs and not self._files:
            return None
        text = "\n\n".join(self._paragraphs)
        payload: Payload = {"text": f"{self._header}\n{text}" if self._header else text}
        if self._buttons is not None:
            self.conversation.set_buttons([button.stored() for button in self._buttons], numbered=self._numbered)
            payload["choices"] = [
                {"id": str(ButtonToken(self.conversation.prompt, index)), "label": button.label}
                for index, button in enumerate(self._buttons)
            ]
            payload["numbered"] = self._numbered
        if self._wants_file:
            payload["wants_file"] = True
        if self._files:
            payload["files"] = [self._store(file) for file in self._files]
        parcel = outbox.add(self.tx, self.conversation, payload, now=self.now, claim=claim)
        if parcel and self._invitations:
            invitations.link_message(self.tx, self._invitations, parcel.id)
        return parcel

    def _store(self, file: File | DeferredFile) -> PayloadFile:
        token, content = self.services.random_codes.token(), file.content if isinstance(file, File) else b""
        stored = attachments.add(self.tx, token, self.conversation.id, file.name, file.mime, content, self.now)
        if isinstance(file, DeferredFile):
            file_jobs.add(self.tx, FileJob(token, self.me.membership_id, file.params))
        return PayloadFile(**stored)

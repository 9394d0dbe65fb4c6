"""What a handler works with: the turn of one message, and the desk it is worked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection

from handlers.turn.messages import Choice, File, Incoming, Ordered, Payload, PayloadFile
from locales import Words, words
from reporting.deadlines.calendar import Calendar, local_day
from storage.messaging import attachments, file_jobs, outbox
from storage.messaging.conversations import Conversation
from storage.messaging.file_jobs import Order
from storage.messaging.outbox import Claim, Parcel
from storage.operations.retention import USUAL, Retention
from storage.people import invitations, people
from storage.people.people import Member
from storage.plans.plans import Shelf

Args = Mapping[str, Any]


State = dict[str, Any]


class Entropy(Protocol):
    """Randomness, passed in: codes and tokens."""

    def code(self, length: int) -> str:
        """Letters and digits that nobody misreads (no 0/O, 1/I/L, 8/B), upper case."""
        ...

    def token(self) -> str:
        """An unguessable token, 32 characters of [A-Za-z0-9_-]."""
        ...


class Turn:
    """What a handler may know and do while it works on one message."""

    def __init__(
        self, tx: Connection, incoming: Incoming, now: datetime, desk: Desk, conversation: Conversation
    ) -> None:
        self.tx, self.incoming, self.now, self.desk, self.conversation = tx, incoming, now, desk, conversation
        self.member: Member | None = people.member_of(tx, conversation)
        self._lead = ""
        self._paragraphs: list[str] = []
        self._choices: tuple[Choice, ...] | None = None
        self._numbered = True
        self._files: list[File | Ordered] = []
        self._codes: list[int] = []
        self._wants_file = False

    @property
    def words(self) -> Words:
        return words(self.conversation.language)

    @property
    def today(self) -> date:
        return local_day(self.now)

    @property
    def me(self) -> Member:
        """The person, where the command table has made sure there is one."""
        assert self.member is not None
        return self.member

    @property
    def plans(self) -> Shelf:
        return self.desk.plans

    def tell(self, key: str, /, **values: object) -> None:
        """Adds a paragraph in the person's language."""
        self._paragraphs.append(self.words(key, **values))

    def say(self, text: str) -> None:
        """Adds a paragraph that is worded already."""
        if text:
            self._paragraphs.append(text)

    def lead(self, line: str) -> None:
        """The line the message begins with, whatever is added: where a question stands ("Câu 6/26 · …")."""
        self._lead = line

    def offer(self, *choices: Choice, numbered: bool = True) -> None:
        """The choices under the message; ``numbered=False`` while a typed number is an answer."""
        self._choices, self._numbered = choices, numbered

    def attach(self, file: File | Ordered) -> None:
        self._files.append(file)

    def want_file(self) -> None:
        """The message asks for a file."""
        self._wants_file = True

    def carries(self, *invitation_ids: int) -> None:
        """The message shows the codes of these invitations; it does so no longer than they are of use."""
        self._codes += invitation_ids

    def open(self, name: str | None, /, **state: Any) -> None:
        """Opens a dialogue (or closes it with ``None``); older choices no longer count."""
        self.conversation.state = self.conversation.state | {
            "dialogue": {"name": name, **state} if name else None,
            "choices": [],
            "beside": [],
            "numbered": True,
        }

    @property
    def dialogue(self) -> State | None:
        """The open dialogue: its name and what it keeps."""
        return self.conversation.state.get("dialogue")

    def go(self, action: str, **args: Any) -> None:
        """Carries out what a choice would."""
        self.desk.actions[action](self, args)

    def step_aside(self, name: str, /, **state: Any) -> None:
        """Opens a dialogue before the one that is open, which ``come_back`` opens again as it was."""
        before = self.dialogue or {}
        self.open(name, before=before.get("before") if before.get("name") == name else self.dialogue, **state)

    def come_back(self) -> None:
        before = dict((self.dialogue or {}).get("before") or {})
        self.open(before.pop("name", None), **before)

    def step_back(self, *names: str) -> None:
        """Closes the open dialogue where it is one of these: what was open before it is open again."""
        if self.dialogue and self.dialogue["name"] in names:
            self.come_back()

    def put_on(self, membership_id: int) -> None:
        """The hat a choice concerns; what is open under another one ends, its answers are kept."""
        if membership_id != self.me.membership_id:
            self.open(None)
        self.conversation.membership_id = membership_id
        self.member = people.member_of(self.tx, self.conversation)

    @property
    def is_busy(self) -> bool:
        """Whether something half done is open, not only something looked at."""
        return self.dialogue is not None and not self.desk.dialogues[self.dialogue["name"]].passing

    def go_on(self) -> None:
        """Shows where the open dialogue stands, else the menu."""
        if self.dialogue:
            self.desk.dialogues[self.dialogue["name"]].show(self)
        else:
            self.desk.menu(self)

    def reply(self, claim: Claim | None) -> Parcel | None:
        """Stores what was said in the outbox, and the choices now open in the conversation."""
        if not self._paragraphs and not self._files:
            return None
        text = "\n\n".join(self._paragraphs)
        payload: Payload = {"text": f"{self._lead}\n{text}" if self._lead else text}
        if self._choices is not None:
            self.conversation.offer(
                [
                    {"label": c.label, "action": c.action, "args": dict(c.args), "says": list(c.says)}
                    for c in self._choices
                ],
                numbered=self._numbered,
            )
            payload["choices"] = [
                {"id": f"{self.conversation.prompt}.{i}", "label": choice.label}
                for i, choice in enumerate(self._choices)
            ]
            payload["numbered"] = self._numbered
        if self._wants_file:
            payload["wants_file"] = True
        if self._files:
            payload["files"] = [self._keep(file) for file in self._files]
        parcel = outbox.add(self.tx, self.conversation, payload, now=self.now, claim=claim)
        if parcel and self._codes:
            invitations.tell_in(self.tx, self._codes, parcel.id)
        return parcel

    def _keep(self, file: File | Ordered) -> PayloadFile:
        id, content = self.desk.entropy.token(), file.content if isinstance(file, File) else b""
        kept = attachments.add(self.tx, id, self.conversation.id, file.name, file.mime, content, self.now)
        if isinstance(file, Ordered):
            file_jobs.add(self.tx, Order(id, self.me.membership_id, file.recipe))
        return PayloadFile(**kept)


Handler = Callable[[Turn, str], None]
"""A command: gets what was typed after it."""
Action = Callable[[Turn, Mapping[str, Any]], None]
"""What a choice does: gets the choice's ``args``."""
Taker = Callable[[Turn, File], bool]
"""Takes a file that came in; False where it is nothing for it."""

Render = Callable[[], bytes]
"""Makes a file of what was read: slow and pure, for a thread of its own."""


@dataclass(frozen=True)
class Errand:
    """What the maker of an ordered file works with: the transaction it reads in, and for whom it is made."""

    tx: Connection
    desk: Desk
    member: Member
    recipe: Mapping[str, Any]
    now: datetime


Maker = Callable[[Errand], Render | None]
"""Reads all that a file needs; ``None`` where the person may no longer have it, or there is nothing any more."""


@dataclass(frozen=True)
class Command:
    """``/baocao``, or typed: "nộp báo cáo"."""

    name: str
    handler: Handler
    typed: tuple[str, ...] = ()
    """Typed words that mean it, folded."""
    roles: frozenset[str] | None = None
    """Who may; ``None``: every member."""
    open_to_strangers: bool = False
    in_menu: bool = True


@dataclass(frozen=True)
class Dialogue:
    """Something that goes on over several messages.

    ``hear`` returns None when it took the message, else the words to say if the message means nothing else either.
    ``show`` shows where the dialogue stands. ``take`` takes a file before anybody else may. ``passing``: something only
    looked at, which ends where something else is asked for. ``cancel`` is what /huy does in it; without one it ends,
    and the menu follows.
    """

    hear: Callable[[Turn, str], str | None]
    show: Callable[[Turn], None]
    take: Taker | None = None
    passing: bool = False
    cancel: Callable[[Turn], None] | None = None


@dataclass
class Links:
    """Where invitations lead: the bot's Telegram user name, once Telegram has told it, and our own public address."""

    telegram_bot: str | None = None
    public_url: str | None = None


@dataclass(frozen=True)
class Desk:
    """Everything a turn needs besides its message: what can be asked for, the live plans, randomness."""

    commands: Mapping[str, Command]
    actions: Mapping[str, Action]
    dialogues: Mapping[str, Dialogue]
    takers: Sequence[Taker]
    """Who may take a file, in this order."""
    makers: Mapping[str, Maker]
    """Who makes a file that was ordered, by the kind of its recipe."""
    stranger: Callable[[Turn], None]
    menu: Callable[[Turn], None]
    plans: Shelf
    entropy: Entropy
    calendar: Calendar
    links: Links
    plans_dir: Path | None = None
    """Where adopted plans stand as files."""
    open_actions: frozenset[str] = frozenset({"enrol.confirm", "enrol.decline"})
    """The choices a stranger may take."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """Channel → how many messages it carries in a month, where its platform counts."""
    retention: Retention = USUAL
    """How long what is not a report is kept."""

    @cached_property
    def typed(self) -> dict[str, Command]:
        return {phrase: command for command in self.commands.values() for phrase in command.typed}

"""What comes in and what goes out, the same on every channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

from reporting.imports.invite_rows import InviteList
from reporting.workbook import FilledWorkbook, UnreadableWorkbook
from reporting.workbook.file_type import FileType

MAX_FILE = 10 * 1024 * 1024
"""Bytes of a file that comes in."""
MissingContent: TypeAlias = Literal["too_big", "lost"] | None
ParsedContent: TypeAlias = FilledWorkbook | UnreadableWorkbook | InviteList | FileType | None
"""What a file turned out to be: a workbook (read, or why it could not be), people to be invited, or only its type."""


@dataclass(frozen=True, slots=True)
class File:
    """A file, in or out. ``content`` is whole: channels limit its size before it gets here.

    ``missing`` tells why there is none: the file is larger than ``MAX_FILE``, or could not be fetched. ``inside`` is
    set by ``handlers.turn.incoming_files.parse_incoming_file``, before the turn.
    """

    name: str
    mime: str
    content: bytes
    missing: MissingContent = None
    parsed: ParsedContent = None


PICTURE = "picture"
"""The kind of file that is a chart."""


@dataclass(frozen=True, slots=True)
class DeferredFile:
    """A file that takes long to make: made after the commit, outside of it, before its message is delivered.

    ``params["kind"]`` names its builder (``Feature.document_builders``).
    """

    name: str
    mime: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a person.

    ``button_token`` is the token of a button shown before ("12.0": the first button of prompt 12). ``event_id`` is the
    channel's own id of the event, by which a repeated one is dropped.
    """

    channel: str
    address: str
    event_id: str
    at: datetime
    text: str = ""
    button_token: str | None = None
    file: File | None = None
    sender: str = ""
    language: str | None = None

    @property
    def typed_text(self) -> str:
        """The text of the message; a small text file counts as typed."""
        if not self.text and self.file and self.file.mime.startswith("text/plain"):
            try:
                return self.file.content.decode("utf-8-sig").strip()
            except UnicodeDecodeError:
                return ""
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class Button:
    """A button: Telegram and the web draw one, plain text a numbered line.

    ``action`` and ``args`` are what it means; they stay in the conversation and are never sent. ``synonyms``: further
    typed words that mean it, folded ("nop bao cao" is understood from the label itself).
    """

    label: str
    action: str
    args: Mapping[str, Any] = field(default_factory=dict)
    synonyms: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As the conversation keeps it."""
        return {"label": self.label, "action": self.action, "args": dict(self.args), "says": list(self.synonyms)}


class PayloadButton(TypedDict):
    id: str
    label: str


class PayloadFile(TypedDict):
    id: str
    name: str
    mime: str


class Payload(TypedDict):
    """One message to a person, as the outbox stores it and channels draw it.

    ``numbered``: a typed "2" means the second button; False while a dialog is open, where "2" is an answer.
    """

    text: str
    choices: NotRequired[list[PayloadButton]]
    numbered: NotRequired[bool]
    files: NotRequired[list[PayloadFile]]
    wants_file: NotRequired[bool]
    """The person may send a file now: a channel that takes none shows where one can be handed in."""

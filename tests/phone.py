"""Somebody with a phone: says and taps things, one turn of the real services each, and reads the answer."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from handlers.turn import file_jobs
from handlers.turn.dispatch import handle_incoming
from handlers.turn.incoming_files import parse_incoming_file
from handlers.turn.messages import File, Incoming
from handlers.turn.services import Services
from storage.database.schema import outbox
from storage.messaging import attachments
from storage.messaging.attachments import Attachment
from storage.messaging.outbox import BULK
from tests.province import CHANNEL

_events = itertools.count()


@dataclass
class Phone:
    """``phone.say("/toi")``, ``phone.tap("English")``; ``text``, ``choices`` and ``files`` are the last answer's."""

    tx: Connection
    services: Services
    now: datetime
    address: str
    sender: str = ""
    language: str | None = None
    channel: str = CHANNEL
    answer: Mapping[str, Any] = field(default_factory=lambda: {"text": ""})

    def say(self, text: str) -> str:
        return self._send(text=text)

    def tap(self, label: str) -> str:
        (token,) = (choice["id"] for choice in self.answer.get("choices", []) if choice["label"] == label)
        return self._send(choice=token)

    def receive(self) -> str:
        """Reads the newest message that came outside a turn: a notification, a reminder."""
        sent = select(outbox.c.payload).where(outbox.c.channel == self.channel, outbox.c.address == self.address)
        self.answer = self.tx.execute(sent.where(outbox.c.lane == BULK).order_by(outbox.c.id.desc())).scalars().first()
        assert self.answer is not None, f"nothing came to {self.address}"
        return self.text

    def send_file(self, name: str, content: bytes, mime: str = "application/octet-stream") -> str:
        """Hands over a file, as an ``Intake`` does: looked into before the turn."""
        return self._send(file=File(name, mime, content))

    def later(self, **wait: float) -> None:
        self.now += timedelta(**wait)

    @property
    def text(self) -> str:
        text: str = self.answer["text"]
        return text

    @property
    def choices(self) -> list[str]:
        return [choice["label"] for choice in self.answer.get("choices", [])]

    @property
    def files(self) -> list[Attachment]:
        for file in self.answer.get("files", []):
            made(self.tx, self.services, file["id"], self.now)
        answer_files = [attachments.get(self.tx, file["id"]) for file in self.answer.get("files", [])]
        return [attachment for attachment in answer_files if attachment]

    def _send(self, text: str = "", choice: str | None = None, file: File | None = None) -> str:
        event = f"event-{next(_events)}"
        incoming = Incoming(
            self.channel,
            self.address,
            event,
            self.now,
            text=text,
            button_token=choice,
            file=file,
            sender=self.sender,
            language=self.language,
        )
        (parcel,) = handle_incoming(self.tx, parse_incoming_file(incoming), self.now, self.services)
        self.answer = parcel.payload
        return self.text


def made(tx: Connection, services: Services, file_id: str, now: datetime) -> None:
    """A file that was ordered, made as the delivery does before it sends the message."""
    render = file_jobs.prepare(tx, file_id, services, now)
    assert render is not False, "the file cannot be made"
    if callable(render):
        file_jobs.finish(tx, file_id, render(), now)

"""Texts and buttons about the files attached to a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.turn.messages import Button
from locales import Words
from storage.reports.attached_documents import AttachedDocument

SHORT = 12
"""Digits of the SHA-256 shown."""


def size_words(words: Words, document: AttachedDocument) -> str:
    """ "1,2 MB", "340 KB"."""
    if document.size >= 2**20:
        whole, tenths = divmod(round(document.size * 10 / 2**20), 10)
        return words("reports.attachments.megabytes", whole=whole, tenths=tenths)
    return words("reports.attachments.kilobytes", n=max(1, round(document.size / 2**10)))


def list_lines(words: Words, documents: Sequence[AttachedDocument], *, numbered: bool = True) -> Iterator[str]:
    """ "1. ban-ky.pdf (340 KB, SHA-256: 1f2e…) · Cán bộ mẫu, 09:42 ngày 19/5/2026"."""
    for number, document in enumerate(documents, 1):
        line = words(
            "reports.attachments.line",
            name=document.name,
            size=size_words(words, document),
            sha=document.sha256[:SHORT],
            person=document.person,
            at=words.moment(document.at),
        )
        yield f"{number}. {line}" if numbered else line


def see_buttons(words: Words, documents: Sequence[AttachedDocument]) -> list[Button]:
    """ "Xem tệp 1", one for each file, numbered like ``list_lines``."""
    return [
        Button(words("reports.attachments.choice.see", number=number), "filing.send_attachment", {"file": document.id})
        for number, document in enumerate(documents, 1)
    ]


def attach_button(words: Words, obligation_id: int) -> Button:
    """ "Đính kèm bản ký", for an officer of the unit."""
    label, synonyms = words("reports.attachments.choice.ask"), ("dinh kem", "dinh kem ban ky", "ban ky")
    return Button(label, "filing.edit_attachments", {"obligation": obligation_id}, synonyms=synonyms)

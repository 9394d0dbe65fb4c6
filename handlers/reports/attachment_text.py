"""How attached files are told and chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.turn.messages import Button
from locales import Words
from storage.reports.attached_documents import AttachedDocument

SHORT = 12
"""Digits of the SHA-256 shown."""


def size_words(words: Words, one: AttachedDocument) -> str:
    """ "1,2 MB", "340 KB"."""
    if one.size >= 2**20:
        whole, tenths = divmod(round(one.size * 10 / 2**20), 10)
        return words("reports.attachments.megabytes", whole=whole, tenths=tenths)
    return words("reports.attachments.kilobytes", n=max(1, round(one.size / 2**10)))


def list_lines(words: Words, there: Sequence[AttachedDocument], *, numbered: bool = True) -> Iterator[str]:
    """ "1. ban-ky.pdf (340 KB, SHA-256: 1f2e…) · Cán bộ mẫu, 09:42 ngày 19/5/2026"."""
    for number, one in enumerate(there, 1):
        line = words(
            "reports.attachments.line",
            name=one.name,
            size=size_words(words, one),
            sha=one.sha256[:SHORT],
            person=one.person,
            at=words.moment(one.at),
        )
        yield f"{number}. {line}" if numbered else line


def see_buttons(words: Words, there: Sequence[AttachedDocument]) -> list[Button]:
    return [
        Button(words("reports.attachments.choice.see", number=number), "filing.send_attachment", {"file": one.id})
        for number, one in enumerate(there, 1)
    ]


def attach_button(words: Words, obligation_id: int) -> Button:
    """The officer's way to it, for the screens of a report."""
    says = ("dinh kem", "dinh kem ban ky", "ban ky")
    return Button(
        words("reports.attachments.choice.ask"), "filing.edit_attachments", {"obligation": obligation_id}, synonyms=says
    )

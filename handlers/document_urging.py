"""Công văn đôn đốc: the letter that lists the units which still owe a report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from handlers import document_head as head
from handlers.deadline import until_words
from handlers.document_matter import Matter, matter
from handlers.document_status import Status
from handlers.turn import Errand, Render
from reporting.documents import urging_docx
from reporting.documents.tables import Row, Table, header
from reporting.documents.urging_docx import Letter
from reporting.obligation import State

BESIDE = 6
"""More units than these are addressed as those of the list."""


def make(errand: Errand) -> Render | None:
    """``None`` where everybody has filed."""
    about = matter(errand)
    status = Status(about) if about else None
    if about is None or status is None or not status.missing:
        return None
    return partial(urging_docx.draw, _letter(about, status))


def _letter(about: Matter, status: Status) -> Letter:
    words, missing = about.words, status.missing
    names = tuple(head.full_name(words, one.unit.name) for one in missing)
    return Letter(
        head=head.letterhead(
            about, about=words("documents.urging.about", period=about.period_words, plan=about.plan.short_title)
        ),
        dear=words("documents.urging.dear"),
        to=names if len(names) <= BESIDE else (words("documents.urging.listed"),),
        paragraphs=tuple(_paragraphs(about, status)),
        table=_table(about, status),
        after=tuple(words("documents.urging.closing", unit=head.full_name(words, about.unit.name)).split("\n")),
        ending=head.ending(about, []),
        made_at=about.made_at,
    )


def _paragraphs(about: Matter, status: Status) -> Iterator[str]:
    """What is owed by when, each deadline once, and how many still owe it."""
    words, owing, missing = about.words, status.owing, status.missing
    yield words("documents.urging.duty", basis=head.basis(words, about.plan), period=about.period_words)
    rules: dict[str, list[str]] = {}
    for one in missing:
        until = until_words(words, about.plan, one.obligation, about.calendar)
        levels = rules.setdefault(f"{until[:1].lower()}{until[1:]}", [])
        level = words(f"overview.level.{one.unit.kind}")
        levels += [] if level in levels else [level]
    for until, levels in rules.items():
        yield words("documents.urging.deadline", levels=", ".join(levels), until=until)
    filed = len(owing) - len(missing)
    yield words("documents.urging.standing", as_of=about.as_of, n=filed, all=len(owing), missing=len(missing))


def _table(about: Matter, status: Status) -> Table:
    words = about.words
    titles = words("documents.urging.columns").split("|")
    columns = header(titles, (1.1, "middle"), (6.9, "left"), (3.4, "left"), (2.3, "middle"), (2.3, "middle"))
    rows: list[Row] = []
    for number, one in enumerate(status.missing, 1):
        owed = one.obligation
        days = (about.made_at.date() - owed.last_day).days
        late = words("documents.urging.days", n=days) if days > 0 and owed.is_late(about.now) else ""
        state = words("documents.urging.returned" if owed.state == State.RETURNED else "documents.urging.missing")
        rows.append((str(number), head.full_name(words, one.unit.name), state, words.day(owed.last_day), late))
    return Table(columns, tuple(rows))

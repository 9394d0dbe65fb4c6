"""The spreadsheet of a report, to fill in and send back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from handlers.reports.access import open_draft
from handlers.reports.draft import Draft
from handlers.text.deadlines import until_words, window_words
from handlers.text.report_names import full_report_name
from handlers.text.workbook import labels
from handlers.turn.context import Turn
from handlers.turn.messages import Button, File
from reporting.integrity.submission_document import ReportIdentity
from reporting.text import fold
from reporting.workbook import MIME, WorkbookTemplate, draw

Args = Mapping[str, Any]


def give_workbook(turn: Turn, args: Args) -> None:
    """Tải biểu mẫu .xlsx: with the answers given so far. ``workbook_upload`` takes it back at any time."""
    if (draft := open_draft(turn, args["obligation"])) is None:
        return
    turn.add_message("filing.workbook.given", report=full_report_name(turn.words, draft.plan, draft.obligation))
    turn.attach(File(file_name(draft), MIME, draw(template(draft))))
    turn.want_file()
    turn.set_buttons(
        Button(turn.words("filing.workbook.choice.chat"), "filing.begin", args),
        Button(turn.words("filing.choice.later"), "filing.postpone", args),
    )


def workbook_button(draft: Draft) -> Button:
    """The button that downloads it, for the screens of a report."""
    synonyms = ("tai bieu mau", "bieu mau", "xlsx", "excel")
    label = draft.turn.words("filing.workbook.choice.give")
    return Button(label, "filing.download_workbook", {"obligation": draft.id}, synonyms)


def template(draft: Draft) -> WorkbookTemplate:
    """The report as plain data, in the language of the conversation."""
    words = draft.turn.words
    return WorkbookTemplate(
        subject=subject(draft),
        title=full_report_name(words, draft.plan, draft.obligation),
        facts=list(_facts(draft)),
        how=words("filing.workbook.how").split("\n"),
        own=draft.turn.me.unit.name,
        entry=draft.entry,
        earlier=draft.earlier,
        labels=labels(words),
    )


def subject(draft: Draft) -> ReportIdentity:
    """Which report the workbook is for, as it is written into the file."""
    obligation = draft.obligation
    return ReportIdentity(
        obligation.plan_id, obligation.report_id, obligation.period, obligation.form_id, draft.turn.me.unit.code
    )


def file_name(draft: Draft) -> str:
    """ "bieu-mau-2026-H1-ubnd-huyen-cai-nuoc.xlsx": no diacritics, old phones and mail programs break them."""
    unit = re.sub(r"[^a-z0-9]+", "-", fold(draft.turn.me.unit.name))
    return f"bieu-mau-{draft.obligation.period}-{unit[:60].strip('-')}.xlsx"


def _facts(draft: Draft) -> Iterator[tuple[str, str]]:
    """The lines at the top of the sheet: name and value."""
    turn, words, obligation = draft.turn, draft.turn.words, draft.obligation
    yield words("filing.workbook.fact.unit"), turn.me.unit.name
    yield words("text.workbook.plan"), draft.plan.title
    if window := window_words(words, draft.plan, obligation):
        yield words("filing.workbook.fact.window"), window
    yield words("filing.workbook.fact.deadline"), until_words(words, draft.plan, obligation, turn.services.calendar)
    if draft.zones:
        yield words("filing.workbook.fact.zones"), ", ".join(zone.name for zone in draft.zones)

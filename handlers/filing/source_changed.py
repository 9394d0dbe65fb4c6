"""After a unit submits its report again: the officers of units that imported its figures are told which changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
from handlers.text.lists import upper_first
from handlers.text.report_names import report_name
from handlers.turn.messages import Button
from handlers.turn.notify import notify_person
from locales import Words
from reporting.deadlines.obligation import ReportState
from reporting.figures.rollup import ChangedFigure, changed_figures
from reporting.form_entry.interview import QuestionSlot
from reporting.roles import FILES
from storage.figures import rollups
from storage.figures.rollups import ImportedVersion
from storage.people import people
from storage.people.people import Member
from storage.reports import obligations
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion

LISTED = 8
"""Changed figures in one notification."""


def notify_importers(draft: Draft, version: SubmittedVersion) -> None:
    """Notifies the officers of every unit that imported an earlier version: once for each version, in any state."""
    tx = draft.turn.tx
    for imported in rollups.imports_of(tx, draft.id):
        importer = obligations.get(tx, imported.obligation_id)
        if importer is None or imported.version >= version.version:
            continue
        changes = _changes(draft, imported, version)
        for officer in people.of_unit(tx, importer.unit_id, FILES) if changes else ():
            notify_person(
                tx,
                officer.person_id,
                partial(_text, draft, importer, changes),
                partial(_buttons, importer, officer),
                key=f"moved:{draft.id}:{version.version}:{importer.id}:{officer.person_id}",
                now=draft.turn.now,
            )


def _changes(draft: Draft, imported: ImportedVersion, version: SubmittedVersion) -> list[ChangedFigure]:
    before, now = (rollups.submitted_answers(draft.turn.tx, draft.id, n) for n in (imported.version, version.version))
    return [change for change in changed_figures(before, now) if change.key in draft.entry]


def _text(draft: Draft, importer: Obligation, changes: Sequence[ChangedFigure], words: Words) -> str:
    lines = [
        words(
            "filing.source_changed.title",
            unit=draft.turn.me.unit.name,
            report=report_name(words, draft.plan, draft.obligation),
        ),
        *(_line(words, draft.entry[change.key], change) for change in changes[:LISTED]),
    ]
    if len(changes) > LISTED:
        lines.append(words("text.and_more", n=len(changes) - LISTED))
    return "\n".join([*lines, words(f"filing.source_changed.drawer.{_stage(importer)}")])


def _line(words: Words, slot: QuestionSlot, change: ChangedFigure) -> str:
    """ "• Câu 1. Xảy ra · thị trấn Cái Nước: 12 → 14"; of a text only that it changed."""
    name = upper_first(words("reports.finding_question", number=slot.number, name=slot.question.name))
    name += f" · {slot.zone.name}" if slot.zone else ""
    if slot.question.kind == "long_text":
        return words("filing.source_changed.text", name=name)
    before, now = (format_answer(words, slot.question, answer) for answer in (change.before, change.now))
    return words("filing.source_changed.line", name=name, before=before, now=now)


def _stage(importer: Obligation) -> str:
    """How far the report of the importing unit is, as the catalogue names it."""
    if importer.state == ReportState.ACCEPTED:
        return "accepted"
    return "filed" if importer.state == ReportState.FILED else "open"


def _buttons(importer: Obligation, officer: Member, words: Words) -> Sequence[Button]:
    args: Mapping[str, int] = {"obligation": importer.id, "membership": officer.membership_id}
    return (Button(words("filing.from_units.choice.again"), "filing.refresh_figures_of_units", args),)

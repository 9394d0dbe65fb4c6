"""A unit sent its report again after another had drawn from it: whoever drew is told which figures moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from handlers.reports.draft import Draft
from handlers.text.answers import format_answer
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


def notify_importers(draft: Draft, version: SubmittedVersion) -> None:
    """Tells the officers of every unit that drew from an earlier version, each once a version, whatever the state."""
    tx = draft.turn.tx
    for drawn in rollups.imports_of(tx, draft.id):
        drawer = obligations.get(tx, drawn.obligation_id)
        if drawer is None or drawn.version >= version.version:
            continue
        changes = _changes(draft, drawn, version)
        for officer in people.of_unit(tx, drawer.unit_id, FILES) if changes else ():
            notify_person(
                tx,
                officer.person_id,
                partial(_text, draft, drawer, changes),
                partial(_choices, drawer, officer),
                key=f"moved:{draft.id}:{version.version}:{drawer.id}:{officer.person_id}",
                now=draft.turn.now,
            )


def _changes(draft: Draft, drawn: ImportedVersion, version: SubmittedVersion) -> list[ChangedFigure]:
    tx = draft.turn.tx
    before, now = (
        rollups.submitted_answers(tx, draft.id, drawn.version),
        rollups.submitted_answers(tx, draft.id, version.version),
    )
    return [change for change in changed_figures(before, now) if change.key in draft.entry]


def _text(draft: Draft, drawer: Obligation, changes: Sequence[ChangedFigure], words: Words) -> str:
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
    return "\n".join([*lines, words(f"filing.source_changed.drawer.{_stage(drawer)}")])


def _line(words: Words, slot: QuestionSlot, change: ChangedFigure) -> str:
    """ "• Câu 1. Xảy ra · thị trấn Cái Nước: 12 → 14"; of a text only that it changed."""
    named = words("reports.finding_question", number=slot.number, name=slot.question.name)
    name = f"{named[:1].upper()}{named[1:]}" + (f" · {slot.zone.name}" if slot.zone else "")
    if slot.question.kind == "long_text":
        return words("filing.source_changed.text", name=name)
    before, now = (format_answer(words, slot.question, answer) for answer in (change.before, change.now))
    return words("filing.source_changed.line", name=name, before=before, now=now)


def _stage(drawer: Obligation) -> str:
    if drawer.state == ReportState.ACCEPTED:
        return "accepted"
    return "filed" if drawer.state == ReportState.FILED else "open"


def _choices(drawer: Obligation, officer: Member, words: Words) -> Sequence[Button]:
    args: Mapping[str, int] = {"obligation": drawer.id, "membership": officer.membership_id}
    return (Button(words("filing.from_units.choice.again"), "filing.refresh_figures_of_units", args),)

"""What a sending is answered with, and what its code shows later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.reports import attachment_text, locks
from handlers.reports.answer_sheet import answer_blocks
from handlers.reports.submission import form_entry_of
from handlers.reports.submission_text import first_words, sent_words
from handlers.reports.sums_below import differing_figures, mismatch_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from locales import Words
from reporting.integrity.submission_document import paper_of
from reporting.plan.plan import Plan
from reporting.roles import FILES
from storage.people import people
from storage.reports import attached_documents, obligations, submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units import units
from storage.units.units import Unit

SHORT = 12
"""Digits of the SHA-256 shown on a receipt; /tinhtrang CODE shows all 64."""


def add_receipt(turn: Turn, version: SubmittedVersion, *, again: bool = False) -> None:
    """The receipt; ``again`` where the same content had been sent before."""
    words = turn.words
    lines = [words("submissions.receipt.again")] if again else []
    lines += [sent_words(words, version), words("submissions.receipt.code", code=version.receipt)]
    lines.append(words("submissions.receipt.version", version=version.version, sha=version.sha256[:SHORT]))
    lines += first_words(turn, version)
    see = words("submissions.receipt.see", code=version.receipt)
    if turn.now < version.late_from:
        see += " " + words("submissions.receipt.may_correct", last=_last(words, version))
    turn.add_text("\n".join([*lines, see]))
    turn.set_buttons(
        Button(words("submissions.receipt.choice.view"), "submissions.show_receipt", {"code": version.receipt}),
        attachment_text.attach_button(words, version.obligation_id),
        Button(words("reports.choice.list"), "filing.list_reports"),
    )


def _last(words: Words, version: SubmittedVersion) -> str:
    """ "hết ngày 24/5", "15:00 ngày 20/5"."""
    day = words.day(version.last_day, year=False)
    if version.due_at is None:
        return words("text.deadline.until_date", day=day)
    return words("common.moment", time=words.time(version.due_at), day=day)


def show_by_code(turn: Turn, code: str) -> None:
    """``/tinhtrang CODE``: whether the receipt holds, and what it is for; for those who may see that unit."""
    version = submissions.version_by_receipt(turn.tx, code)
    obligation = obligations.get(turn.tx, version.obligation_id) if version else None
    unit = units.get(turn.tx, obligation.unit_id) if obligation else None
    if version is None or obligation is None or unit is None or not turn.me.unit.covers(unit):
        return turn.add_message("submissions.receipt.unknown", code=code[:40])
    words = turn.words
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    lines = [
        words("submissions.receipt.intact" if version.is_intact else "submissions.receipt.broken", code=version.receipt)
    ]
    lines.append(words("submissions.receipt.of", report=full_report_name(words, plan, obligation), unit=unit.name))
    lines += [
        sent_words(words, version),
        words("submissions.receipt.by", person=people.name_of(turn.tx, version.filed_by)),
    ]
    lines += _more(turn, version)
    turn.add_text("\n".join(lines))
    for sheet in _content(turn, plan, obligation, version) if version.is_intact and not version.nil else ():
        turn.add_text("\n".join(sheet))
    if version.version == obligation.version:
        turn.add_text("\n".join(_differing(turn, plan, obligation, unit)))
    turn.set_buttons(*_ways(turn, obligation))


def _ways(turn: Turn, obligation: Obligation) -> Iterator[Button]:
    """The signed report and the history for everybody who sees the receipt; what an officer of the unit may do."""
    words, report = turn.words, {"obligation": obligation.id}
    if attached := attached_documents.of_report(turn.tx, obligation.id):
        yield Button(words("reports.attachments.choice.see_all", n=len(attached)), "filing.list_attachments", report)
    if turn.me.role in FILES and obligation.unit_id == turn.me.unit.id:
        yield Button(words("reports.choice.list"), "filing.list_reports")
        if locks.lock_reason(turn, obligation) is None:
            yield Button(words("submissions.receipt.choice.correct"), "filing.begin", report)
            yield attachment_text.attach_button(words, obligation.id)
    yield Button(words("reports.choice.history"), "submissions.show_history", report, synonyms=("xem lich su",))


def _content(turn: Turn, plan: Plan, obligation: Obligation, version: SubmittedVersion) -> Iterator[list[str]]:
    """What was sent, as it was: of the communes the version speaks of."""
    form = plan.form(obligation.form_id)
    return answer_blocks(turn.words, form_entry_of(turn.tx, form, version), obligation.unit_id)


def _differing(turn: Turn, plan: Plan, obligation: Obligation, unit: Unit) -> Iterator[str]:
    """Where it states something else than the units below, and why."""
    other_differing_figures = differing_figures(turn.tx, plan, obligation, unit)
    if other_differing_figures:
        yield turn.words("submissions.receipt.differs")
    yield from (
        f"• {mismatch_words(turn.words, question, place, mismatch)}"
        for question, place, mismatch in other_differing_figures
    )


def _more(turn: Turn, version: SubmittedVersion) -> Iterator[str]:
    words = turn.words
    newest = submissions.newest(turn.tx, version.obligation_id)
    if newest is None or newest.version == version.version:
        yield words("submissions.receipt.is_newest", version=version.version)
    else:
        yield words("submissions.receipt.is_older", version=version.version, newest=newest.version, code=newest.receipt)
    yield from first_words(turn, version)
    if version.nil:
        yield words("reports.submission.nil")
    if version.sample:
        yield words("submissions.receipt.sample")
    if (paper := paper_of(version.content)) is not None:
        yield words("reports.submission.paper", number=paper.number, day=words.day(paper.on))
    yield words("submissions.receipt.sha", sha=version.sha256)


def show_receipt(turn: Turn, args: Mapping[str, Any]) -> None:
    show_by_code(turn, args["code"])


def show_newest(turn: Turn, args: Mapping[str, Any]) -> None:
    """The receipt of the newest version of a report."""
    version = submissions.newest(turn.tx, args["obligation"])
    return show_by_code(turn, version.receipt) if version else turn.run_action("filing.list_reports")

"""The receipt: shown after a report was submitted, and later for its code."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.reports import attachment_text, locks
from handlers.reports.answer_sheet import answer_blocks
from handlers.reports.submission import form_entry_of
from handlers.reports.submission_text import first_words, sent_words
from handlers.reports.sums_below import differing_figures, mismatch_words
from handlers.text.report_names import full_report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import Words
from reporting.integrity.submission_document import paper_of
from reporting.permissions import can_file, can_open_receipt
from reporting.plan.plan import Plan
from storage.people import people
from storage.reports import attached_documents, obligations, submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units import units
from storage.units.units import Unit

SHORT = 12
"""Digits of the SHA-256 shown on a receipt; /tinhtrang CODE shows all 64."""


def add_receipt(turn: Turn, version: SubmittedVersion, *, again: bool = False) -> None:
    """The receipt of a version; ``again``: the same content had been submitted before."""
    words, obligation = turn.words, obligations.get(turn.tx, version.obligation_id)
    assert obligation is not None, "what has a version is never removed"
    lines = [words("submissions.receipt.again")] if again else []
    lines += [sent_words(words, version, obligation), words("submissions.receipt.code", code=version.receipt)]
    lines.append(words("submissions.receipt.version", version=version.version, sha=version.sha256[:SHORT]))
    lines += first_words(turn, version, obligation)
    see = words("submissions.receipt.see", code=version.receipt)
    if turn.now < obligation.late_from:
        see += " " + words("submissions.receipt.may_correct", last=_last(words, obligation))
    turn.add_text("\n".join([*lines, see]))
    turn.set_buttons(
        Button(words("submissions.receipt.choice.view"), "submissions.show_receipt", {"code": version.receipt}),
        attachment_text.attach_button(words, version.obligation_id),
        Button(words("reports.choice.list"), "filing.list_reports"),
    )


def _last(words: Words, obligation: Obligation) -> str:
    """ "hết ngày 24/5", "15:00 ngày 20/5"."""
    day = words.day(obligation.last_day, year=False)
    if obligation.due_at is None:
        return words("text.deadline.until_date", day=day)
    return words("common.moment", time=words.time(obligation.due_at), day=day)


def show_by_code(turn: Turn, code: str) -> None:
    """``/tinhtrang CODE``: whether the receipt is valid, and the version it is for."""
    version = submissions.version_by_receipt(turn.tx, code)
    obligation = obligations.get(turn.tx, version.obligation_id) if version else None
    unit = units.get(turn.tx, obligation.unit_id) if obligation else None
    if version is None or obligation is None or unit is None or not can_open_receipt(turn.me, unit):
        return turn.add_message("submissions.receipt.unknown", code=code[:40])
    words, plan = turn.words, turn.plans.get(turn.tx, obligation.plan_id)
    intact = "submissions.receipt.intact" if version.is_intact else "submissions.receipt.broken"
    lines = [
        words(intact, code=version.receipt),
        words("submissions.receipt.of", report=full_report_name(words, plan, obligation), unit=unit.name),
        sent_words(words, version, obligation),
        words("submissions.receipt.by", person=people.name_of(turn.tx, version.filed_by)),
        *_details(turn, version, obligation),
    ]
    turn.add_text("\n".join(lines))
    if version.is_intact and not version.nil:
        entry = form_entry_of(turn.tx, plan.form(obligation.form_id), version)
        for block in answer_blocks(words, entry, unit.id):
            turn.add_text("\n".join(block))
    if version.version == obligation.version:
        turn.add_text("\n".join(_differences(turn, plan, obligation, unit)))
    turn.set_buttons(*_buttons(turn, obligation))


def show_receipt(turn: Turn, args: Args) -> None:
    show_by_code(turn, args["code"])


def show_newest(turn: Turn, args: Args) -> None:
    """The receipt of the newest version of a report; the list of reports where nothing was submitted."""
    version = submissions.newest(turn.tx, args["obligation"])
    return show_by_code(turn, version.receipt) if version else turn.run_action("filing.list_reports")


def _details(turn: Turn, version: SubmittedVersion, obligation: Obligation) -> Iterator[str]:
    """Whether there is a newer version, what is special about this one, and its SHA-256."""
    words, newest = turn.words, submissions.newest(turn.tx, version.obligation_id)
    if newest is None or newest.version == version.version:
        yield words("submissions.receipt.is_newest", version=version.version)
    else:
        yield words("submissions.receipt.is_older", version=version.version, newest=newest.version, code=newest.receipt)
    yield from first_words(turn, version, obligation)
    if version.nil:
        yield words("reports.submission.nil")
    if version.sample:
        yield words("submissions.receipt.sample")
    if (paper := paper_of(version.content)) is not None:
        yield words("reports.submission.paper", number=paper.number, day=words.day(paper.on))
    yield words("submissions.receipt.sha", sha=version.sha256)


def _differences(turn: Turn, plan: Plan, obligation: Obligation, unit: Unit) -> Iterator[str]:
    """Figures that differ from those of the units below, and why."""
    differing = differing_figures(turn.tx, plan, obligation, unit)
    if differing:
        yield turn.words("submissions.receipt.differs")
    for question, place, mismatch in differing:
        yield f"• {mismatch_words(turn.words, question, place, mismatch)}"


def _buttons(turn: Turn, obligation: Obligation) -> Iterator[Button]:
    """The attached files and the history for everybody; for an officer of the unit also how to correct the report."""
    words, args = turn.words, {"obligation": obligation.id}
    if attached := attached_documents.of_report(turn.tx, obligation.id):
        yield Button(words("reports.attachments.choice.see_all", n=len(attached)), "filing.list_attachments", args)
    if can_file(turn.me, obligation.unit_id):
        yield Button(words("reports.choice.list"), "filing.list_reports")
        if locks.lock_reason(turn, obligation) is None:
            yield Button(words("submissions.receipt.choice.correct"), "filing.begin", args)
            yield attachment_text.attach_button(words, obligation.id)
    yield Button(words("reports.choice.history"), "submissions.show_history", args, synonyms=("xem lich su",))

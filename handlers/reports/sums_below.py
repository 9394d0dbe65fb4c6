"""The sums of the units below in words: beside a question, and where a unit states another figure."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from handlers.reports.draft import communes_of
from handlers.text.answers import format_answer
from locales import Words
from reporting.figures.rollup import FigureSum, Mismatch, as_answer, mismatches, reference_reports, sums
from reporting.form_entry.interview import FormEntry
from reporting.integrity.submission_document import confirmations_in
from reporting.plan.form import Question
from reporting.plan.plan import Plan
from storage.figures import rollups
from storage.reports import submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units.units import Unit

DIFFERS = ("differs_from_children", "differs_from_child", "answers_otherwise")
"""Findings whose confirmation has the reason why a unit's figure differs."""


def sum_words(words: Words, question: Question, total: FigureSum) -> str:
    """ "Tổng từ 7/9 đơn vị trực thuộc: 123", "xã Tân Hưng báo cáo: 14 (chưa duyệt)"."""
    value = format_answer(words, question, as_answer(question, total.answer) if total.answer else None)
    if total.sole is None:
        return words("reports.sums_below.sum", counted=total.counted, asked=total.asked, value=value)
    return words(
        "reports.sums_below.sole" if total.accepted else "reports.sums_below.sole_filed", unit=total.sole, value=value
    )


def differing_figures(
    tx: Connection, plan: Plan, obligation: Obligation, unit: Unit
) -> list[tuple[Question, str, Mismatch]]:
    """Figures of the newest version that differ from the units below: question, commune's name, both figures."""
    version = submissions.newest(tx, obligation.id)
    form = next((form for form in plan.forms if form.id == obligation.form_id), None)
    if version is None or form is None:
        return []
    children = rollups.children(tx, plan, obligation.report_id, obligation.period, unit)
    if not children:
        return []
    entry = FormEntry(form, communes_of(tx, plan, form, obligation, unit), {})
    below = sums(entry, children, reference_reports(children, rollups.imported_versions(tx, obligation.id)))
    differing = mismatches(rollups.submitted_answers(tx, obligation.id, version.version), below)
    reasons = _reasons(version, entry) if differing else {}
    return [
        (
            entry[mismatch.key].question,
            zone.name if (zone := entry[mismatch.key].zone) else "",
            replace(mismatch, reason=reasons.get(mismatch.key)),
        )
        for mismatch in differing
        if mismatch.wants_reason or mismatch.key in reasons
    ]


def _reasons(version: SubmittedVersion, entry: FormEntry) -> dict[str, str]:
    """Question key → why the figure differs from those below, as the unit confirmed with that version."""
    codes = {zone.code: zone.id for zone in entry.zones}
    reasons = {}
    for finding, reason in confirmations_in(version.content, codes).items():
        code, key, _ = finding.split(":", 2)
        if code in DIFFERS and reason:
            reasons[key] = reason
    return reasons


def mismatch_words(words: Words, question: Question, place: str, mismatch: Mismatch) -> str:
    """ "Xảy ra · thị trấn Cái Nước: báo cáo 12, đơn vị trực thuộc 14 — lý do: …"."""
    text = format_answer(words, question, as_answer(question, mismatch.stated))
    below = format_answer(
        words, question, as_answer(question, mismatch.below.answer) if mismatch.below.answer else None
    )
    name = f"{question.name} · {place}" if place else question.name
    key = "reports.sums_below.mismatch" if mismatch.below.asked == 1 else "reports.sums_below.mismatch_sum"
    line = words(key, name=name, stated=text, below=below, counted=mismatch.below.counted, asked=mismatch.below.asked)
    if mismatch.reason:
        return f"{line} {words('reports.sums_below.reason', reason=mismatch.reason)}"
    return f"{line} {words('reports.sums_below.no_reason')}"

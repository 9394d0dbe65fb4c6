"""What the units below make of a figure, in words: beside a question, and where a unit states another."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from handlers.text.answers import format_answer
from locales import Words
from reporting.deadlines.calendar import parse_period
from reporting.figures.rollup import FigureSum, Mismatch, as_answer, mismatches, reference_reports, sums
from reporting.form_entry.interview import FormEntry
from reporting.integrity.submission_document import confirmations_in
from reporting.plan.form import Form, Question
from reporting.plan.plan import Plan, UnitKind
from storage.figures import rollups
from storage.reports import submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units import selected_zones
from storage.units.units import Unit

DIFFERS = ("differs_from_children", "differs_from_child", "answers_otherwise")
"""The findings whose confirmations say why a unit states something else."""


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
    """Where the newest version of a unit's report differs from the units below: question, commune's name, what."""
    version = submissions.newest(tx, obligation.id)
    form = next((form for form in plan.forms if form.id == obligation.form_id), None)
    if version is None or form is None:
        return []
    children = rollups.children(tx, plan, obligation.report_id, obligation.period, unit)
    if not children:
        return []
    walk = _walk(tx, plan, form, obligation, unit)
    below = sums(walk, children, reference_reports(children, rollups.imported_versions(tx, obligation.id)))
    matching_mismatches = mismatches(rollups.submitted_answers(tx, obligation.id, version.version), below)
    reasons = _reasons(version, walk) if matching_mismatches else {}
    return [
        (
            walk[mismatch.key].question,
            zone.name if (zone := walk[mismatch.key].zone) else "",
            replace(mismatch, reason=reasons.get(mismatch.key)),
        )
        for mismatch in matching_mismatches
        if mismatch.wants_reason or mismatch.key in reasons
    ]


def _walk(tx: Connection, plan: Plan, form: Form, obligation: Obligation, unit: Unit) -> FormEntry:
    year = parse_period(obligation.period).year
    if not form.repeats:
        return FormEntry(form, (), {})
    communes = (
        [unit] if form.reporter == UnitKind.COMMUNE else selected_zones.selected(tx, plan.zone_plan, year, within=unit)
    )
    return FormEntry(form, communes, {})


def _reasons(version: SubmittedVersion, walk: FormEntry) -> dict[str, str]:
    """Key → why the figure differs from those below, as it was confirmed with that version."""
    codes = {zone.code: zone.id for zone in walk.zones}
    found = {}
    for finding, reason in confirmations_in(version.content, codes).items():
        code, key, _ = finding.split(":", 2)
        if code in DIFFERS and reason:
            found[key] = reason
    return found


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

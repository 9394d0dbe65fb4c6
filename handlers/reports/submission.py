"""A report as it was submitted, for its reviewer: the newest version, never the working copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from handlers.reports.check_text import evaluate_targets
from handlers.reports.draft import interim_figures
from handlers.reports.sums_below import DIFFERS, differing_figures
from handlers.turn.context import Turn
from reporting.deadlines.obligation import ReportState
from reporting.figures.checks import Finding, check, finding_of_id
from reporting.figures.rollup import Mismatch
from reporting.figures.target_evaluation import TargetEvaluation
from reporting.form_entry.answer_input import Answer
from reporting.form_entry.interview import FormEntry
from reporting.integrity.document_number import paper_in
from reporting.integrity.submission_document import answers_in, confirmations_in, paper_of, zones_in
from reporting.plan.form import Form, Question
from reporting.plan.plan import Plan
from storage.audit import audit
from storage.reports import reviews, submissions
from storage.reports.obligations import Obligation
from storage.reports.submissions import SubmittedVersion
from storage.units import units
from storage.units.units import Unit


class Submission:
    """One unit's report with all its submitted versions."""

    def __init__(self, turn: Turn, obligation: Obligation, unit: Unit) -> None:
        self.turn, self.obligation, self.unit = turn, obligation, unit
        self.plan: Plan = turn.plans.get(turn.tx, obligation.plan_id)
        self.form: Form = self.plan.form(obligation.form_id)

    @property
    def id(self) -> int:
        return self.obligation.id

    @property
    def shown_state(self) -> dict[str, Any]:
        """What a button or dialog about this report keeps, so that a change since then is noticed."""
        return {"obligation": self.id, "version": self.obligation.version, "state": self.obligation.state.value}

    @cached_property
    def versions(self) -> Sequence[SubmittedVersion]:
        """All versions, the oldest first; none where it came on paper only."""
        return submissions.versions(self.turn.tx, self.id)

    @property
    def version(self) -> SubmittedVersion | None:
        return self.versions[-1] if self.versions else None

    @cached_property
    def entry(self) -> FormEntry:
        return form_entry_of(self.turn.tx, self.form, self.version)

    @cached_property
    def confirmed(self) -> Mapping[str, str | None]:
        """Id of each warning that the unit confirmed on submitting → its reason, ``None`` without one."""
        ids = {zone.code: zone.id for zone in self.entry.zones}
        return confirmations_in(self.version.content, ids) if self.version else {}

    @cached_property
    def findings(self) -> list[Finding]:
        """The warnings about the submitted figures: as checked today, and those the unit was shown on submitting."""
        if self.version is None:
            return []
        tx, entry = self.turn.tx, self.entry
        previous = {key: figure.figure or 0 for key, figure in submissions.year_before(tx, self.obligation).items()}
        floor = {key: figure.figure or 0 for key, figure in interim_figures(tx, self.plan, self.obligation).items()}
        findings = check(self.form, self.plan.relations, entry.answers, entry.zones, previous, floor)
        known = {finding.id for finding in findings}
        shown = [finding_of_id(id_) for id_ in self.confirmed if id_ not in known]
        findings += [finding for finding in shown if finding and finding.key in entry and finding.code not in DIFFERS]
        return findings

    @cached_property
    def mismatches(self) -> list[tuple[Question, str, Mismatch]]:
        """Figures that differ from those of the units below: question, commune's name, both figures."""
        return differing_figures(self.turn.tx, self.plan, self.obligation, self.unit)

    @cached_property
    def missed_targets(self) -> list[TargetEvaluation]:
        """The plan's targets that the figures do not meet."""
        if self.form.repeats and not self.entry.zones:
            return []
        return [result for result in evaluate_targets(self.plan, self.entry) if result.verdict == "not_met"]

    @property
    def is_being_corrected(self) -> bool:
        """Whether the working copy differs from the newest version."""
        if self.version is None:
            return False
        written = {
            key: written_answer.answer for key, written_answer in submissions.answers(self.turn.tx, self.id).items()
        }
        now = self.entry.with_answers(written)
        return now.answered != self.entry.answered or paper_in(written) != paper_of(self.version.content)

    @cached_property
    def is_own(self) -> bool:
        """Whether this person submitted, wrote or recorded some of it; then somebody else accepts it."""
        return bool(reviews.reports_involving(self.turn.tx, self.turn.me.person_id, [self.id]))

    def note_review(self, state: ReportState, action: str, **detail: Any) -> None:
        """Stores the reviewer's decision: the report's new state, and the audit entry ``action`` with ``detail``."""
        turn, obligation = self.turn, self.obligation
        reviews.record_review(turn.tx, obligation.id, state, turn.me.person_id, turn.now)
        audit.record(
            turn.tx,
            turn.now,
            turn.me.person_id,
            action,
            obligation=obligation,
            version=obligation.version,
            **detail,
        )


def form_entry_of(tx: Connection, form: Form, version: SubmittedVersion | None) -> FormEntry:
    """The answers of a version, for the communes it contains; empty without a version."""
    if version is None:
        return FormEntry(form, (), {})
    units_of_version = [units.by_code(tx, code) for code in zones_in(version.content)]
    communes = [unit for unit in units_of_version if unit is not None]
    answers: Mapping[str, Answer] = answers_in(version.content, {commune.code: commune.id for commune in communes})
    return FormEntry(form, communes, answers)

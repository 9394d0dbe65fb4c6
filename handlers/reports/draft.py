"""A report that an officer fills in: its plan, questions and answers, loaded once in a turn, and how these change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from sqlalchemy import Connection

from handlers.turn.context import Turn
from reporting.deadlines.calendar import parse_period
from reporting.deadlines.obligation import ReportState
from reporting.figures.rollup import ChildReport, FigureSum, reference_reports, sums
from reporting.form_entry.answer_input import SKIPPED, Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot, Zone, interim
from reporting.integrity.document_number import paper_in
from reporting.integrity.submission_document import answers_in, confirmations_in, paper_of
from reporting.plan.form import Form
from reporting.plan.plan import Plan, Report
from reporting.plan.schedule import UnitKind
from storage.figures import rollups
from storage.figures.rollups import ImportedVersion
from storage.reports import obligations, remarks, submissions
from storage.reports.obligations import Obligation
from storage.reports.remarks import Remark
from storage.reports.submissions import SubmittedVersion, WrittenAnswer
from storage.units import selected_zones
from storage.units.units import Unit


class Draft:
    """The report of the officer's unit with its working copy, in this turn."""

    def __init__(self, turn: Turn, obligation: Obligation) -> None:
        self.turn, self.obligation = turn, obligation
        self.plan: Plan = turn.plans.get(turn.tx, obligation.plan_id)
        self.form: Form = self.plan.form(obligation.form_id)
        self.working_copy: dict[str, WrittenAnswer] = submissions.answers(turn.tx, obligation.id)
        self.zones: tuple[Zone, ...] = tuple(communes_of(turn.tx, self.plan, self.form, obligation, turn.me.unit))
        self.entry = FormEntry(self.form, self.zones, self._answers())

    @property
    def id(self) -> int:
        return self.obligation.id

    @cached_property
    def report(self) -> Report:
        return self.plan.report(self.obligation.report_id)

    @cached_property
    def earlier(self) -> Mapping[str, Answer]:
        """The figures of the same kind of report a year before, by key."""
        return submissions.year_before(self.turn.tx, self.obligation)

    @cached_property
    def interim_figures(self) -> Mapping[str, Answer]:
        """Cà Mau's six-month figures of the same year, in the annual report; empty elsewhere."""
        return interim_figures(self.turn.tx, self.plan, self.obligation)

    @property
    def interim(self) -> Report | None:
        return interim(self.plan, self.report)

    @cached_property
    def children(self) -> Sequence[ChildReport]:
        """The same report of the units of the nearest level below that owes it."""
        return self._children(self.obligation.report_id, self.obligation.period)

    @cached_property
    def imported_versions(self) -> Mapping[int, ImportedVersion]:
        """The versions whose figures were imported into this report, by the obligation id of the unit below."""
        return rollups.imported_versions(self.turn.tx, self.id) if self.children else {}

    @cached_property
    def sums_of_units(self) -> Mapping[str, FigureSum]:
        """The sums of the units below by key, with which this report's own figures are compared."""
        return sums(self.entry, self.children, reference_reports(self.children, self.imported_versions))

    @cached_property
    def interim_sums_of_units(self) -> Mapping[str, FigureSum]:
        """In the annual report: the sums of what the units below reported for the six months."""
        if self.interim is None:
            return {}
        children = self._children(self.interim.id, f"{self.year}-{self.interim.period}")
        return sums(self.entry, children, reference_reports(children, ()))

    def _children(self, report_id: str, period: str) -> Sequence[ChildReport]:
        if self.form.reporter == UnitKind.COMMUNE:
            return ()
        return rollups.children(self.turn.tx, self.plan, report_id, period, self.turn.me.unit)

    @property
    def year(self) -> int:
        return parse_period(self.obligation.period).year

    @cached_property
    def confirmations(self) -> dict[str, str | None]:
        return submissions.confirmations(self.turn.tx, self.id)

    @cached_property
    def remarks(self) -> Mapping[str, Remark]:
        """The open remarks on a returned report by question key, in the order of the form."""
        by_key = {remark.key: remark for remark in remarks.open_of(self.turn.tx, [self.id]).get(self.id, ())}
        return {slot.key: by_key[slot.key] for slot in self.entry.slots if slot.key in by_key}

    def unanswered(self) -> list[QuestionSlot]:
        """The questions with a remark whose answer is still the submitted one and has no explanation."""
        sent = (self._sent() or (None, {}))[1]
        return [
            self.entry[key]
            for key, remark in self.remarks.items()
            if remark.reply is None
            and self.entry.is_asked(self.entry[key])
            and self.entry.answers.get(key, SKIPPED) == sent.get(key, SKIPPED)
        ]

    def slot_at(self, key: str) -> QuestionSlot | None:
        """The question with this key; the next one to answer where it is not, or no longer, asked."""
        if key in self.entry and self.entry.is_asked(self.entry[key]):
            return self.entry[key]
        return self.entry.next_open()

    def save_answers(self, given: Mapping[str, Answer]) -> None:
        """Stores answers in this person's name, except those that are the same already. The first begins the report."""
        turn = self.turn
        new = {key: answer for key, answer in given.items() if not self._has(key, answer)}
        if not new:
            return
        submissions.put_all(turn.tx, self.id, new, turn.me.person_id, turn.now)
        for key, answer in new.items():
            self.working_copy[key] = WrittenAnswer(answer, turn.me.person_id, turn.me.name, turn.now)
        self.entry = self.entry.with_answers(self._answers())
        if self.obligation.state == ReportState.NOT_BEGUN:
            obligations.set_state(turn.tx, self.id, ReportState.DRAFTING)

    def _has(self, key: str, answer: Answer) -> bool:
        return key in self.working_copy and self.working_copy[key].answer == answer

    def discard_changes(self) -> None:
        """The working copy becomes what was submitted last; empty where nothing was."""
        turn, sent = self.turn, self._sent()
        submissions.erase_draft(turn.tx, self.id)
        if sent is None:
            rollups.remember_import(turn.tx, self.id, {}, turn.now)
            return obligations.set_state(turn.tx, self.id, ReportState.NOT_BEGUN)
        version, answers = sent
        submissions.put_all(turn.tx, self.id, answers, version.filed_by, version.filed_at)
        for finding, reason in confirmations_in(version.content, self._zone_ids).items():
            submissions.confirm(turn.tx, self.id, finding, reason, version.filed_by, version.filed_at)

    def has_unsent_changes(self) -> bool:
        """Whether the working copy differs from what was submitted last; False where nothing was."""
        sent = self._sent()
        answers = {slot.key: answer for slot, answer in self.entry.answered}
        paper = paper_in(self.entry.answers)
        return sent is not None and sent[1] != answers | (paper.answers() if paper else {})

    def _sent(self) -> tuple[SubmittedVersion, dict[str, Answer]] | None:
        """The newest version with its answers; ``None`` where nothing was submitted."""
        version = submissions.newest(self.turn.tx, self.id)
        if version is None:
            return None
        paper = paper_of(version.content)
        answers = answers_in(version.content, self._zone_ids)
        return version, answers | (paper.answers() if paper else {})

    @property
    def _zone_ids(self) -> dict[str, int]:
        return {zone.code: zone.id for zone in self.zones}

    def authors(self) -> Iterable[tuple[str, int]]:
        """Who wrote how many of the answers, the most first: ("Trần Thị Mẫu", 5)."""
        counts: dict[str, int] = {}
        for slot in self.entry.asked:
            if (written := self.working_copy.get(slot.key)) is not None:
                counts[written.person] = counts.get(written.person, 0) + 1
        return sorted(counts.items(), key=lambda item: -item[1])

    def _answers(self) -> dict[str, Answer]:
        return {key: written.answer for key, written in self.working_copy.items()}


def communes_of(tx: Connection, plan: Plan, form: Form, obligation: Obligation, unit: Unit) -> Sequence[Unit]:
    """The communes that the report asks about; a commune's report is about itself."""
    if not form.repeats:
        return ()
    if form.reporter == UnitKind.COMMUNE:
        return (unit,)
    return selected_zones.selected(tx, plan.zone_plan, parse_period(obligation.period).year, within=unit)


def interim_figures(tx: Connection, plan: Plan, obligation: Obligation) -> Mapping[str, Answer]:
    """The figures of the shorter report that this one contains, by key: Cà Mau's six months within its year."""
    shorter = interim(plan, plan.report(obligation.report_id))
    if shorter is None:
        return {}
    period = f"{parse_period(obligation.period).year}-{shorter.period}"
    return submissions.figures(tx, plan.id, shorter.id, period, obligation.unit_id)

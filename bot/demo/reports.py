"""Writes the sample's reports: last year's, and those filed this year before now, with the real storage functions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.demo.figures import figures
from bot.demo.sample import Sample, SampleDistrict
from handlers.turn.services import RandomCodes
from reporting.deadlines.calendar import TIME_ZONE, Calendar, parse_period
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import SKIPPED, Answer
from reporting.form_entry.interview import FormEntry, QuestionSlot
from reporting.integrity import submission_document
from reporting.plan.plan import DayMonth, Plan, UnitKind
from storage.reports import obligations, reviews, submissions
from storage.reports.obligations import Obligation
from storage.units import selected_zones
from storage.units.units import Unit

CHECKED = timedelta(days=3)
"""The time between filing and acceptance of last year's reports."""


class SampleReportWriter:
    """Writes reports with times in the past; none later than ``now``. ``coordinator``: the person id that accepts."""

    def __init__(
        self,
        tx: Connection,
        sample: Sample,
        plan: Plan,
        calendar: Calendar,
        random_codes: RandomCodes,
        now: datetime,
        coordinator: int,
    ) -> None:
        self._tx, self._sample, self._plan, self._calendar = tx, sample, plan, calendar
        self._random_codes, self._now, self._coordinator = random_codes, now, coordinator
        self._last_year, self._this_year = plan.years

    def of_district(self, district: SampleDistrict, unit: Unit, officer: int) -> None:
        """Writes the reports of a district as the sample gives them."""
        for obligation in obligations.of_unit(self._tx, unit.id):
            year, kind = parse_period(obligation.period)
            if year == self._last_year:
                days_late = district.last_year[kind == "Y"]
                at = _at(obligation.last_day + timedelta(days=days_late), unit)
                self._file(obligation, unit, officer, at)
                self._accept(obligation, at + CHECKED)
            elif kind == "H1" and district.this_year:
                at = _at(district.this_year.in_year(year), unit)
                self._file(obligation, unit, officer, at, district.situation)
                if district.accepted:
                    self._accept(obligation, at + timedelta(hours=4))
            elif kind == "H1" and district.answered:
                self._begin(obligation, unit, officer, district.answered)

    def of_commune(self, unit: Unit, officer: int, this_year: DayMonth | None) -> None:
        """Last year's reports a working day before the deadline; this year's on the day the district filed."""
        for obligation in obligations.of_unit(self._tx, unit.id):
            year, kind = parse_period(obligation.period)
            if year == self._last_year:
                at = _at(self._calendar.working_days_before(obligation.last_day, 1), unit)
                self._file(obligation, unit, officer, at)
                self._accept(obligation, at + CHECKED)
            elif kind == "H1" and this_year:
                self._file(obligation, unit, officer, _at(this_year.in_year(year), unit))

    def _file(
        self, obligation: Obligation, unit: Unit, officer: int, at: datetime, situation: str | None = None
    ) -> None:
        if at >= self._now:
            return
        entry = self._filled_in(obligation, unit, situation)
        subject = submission_document.ReportIdentity(
            self._plan.id, obligation.report_id, obligation.period, obligation.form_id, unit.code
        )
        submissions.put_all(self._tx, obligation.id, entry.answers, officer, at)
        submissions.submit(
            self._tx,
            obligation,
            submission_document.content(subject, entry, {}, None, nil=False),
            receipt=self._receipt(obligation.period),
            filed_by=officer,
            now=at,
            nil=False,
            figures=submission_document.stored_figures(entry, unit.id),
            sample=True,
        )

    def _accept(self, obligation: Obligation, at: datetime) -> None:
        if at < self._now:
            reviews.record_review(self._tx, obligation.id, ReportState.ACCEPTED, self._coordinator, at)

    def _begin(self, obligation: Obligation, unit: Unit, officer: int, answered: int) -> None:
        """A draft: the first ``answered`` answers, given yesterday."""
        at = self._now - timedelta(days=1)
        entry = self._filled_in(obligation, unit)
        first = {slot.key: entry.answers[slot.key] for slot in entry.asked[:answered]}
        submissions.put_all(self._tx, obligation.id, first, officer, at)
        obligations.set_state(self._tx, obligation.id, ReportState.DRAFTING)

    def _filled_in(self, obligation: Obligation, unit: Unit, situation: str | None = None) -> FormEntry:
        form = self._plan.form(obligation.form_id)
        year, kind = parse_period(obligation.period)
        communes = (
            [unit]
            if form.reporter == UnitKind.COMMUNE
            else selected_zones.selected(self._tx, self._plan.id, year, within=unit)
        )
        entry = FormEntry(form, communes, {})
        made_up = {commune.code: self._figures(commune.code, year, kind) for commune in communes}
        answers = {slot.key: self._answer(slot, made_up, situation) for slot in entry.slots}
        return FormEntry(form, communes, answers)

    def _figures(self, commune: str, year: int, kind: str) -> dict[str, int]:
        fixed_figures = self._sample.fixed if year == self._last_year else self._sample.fixed_this_year
        fixed = fixed_figures.get(commune, {})
        return figures(self._sample, commune, year, kind, fixed)

    def _answer(self, slot: QuestionSlot, made_up: Mapping[str, Mapping[str, int]], situation: str | None) -> Answer:
        question_id = slot.question.id
        if slot.zone and question_id in made_up[slot.zone.code]:
            return Answer.given(made_up[slot.zone.code][question_id])
        if question_id in self._sample.answers:
            return Answer.given(self._sample.answers[question_id])
        return Answer.given(situation or self._sample.situation) if question_id == "situation" else SKIPPED

    def _receipt(self, period: str) -> str:
        while True:
            code = submission_document.receipt_code(self._plan.province, period, self._random_codes.code(5))
            if submissions.version_by_receipt(self._tx, code) is None:
                return code


def _at(day: date, unit: Unit) -> datetime:
    """A time between 08:00 and 11:00 of the day, the same each time for a unit."""
    minutes = unit.id * 37 % 180
    return datetime.combine(day, time(8), tzinfo=TIME_ZONE) + timedelta(minutes=minutes)

"""How far a report is, in words, the same on every screen: "đang soạn, đã trả lời 9/17 câu"."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from locales import Words
from reporting.deadlines.calendar import parse_period
from reporting.deadlines.obligation import ReportState
from reporting.form_entry.interview import always_asked
from reporting.plan.plan import Plan, UnitKind
from storage.plans.plans import PlanCache
from storage.reports.obligations import Obligation
from storage.units import selected_zones
from storage.units.units import Unit


class Progress:
    """Knows the plans and the communes of each year; made for one message and forgotten with it."""

    def __init__(self, tx: Connection, plans: PlanCache, words: Words) -> None:
        self._tx, self._plans, self._words = tx, plans, words
        self._known: dict[str, Plan] = {}
        self._zones: dict[tuple[str, int], list[Unit]] = {}

    def __call__(self, obligation: Obligation, unit: Unit, answered: Collection[str]) -> str:
        """How far a report still owed is; ``answered``: the keys its working copy has.

        Questions that are asked only after a certain answer count neither as answered nor in the total.
        """
        if obligation.state == ReportState.NOT_BEGUN:
            return self._words("reports.progress.not_begun")
        done, total = self.counts(obligation, unit, answered)
        return self._words(f"reports.progress.{obligation.state}", answered=done, total=total)

    def counts(self, obligation: Obligation, unit: Unit, answered: Collection[str]) -> tuple[int, int]:
        """The 9 and the 17 of "9/17 câu"."""
        question_keys = self._asked(obligation, unit)
        return sum(key in question_keys for key in answered), len(question_keys)

    def _asked(self, obligation: Obligation, unit: Unit) -> frozenset[str]:
        """The keys this unit is asked whatever it answers: the N of "9/N câu" is their number."""
        plan = self._plan(obligation.plan_id)
        form = plan.form(obligation.form_id)
        communes = [unit] if form.reporter == UnitKind.COMMUNE else self._communes(plan, obligation, unit)
        return always_asked(form, communes)

    def _plan(self, plan_id: str) -> Plan:
        if plan_id not in self._known:
            self._known[plan_id] = self._plans.get(self._tx, plan_id)
        return self._known[plan_id]

    def _communes(self, plan: Plan, obligation: Obligation, unit: Unit) -> list[Unit]:
        year = parse_period(obligation.period).year
        of_year = (plan.zone_plan, year)
        if of_year not in self._zones:
            self._zones[of_year] = selected_zones.selected(self._tx, *of_year)
        return [commune for commune in self._zones[of_year] if unit.covers(commune)]

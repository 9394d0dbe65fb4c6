"""Carries out the events of the simulated year: officers use their phones, coordinators decide."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.simulation.phone import SimulatedPhone, begin, file_nothing_arose, fill_in, open_report
from bot.simulation.province import SimulatedProvince
from bot.simulation.scenario import SimulatedAct, SimulatedEvent
from handlers.turn.services import Services
from reporting.deadlines.obligation import OWED, ReportState
from reporting.roles import Role
from storage.reports import obligations, remarks, reviews, submissions
from storage.reports.obligations import Obligation

WHY = "Mô phỏng"
"""The reason given for every act that needs one."""


def apply_event(tx: Connection, services: Services, province: SimulatedProvince, event: SimulatedEvent) -> bool:
    """Carries out one event, unless it is no longer possible (for example because the report is accepted).

    Returns whether the report is no longer owed.
    """
    obligation = obligations.get(tx, event.obligation_id)
    if obligation is None:
        return True
    coordinator = province.of(province.root.id, Role.COORDINATOR)[0].person_id
    at = event.at
    match event.act:
        case SimulatedAct.BEGIN | SimulatedAct.FILE:
            _use_phone(tx, services, province, obligation, event)
        case SimulatedAct.RETURN if obligation.state == ReportState.FILED:
            _return_report(tx, obligation, coordinator, at)
        case SimulatedAct.ACCEPT if obligation.state == ReportState.FILED:
            reviews.record_review(tx, obligation.id, ReportState.ACCEPTED, coordinator, at)
        case SimulatedAct.RECEIVE if obligation.state in OWED:
            obligations.receive_on_paper(tx, obligation.id, at)
        case SimulatedAct.EXTEND if obligation.state in OWED and event.day and event.day > obligation.last_day:
            obligations.extend(tx, obligation.id, event.day)
        case SimulatedAct.EXCUSE if obligation.state in OWED:
            obligations.excuse(tx, obligation.id, WHY)
    changed = obligations.get(tx, obligation.id)
    return changed is None or changed.state not in OWED


def close(tx: Connection, province: SimulatedProvince, now: datetime) -> int:
    """Excuses all reports still owed at the end of the year; returns how many."""
    owed_reports = [
        report for unit in sorted({person.unit.id for person in province.people}) for report in _owed(tx, unit)
    ]
    for obligation in owed_reports:
        obligations.excuse(tx, obligation.id, WHY)
    return len(owed_reports)


def _owed(tx: Connection, unit_id: int) -> list[Obligation]:
    return [obligation for obligation in obligations.of_unit(tx, unit_id) if obligation.state in OWED]


def _use_phone(
    tx: Connection, services: Services, province: SimulatedProvince, obligation: Obligation, event: SimulatedEvent
) -> None:
    officer = province.of(obligation.unit_id, Role.REPORTER)[0]
    phone = SimulatedPhone(tx, services, officer, event.at)
    if not open_report(phone, obligation.id):
        return
    if event.act is SimulatedAct.BEGIN:
        begin(phone, obligation.id)
    elif not file_nothing_arose(phone, obligation.id):
        fill_in(phone, obligation.id)


def _return_report(tx: Connection, obligation: Obligation, coordinator: int, at: datetime) -> None:
    """Returns the report with one remark, on its first answer."""
    first = min(submissions.answers(tx, obligation.id))
    reviews.record_review(tx, obligation.id, ReportState.RETURNED, coordinator, at)
    remarks.add(tx, obligation.id, obligation.version, {first: WHY}, coordinator, at)

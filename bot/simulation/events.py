"""What happens to the reports of the year: officers use their phones, coordinators decide."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.simulation.phone import SimulatedPhone, begin, file_nothing_arose, fill_in, open_report
from bot.simulation.province import SimulatedProvince
from bot.simulation.scenario import SimulatedAct, SimulatedEvent
from handlers.turn.services import Services
from reporting.deadlines.obligation import OWED, ReportState
from reporting.roles import Role
from storage.reports import obligations, remarks, submissions
from storage.reports.obligations import Obligation

WHY = "Mô phỏng"
"""The reason of everything that wants one."""


def apply_event(tx: Connection, services: Services, world: SimulatedProvince, happening: SimulatedEvent) -> bool:
    """One happening; what has become impossible meanwhile (a report accepted, say) is left undone.

    Returns whether the report is owed no longer.
    """
    obligation = obligations.get(tx, happening.obligation_id)
    if obligation is None:
        return True
    coordinator = world.of(world.province.id, Role.COORDINATOR)[0].person_id
    at = happening.at
    match happening.act:
        case SimulatedAct.BEGIN | SimulatedAct.FILE:
            _by_phone(tx, services, world, obligation, happening)
        case SimulatedAct.RETURN if obligation.state == ReportState.FILED:
            _send_back(tx, obligation, coordinator, at)
        case SimulatedAct.ACCEPT if obligation.state == ReportState.FILED:
            obligations.note_review(tx, obligation.id, ReportState.ACCEPTED, coordinator, at)
        case SimulatedAct.RECEIVE if obligation.state in OWED:
            obligations.receive_on_paper(tx, obligation.id, at)
        case SimulatedAct.EXTEND if obligation.state in OWED and happening.day and happening.day > obligation.last_day:
            obligations.extend(tx, obligation.id, happening.day)
        case SimulatedAct.EXCUSE if obligation.state in OWED:
            obligations.excuse(tx, obligation.id, WHY)
    after = obligations.get(tx, obligation.id)
    return after is None or after.state not in OWED


def close(tx: Connection, world: SimulatedProvince, now: datetime) -> int:
    """The end of the year: what is owed still is excused, by name of the reason. Returns how many."""
    ending = [
        owed_obligation
        for unit in sorted({person.unit.id for person in world.people})
        for owed_obligation in _owed(tx, unit)
    ]
    for obligation in ending:
        obligations.excuse(tx, obligation.id, WHY)
    return len(ending)


def _owed(tx: Connection, unit_id: int) -> list[Obligation]:
    return [obligation for obligation in obligations.of_unit(tx, unit_id) if obligation.state in OWED]


def _by_phone(
    tx: Connection, services: Services, world: SimulatedProvince, obligation: Obligation, happening: SimulatedEvent
) -> None:
    officer = world.of(obligation.unit_id, Role.REPORTER)[0]
    phone = SimulatedPhone(tx, services, officer, happening.at)
    if not open_report(phone, obligation.id):
        return
    if happening.act is SimulatedAct.BEGIN:
        begin(phone, obligation.id)
    elif not file_nothing_arose(phone, obligation.id):
        fill_in(phone, obligation.id)


def _send_back(tx: Connection, obligation: Obligation, coordinator: int, at: datetime) -> None:
    """Returned with one remark, on the first of its answers."""
    first = min(submissions.answers(tx, obligation.id))
    obligations.note_review(tx, obligation.id, ReportState.RETURNED, coordinator, at)
    remarks.add(tx, obligation.id, obligation.version, {first: WHY}, coordinator, at)

"""One obligation: what changes its state, and when it is at hand."""

from datetime import date, datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.reports import obligations, submissions
from storage.reports.obligations import Obligation
from storage.units.units import Unit
from tests import province


def owed(tx: Connection, unit: Unit) -> list[tuple[str, date]]:
    return [(obligation.period, obligation.last_day) for obligation in obligations.of_unit(tx, unit.id)]


def first(tx: Connection, unit: Unit) -> Obligation:
    return obligations.of_unit(tx, unit.id)[0]


def test_filing_keeps_the_first_instant(tx: Connection, now: datetime) -> None:
    obligation_id = first(tx, province.build(tx, now).cai_nuoc).id
    obligations.set_state(tx, obligation_id, ReportState.FILED, version=1, filed_at=now)
    obligations.set_state(tx, obligation_id, ReportState.FILED, version=2)

    filed = obligations.get(tx, obligation_id)
    assert filed is not None
    assert (filed.state, filed.version, filed.filed_at) == (ReportState.FILED, 2, now)


def test_at_hand_is_the_half_year_in_may_and_the_year_in_november(tx: Connection, now: datetime) -> None:
    unit = province.build(tx, now).cai_nuoc
    obligations.set_state(tx, first(tx, unit).id, ReportState.FILED, version=1, filed_at=now)

    def at_hand(day: date) -> list[str]:
        return [obligation.period for obligation in obligations.open_of_unit(tx, unit.id, day)]

    assert at_hand(date(2026, 4, 1)) == []
    assert at_hand(date(2026, 5, 19)) == ["2026-H1"]
    assert at_hand(date(2026, 5, 25)) == []
    assert at_hand(date(2026, 11, 2)) == ["2026-Y"]
    assert at_hand(date(2026, 12, 31)) == ["2026-Y"]  # late


def test_an_excuse_and_its_taking_back(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligation = first(tx, built.cai_nuoc)

    obligations.excuse(tx, obligation.id, "Đơn vị đang hợp nhất")
    assert first(tx, built.cai_nuoc).state is ReportState.EXCUSED
    assert first(tx, built.cai_nuoc).excused_why == "Đơn vị đang hợp nhất"

    obligations.take_back_excuse(tx, obligation.id)
    assert first(tx, built.cai_nuoc) == obligation
    submissions.put(tx, obligation.id, "c01", Answer.given(3), built.officer.id, now)
    obligations.excuse(tx, obligation.id, "…")
    obligations.take_back_excuse(tx, obligation.id)
    assert first(tx, built.cai_nuoc).state is ReportState.DRAFTING


def test_what_came_on_paper_is_filed_without_a_version(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligation = first(tx, built.cai_nuoc)

    obligations.receive_on_paper(tx, obligation.id, now)

    received = first(tx, built.cai_nuoc)
    assert (received.state, received.version, received.filed_at, received.on_paper) == (ReportState.FILED, 0, now, True)

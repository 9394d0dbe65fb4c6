"""How reports stand, read for screens."""

from datetime import date, datetime

from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.reports import obligations, submissions, unit_status
from tests import province

IN_MAY = date(2026, 5, 19)


def test_running_is_everything_at_hand_below(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)

    reports = unit_status.running_reports(tx, built.tinh, IN_MAY)

    assert {report.obligation.period for report in reports} == {"2026-H1"}
    assert [report.unit for report in reports] == [
        built.tt_cai_nuoc,  # the communes' last day comes first
        built.tan_hung,
        built.cai_nuoc,
        built.nam_can,
        built.so_van_hoa,
    ]


def test_a_district_sees_itself_and_its_communes(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)

    units = {report.unit for report in unit_status.running_reports(tx, built.cai_nuoc, IN_MAY)}

    assert units == {built.cai_nuoc, built.tt_cai_nuoc, built.tan_hung}


def test_a_report_runs_until_thirty_days_after_its_last_day(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligations.set_state(tx, obligations.of_unit(tx, built.nam_can.id)[0].id, ReportState.FILED)

    assert unit_status.running_reports(tx, built.nam_can, date(2026, 4, 29)) == []
    assert len(unit_status.running_reports(tx, built.nam_can, date(2026, 4, 30))) == 1
    assert len(unit_status.running_reports(tx, built.nam_can, date(2026, 6, 23))) == 1
    assert unit_status.running_reports(tx, built.nam_can, date(2026, 6, 24)) == []


def test_a_report_somebody_still_owes_stays_with_those_who_filed(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    filed = obligations.of_unit(tx, built.cai_nuoc.id)[0]
    obligations.set_state(tx, filed.id, ReportState.FILED)

    seen = unit_status.running_reports(tx, built.leader.unit, date(2026, 9, 1))

    assert filed.id in {report.obligation.id for report in seen}
    assert {report.obligation.period for report in seen} == {"2026-H1"}


def test_the_excused_are_not_counted(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligations.set_state(tx, obligations.of_unit(tx, built.nam_can.id)[0].id, ReportState.EXCUSED)

    assert unit_status.running_reports(tx, built.nam_can, IN_MAY) == []


def test_answers_and_the_newest_receipt_come_with_it(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    first = obligations.of_unit(tx, built.cai_nuoc.id)[0]
    submissions.put_all(tx, first.id, {"n1": Answer("skipped"), "n2": Answer("skipped")}, built.officer.id, now)
    for receipt in ("CM26-6T-AAAAA", "CM26-6T-AAAAB"):
        current = obligations.get(tx, first.id)
        assert current is not None
        submissions.submit(
            tx, current, receipt.encode(), receipt=receipt, filed_by=built.officer.id, now=now, nil=False, figures=()
        )

    half_year, year = unit_status.of_unit(tx, built.cai_nuoc.id)

    assert (half_year.answered, half_year.receipt, half_year.sent_at) == ({"n1", "n2"}, "CM26-6T-AAAAB", now)
    assert (year.answered, year.receipt, year.sent_at) == (frozenset(), None, None)

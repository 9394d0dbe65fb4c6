"""Who did what."""

from datetime import datetime

from sqlalchemy import Connection, select

from storage.audit import audit
from storage.database.schema import audit as table
from storage.reports import obligations, submissions
from tests import province


def test_a_report_s_history_is_told_in_order(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)
    obligation = obligations.of_unit(tx, built.cai_nuoc.id)[0]
    submissions.submit(tx, obligation, b"{}", receipt="R-1", filed_by=built.officer.id, now=now, nil=False, figures=())
    audit.record(tx, now, built.coordinator.id, "report.accepted", obligation=obligation, version=1)

    entries = audit.of_report(tx, obligation.id)

    assert [(entry.action, entry.person, dict(entry.detail)) for entry in entries] == [
        ("report.filed", "Cán bộ mẫu Một", {"version": 1, "receipt": "R-1"}),
        ("report.accepted", "Đầu mối mẫu", {"version": 1}),
    ]


def test_what_is_of_no_report_names_its_unit_or_plan(tx: Connection, now: datetime) -> None:
    built = province.build(tx, now)

    audit.record(tx, now, None, "plan.closed", plan_id=built.plan.id)

    row = tx.execute(select(table.c.person_id, table.c.plan_id, table.c.obligation_id, table.c.detail)).one()
    assert tuple(row) == (None, built.plan.id, None, {})

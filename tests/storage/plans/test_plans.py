"""Live plans and their revisions."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from storage.lifecycle import closing
from storage.plans import plans
from storage.plans.files import load_plan, shipped_plans
from storage.plans.plans import PlanCache
from storage.reports import obligations, remarks, submissions
from tests import province
from tests.chat import file_report, owed
from tests.province import live_plan


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_a_plan_comes_back_as_it_was_written(tx: Connection, now: datetime, plan_id: str) -> None:
    plan = load_plan(plan_id)
    plans.activate(tx, plan, now)

    assert PlanCache().get(tx, plan_id) == plan


def test_the_same_content_again_changes_nothing(tx: Connection, now: datetime) -> None:
    assert plans.activate(tx, live_plan([2026]), now) == 1
    assert plans.activate(tx, live_plan([2026]), now) == 1


def test_a_changed_plan_is_a_new_revision_and_the_one_in_use(tx: Connection, now: datetime) -> None:
    shelf = PlanCache()
    plans.activate(tx, live_plan([2026]), now)
    assert [plan.years for plan in shelf.active(tx)] == [(2026,)]

    assert plans.activate(tx, live_plan([2026, 2027]), now) == 2

    assert [plan.years for plan in shelf.active(tx)] == [(2026, 2027)]
    assert shelf.get(tx, "ca-mau-mau").years == (2026, 2027)


def test_going_back_is_a_revision_too(tx: Connection, now: datetime) -> None:
    for years in ([2026], [2027], [2026]):
        revision = plans.activate(tx, live_plan(years), now)

    assert revision == 3
    assert PlanCache().get(tx, "ca-mau-mau").years == (2026,)


def test_several_plans_are_in_use_side_by_side(tx: Connection, now: datetime) -> None:
    plans.activate(tx, live_plan([2026]), now)
    plans.activate(tx, load_plan("dong-thap-2024"), now)

    assert [plan.id for plan in PlanCache().active(tx)] == ["ca-mau-mau", "dong-thap-2024"]


def test_a_revision_is_parsed_once(tx: Connection, now: datetime) -> None:
    shelf = PlanCache()
    plans.activate(tx, live_plan([2026]), now)

    assert shelf.get(tx, "ca-mau-mau") is shelf.get(tx, "ca-mau-mau") is shelf.active(tx)[0]


def test_a_plan_never_activated_is_unknown(tx: Connection) -> None:
    with pytest.raises(KeyError):
        PlanCache().get(tx, "ca-mau-mau")


def test_a_plan_taken_up_again_puts_each_report_where_it_stood(tx: Connection, now: datetime) -> None:
    ca_mau = province.build(tx, now)
    version = file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, {"c01": 1}, now)
    remarks.add(tx, version.obligation_id, version.version, {"c01": "Xem lại"}, ca_mau.coordinator.id, now)
    obligations.set_state(tx, version.obligation_id, ReportState.RETURNED)
    draft = owed(tx, ca_mau.nam_can_officer)
    submissions.put(tx, draft.id, "c01", Answer.given(3), ca_mau.nam_can_officer.id, now)
    obligations.set_state(tx, draft.id, ReportState.DRAFTING)
    before = {obligation.id: obligation.state for obligation in obligations.of_unit(tx, ca_mau.cai_nuoc.id)}

    closed = closing.close(tx, ca_mau.plan.id, "hết", now, None)

    assert closed == (10, 0)
    assert closing.owed_reports(tx, ca_mau.plan.id) == []
    assert closing.close(tx, ca_mau.plan.id, "hết", now, None) is None, "once"
    closing.take_back(tx, ca_mau.plan.id, "hết", now, None)
    assert {obligation.id: obligation.state for obligation in obligations.of_unit(tx, ca_mau.cai_nuoc.id)} == before
    assert owed(tx, ca_mau.nam_can_officer).state == ReportState.DRAFTING

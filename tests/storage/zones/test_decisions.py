"""Proposal, decision, outcome and relapse of the communes, and their criteria sheets."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from reporting.figures.zone_cap import CapExcess
from reporting.form_entry.answer_input import NIL, Answer
from reporting.integrity.document_number import DocumentNumber
from reporting.plan.plan import Plan, UnitKind
from storage.figures import evaluations
from storage.reports import obligations
from storage.units import selected_zones, units
from storage.units.units import Unit
from storage.zones import criteria, decisions, outcomes, yearly_results
from tests import province
from tests.chat import file_report
from tests.province import CALENDAR, Province
from tests.reporting.figures.test_zone_success import ALL_MET

PAPER = DocumentNumber("45/QĐ-BCĐ", date(2026, 1, 15))
FIELDS = {"A1": "c01", "A8": "c06", "B1": "c40"}


@pytest.fixture
def years() -> tuple[int, ...]:
    return (2025, 2026)


def per_district(plan: Plan) -> Plan:
    content = plan.model_dump(mode="json", by_alias=True)
    content["zones"]["decided_by"] = "district"
    content["zones"]["cap"]["of"] = "district"
    return Plan.model_validate(content)


def decide(tx: Connection, plan: Plan, decider: Unit, chosen: list[Unit], now: datetime, **more: Any) -> int:
    given = {"over_cap": None, "person_id": None, "calendar": CALENDAR} | more
    return decisions.decide(tx, plan, 2026, decider, chosen, PAPER, now=now, **given)


def test_a_proposal_keeps_its_order_and_leaves_other_districts_alone(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    plan, me = ca_mau.plan.id, ca_mau.coordinator.id
    order = [ca_mau.tt_nam_can, ca_mau.hoa_my, ca_mau.tan_hung]
    decisions.propose(tx, plan, 2026, ca_mau.tinh, order, me, now)
    assert decisions.proposed_communes(tx, plan, 2026, ca_mau.tinh) == order
    assert decisions.proposed_communes(tx, plan, 2025, ca_mau.tinh) == []
    decisions.propose(tx, plan, 2026, ca_mau.cai_nuoc, [ca_mau.tan_hung], me, now)
    assert set(decisions.proposed_communes(tx, plan, 2026, ca_mau.tinh)) == {ca_mau.tt_nam_can, ca_mau.tan_hung}
    assert decisions.proposed_communes(tx, plan, 2026, ca_mau.nam_can) == [ca_mau.tt_nam_can]


def test_the_decision_makes_the_list_and_what_is_owed(tx: Connection, ca_mau: Province, now: datetime) -> None:
    created = decide(tx, ca_mau.plan, ca_mau.tinh, [ca_mau.hoa_my], now)
    assert created == 2  # the six-month and the annual report of xã Hòa Mỹ
    assert selected_zones.selected(tx, ca_mau.plan.id, 2026) == [ca_mau.hoa_my]
    assert selected_zones.selected(tx, ca_mau.plan.id, 2025) == [ca_mau.tt_cai_nuoc, ca_mau.tan_hung]
    (made,) = decisions.decisions(tx, ca_mau.plan.id, 2026, ca_mau.hoa_my)
    assert (made.unit, made.paper) == (ca_mau.tinh, PAPER)
    assert all(obligation.period.startswith("2025") for obligation in obligations.of_unit(tx, ca_mau.tan_hung.id))
    assert decide(tx, ca_mau.plan, ca_mau.tinh, [ca_mau.hoa_my], now) == 0


def test_districts_decide_apart_where_the_plan_says_so(tx: Connection, ca_mau: Province, now: datetime) -> None:
    plan = per_district(ca_mau.plan)
    assert decisions.deciding_unit(tx, plan, ca_mau.hoa_my) == ca_mau.cai_nuoc
    assert decisions.deciding_unit(tx, ca_mau.plan, ca_mau.hoa_my) == ca_mau.tinh
    assert decisions.deciding_unit(tx, plan, ca_mau.tinh) == ca_mau.tinh
    decide(tx, plan, ca_mau.nam_can, [ca_mau.tt_nam_can], now)
    chosen = selected_zones.selected(tx, plan.id, 2026)
    assert chosen == [ca_mau.tt_cai_nuoc, ca_mau.tan_hung, ca_mau.tt_nam_can]
    assert decisions.decisions(tx, plan.id, 2026, ca_mau.cai_nuoc) == []
    assert [decision.unit for decision in decisions.decisions(tx, plan.id, 2026, ca_mau.tinh)] == [ca_mau.nam_can]


def test_without_districts_the_province_decides(tx: Connection, now: datetime) -> None:
    hai_cap = province.build_two_level(tx, now)
    assert decisions.deciding_unit(tx, per_district(hai_cap.plan), hai_cap.xa_ba) == hai_cap.tinh


def test_the_cap_is_by_the_communes_that_exist_on_the_day(tx: Connection, ca_mau: Province, now: datetime) -> None:
    """Four communes, three more from 1/7/2026: 7 allow one."""
    for number in range(3):
        units.add(
            tx,
            code=f"MAU-09{number}",
            name=f"xã Mẫu {number}",
            kind=UnitKind.COMMUNE,
            parent=ca_mau.nam_can,
            valid_from=date(2026, 7, 1),
        )
    communes = [ca_mau.hoa_my]
    before = decisions.cap_excesses(tx, ca_mau.plan, 2026, ca_mau.tinh, communes, date(2026, 6, 30))
    assert before == [CapExcess(None, chosen=1, allowed=0, communes=4)]
    assert decisions.cap_excesses(tx, ca_mau.plan, 2026, ca_mau.tinh, communes, date(2026, 7, 1)) == []


def test_per_district_only_the_deciding_one_is_looked_at(tx: Connection, ca_mau: Province) -> None:
    plan, day = per_district(ca_mau.plan), date(2026, 1, 15)
    excesses = decisions.cap_excesses(tx, plan, 2026, ca_mau.nam_can, [ca_mau.tt_nam_can], day)
    assert excesses == [
        CapExcess(ca_mau.nam_can.id, chosen=1, allowed=0, communes=1)
    ]  # Cái Nước has too many, not asked


def put(tx: Connection, ca_mau: Province, year: int, unit: Unit, outcome: Any, now: datetime) -> None:
    outcomes.put(tx, ca_mau.plan.id, year, unit.id, outcome, gate=True, note="Theo biên bản", person_id=None, now=now)


def test_a_transformed_commune_leaves_the_list_until_it_relapses(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    plan, unit = ca_mau.plan.id, ca_mau.tan_hung
    put(tx, ca_mau, 2025, unit, "recognised", now)
    put(tx, ca_mau, 2025, ca_mau.tt_cai_nuoc, "carried_over", now)
    assert outcomes.transformed(tx, plan, 2026) == {unit.id}
    assert outcomes.transformed(tx, plan, 2025) == set()
    assert outcomes.carried_over(tx, plan, 2026) == {ca_mau.tt_cai_nuoc.id}
    outcomes.relapse(tx, plan, 2025, unit.id, date(2026, 3, 20), "Tụ điểm trở lại", person_id=None, now=now)
    assert outcomes.transformed(tx, plan, 2026) == set()
    outcomes.withdraw_relapse(tx, plan, 2025, unit.id, person_id=None, now=now)
    assert outcomes.transformed(tx, plan, 2026) == {unit.id}


def test_deciding_anew_forgets_the_relapse(tx: Connection, ca_mau: Province, now: datetime) -> None:
    put(tx, ca_mau, 2025, ca_mau.tan_hung, "recognised", now)
    outcomes.relapse(
        tx, ca_mau.plan.id, 2025, ca_mau.tan_hung.id, date(2026, 3, 20), "Tụ điểm trở lại", person_id=None, now=now
    )
    put(tx, ca_mau, 2025, ca_mau.tan_hung, "not_recognised", now)
    (record,) = outcomes.of_unit(tx, ca_mau.plan.id, ca_mau.tan_hung.id)
    assert (record.outcome, record.relapsed_on, record.relapse_note) == ("not_recognised", None, None)


def test_five_of_six_kept_fail_eighty_five_percent(tx: Connection, ca_mau: Province, now: datetime) -> None:
    more = [province.add(tx, f"MAU-08{n}", f"xã Mẫu {n}", UnitKind.COMMUNE, ca_mau.nam_can) for n in range(6)]
    for unit in more:
        put(tx, ca_mau, 2025, unit, "recognised", now)
    assert kept(tx, ca_mau) == (6, 6, "met")
    outcomes.relapse(
        tx, ca_mau.plan.id, 2025, more[0].id, date(2026, 3, 20), "Tụ điểm trở lại", person_id=None, now=now
    )
    assert kept(tx, ca_mau) == (5, 6, "not_met")  # 83,3%


def kept(tx: Connection, ca_mau: Province) -> tuple[int | None, int | None, str]:
    facts = evaluations.report_figures(tx, ca_mau.plan, "year", "2026-Y", ca_mau.tinh)
    result = next(target_result for target_result in evaluations.results(facts) if target_result.id == "CM-P2")
    return result.num, result.den, result.verdict


def test_one_of_two_recognised_fails_sixty_percent(tx: Connection, ca_mau: Province, now: datetime) -> None:
    put(tx, ca_mau, 2026, ca_mau.tan_hung, "recognised", now)
    put(tx, ca_mau, 2026, ca_mau.tt_cai_nuoc, "carried_over", now)
    facts = evaluations.report_figures(tx, ca_mau.plan, "year", "2026-Y", ca_mau.tinh)
    result = next(target_result for target_result in evaluations.results(facts) if target_result.id == "CM-P1")
    assert (result.num, result.den, result.verdict) == (1, 2, "not_met")


def test_the_annual_report_goes_before_an_interim_one(tx: Connection, ca_mau: Province, now: datetime) -> None:
    plan, unit = ca_mau.plan, ca_mau.tan_hung
    assert yearly_results.of_commune(tx, plan, 2026, unit).source is None
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2026, dict(ALL_MET), now)  # type: ignore[arg-type]
    interim = yearly_results.of_commune(tx, plan, 2026, unit)
    assert (interim.score.met, interim.is_whole, interim.is_enough) == (5, False, None)
    file_report(tx, ca_mau, ca_mau.officer, "year", 2026, dict(ALL_MET) | {"c10": 3}, now)  # type: ignore[arg-type]
    year = yearly_results.of_commune(tx, plan, 2026, unit)
    assert (year.score.met, year.score.arisen, year.is_enough) == (4, 5, True)
    assert year.source is not None
    assert year.source.child.name == "UBND huyện Cái Nước"


def test_a_commune_s_own_report_counts_where_its_district_sent_none(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    file_report(tx, ca_mau, ca_mau.commune_officer, "year", 2026, dict(ALL_MET), now)  # type: ignore[arg-type]
    year = yearly_results.of_commune(tx, ca_mau.plan, 2026, ca_mau.tt_cai_nuoc)
    assert (year.is_enough, year.source and year.source.child.name) == (True, "thị trấn Cái Nước")
    assert yearly_results.of_commune(tx, ca_mau.plan, 2026, ca_mau.tan_hung).source is None


def test_sheets_are_kept_by_year_and_overwritten_item_by_item(tx: Connection, ca_mau: Province, now: datetime) -> None:
    plan, unit, me = ca_mau.plan.id, ca_mau.hoa_my, ca_mau.coordinator.id
    criteria.put(tx, plan, 2026, unit.id, {"A1": Answer.given(12), "B5": NIL}, me, now)
    criteria.put(tx, plan, 2026, unit.id, {"A1": Answer.given(13)}, None, now)
    assert criteria.entered_values(tx, plan, 2026, [unit.id]) == {unit.id: {"A1": Answer.given(13), "B5": NIL}}
    assert criteria.entered_values(tx, plan, 2025, [unit.id]) == {}
    assert criteria.entered_values(tx, plan, 2026, []) == {}
    assert criteria.of_unit(tx, plan, unit.id) == [(2026, 2)]


def test_counts_come_from_the_annual_report_of_the_year_before(tx: Connection, ca_mau: Province, now: datetime) -> None:
    ids, plan = [ca_mau.tt_cai_nuoc.id, ca_mau.tan_hung.id, ca_mau.hoa_my.id], ca_mau.plan.id
    file_report(tx, ca_mau, ca_mau.officer, "six-months", 2025, {"c01": 6}, now)
    assert criteria.reported_values(tx, plan, 2026, ids, FIELDS) == {}
    file_report(tx, ca_mau, ca_mau.commune_officer, "year", 2025, {"c01": 14, "c40": 2}, now)
    file_report(tx, ca_mau, ca_mau.officer, "year", 2025, {"c01": 12}, now)
    answers = criteria.reported_values(tx, plan, 2026, ids, FIELDS)
    assert answers == {
        ca_mau.tt_cai_nuoc.id: {"A1": Answer.given(12), "B1": Answer.given(2)},  # the district's word first
        ca_mau.tan_hung.id: {"A1": Answer.given(12)},
    }
    assert criteria.reported_values(tx, plan, 2026, ids, {}) == {}


def test_a_commune_is_the_only_one_of_itself(tx: Connection, ca_mau: Province) -> None:
    assert decisions.communes(tx, ca_mau.hoa_my, date(2026, 1, 1)) == [ca_mau.hoa_my]

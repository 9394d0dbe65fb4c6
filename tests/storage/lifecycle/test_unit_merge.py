"""Units that merge: nothing guessed, nothing lost, and the daily round leaves what was carried over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection

from reporting.deadlines.obligation import ReportState
from reporting.form_entry.answer_input import Answer
from reporting.roles import Role
from storage.audit import audit
from storage.lifecycle.unit_merge import (
    MergeResult,
    MergeUnanswered,
    UnitMerger,
    UnitTreeInvalid,
    UnknownUnitCode,
    merge,
)
from storage.people import people
from storage.plans.plans import PlanCache
from storage.reports import obligation_sync, obligations, submissions
from storage.reports.obligations import Obligation
from storage.units import importer, units
from tests.chat import owed
from tests.province import CALENDAR, Province

ON = date(2026, 5, 20)
WHY = "Hợp nhất vào xã Hòa Mỹ từ ngày 20/5/2026"


def merging(tx: Connection, now: datetime, merger: UnitMerger) -> MergeResult:
    return merge(tx, PlanCache(), merger, CALENDAR, now)


def town_into_village(**answers: object) -> UnitMerger:
    """thị trấn Cái Nước, which owes its sheet, goes into xã Hòa Mỹ, which owes none."""
    return replace(UnitMerger(("MAU-0501",), "MAU-0503", ON, why=WHY), **answers)  # type: ignore[arg-type]


def of(tx: Connection, unit_id: int) -> dict[str, Obligation]:
    return {obligation.period: obligation for obligation in obligations.of_unit(tx, unit_id)}


def begin(tx: Connection, ca_mau: Province, now: datetime) -> Obligation:
    """The town's six-month sheet with one figure about itself and one number beside."""
    obligation, town = owed(tx, ca_mau.commune_officer), ca_mau.tt_cai_nuoc.id
    submissions.put(tx, obligation.id, f"c01@{town}", Answer.given(12), ca_mau.commune_officer.id, now)
    submissions.put(tx, obligation.id, f"c02@{town}9", Answer.given(3), ca_mau.commune_officer.id, now)
    obligations.set_state(tx, obligation.id, ReportState.DRAFTING)
    return obligation


def test_without_an_answer_it_says_what_wants_one(tx: Connection, ca_mau: Province, now: datetime) -> None:
    with pytest.raises(MergeUnanswered) as raised:
        merging(tx, now, town_into_village())

    assert [(carried_report.unit.code, carried_report.obligation.period) for carried_report in raised.value.owed] == [
        ("MAU-0501", "2026-H1"),
        ("MAU-0501", "2026-Y"),
    ]
    assert [member.person_id for member in raised.value.people] == [ca_mau.commune_officer.id]
    with pytest.raises(MergeUnanswered) as raised:
        merging(tx, now, town_into_village(inherit={"MAU-0501": "excuse"}))
    assert (raised.value.owed, len(raised.value.people)) == ((), 1)


def test_carried_over_with_its_draft_and_left_alone_by_the_daily_round(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    begun = begin(tx, ca_mau, now)

    merged = merging(tx, now, town_into_village(inherit={"MAU-0501": "transfer"}, staff="move"))

    town, village = ca_mau.tt_cai_nuoc.id, ca_mau.hoa_my.id
    assert {carried_report.heir for carried_report in merged.carried} == {"transfer"}
    for day in (0, 1, 300):
        obligation_sync.ensure(tx, ca_mau.plan, CALENDAR, now + timedelta(days=day))
        assert {period: obligation.state for period, obligation in of(tx, village).items()} == {
            "2026-H1": ReportState.DRAFTING,
            "2026-Y": ReportState.NOT_BEGUN,
        }
    assert of(tx, town) == {}
    assert of(tx, village)["2026-H1"].id == begun.id
    assert {key: written_answer.answer.value for key, written_answer in submissions.answers(tx, begun.id).items()} == {
        f"c01@{village}": 12,
        f"c02@{town}9": 3,
    }
    assert [entry.action for entry in audit.of_report(tx, begun.id)] == ["report.transferred"]


def test_validity_predecessors_and_people(tx: Connection, ca_mau: Province, now: datetime) -> None:
    merging(tx, now, town_into_village(inherit={"MAU-0501": "transfer"}, staff="move"))

    entries = importer.entries(tx)
    assert entries["MAU-0501"].valid_to == date(2026, 5, 19)
    assert entries["MAU-0503"].predecessors == ("MAU-0501",)
    assert people.of_unit(tx, ca_mau.tt_cai_nuoc.id, tuple(Role)) == []
    (moved,) = people.of_unit(tx, ca_mau.hoa_my.id, tuple(Role))
    assert (moved.person_id, moved.role) == (ca_mau.commune_officer.id, Role.REPORTER)


@pytest.mark.parametrize(("staff", "left"), [("keep", 1), ("end", 0)])
def test_people_kept_or_ended(tx: Connection, ca_mau: Province, now: datetime, staff: str, left: int) -> None:
    merging(tx, now, town_into_village(inherit={"MAU-0501": "excuse"}, staff=staff))

    assert len(people.of_unit(tx, ca_mau.tt_cai_nuoc.id, tuple(Role))) == left
    assert people.of_unit(tx, ca_mau.hoa_my.id, tuple(Role)) == []


def test_excused_with_the_reason(tx: Connection, ca_mau: Province, now: datetime) -> None:
    begun = begin(tx, ca_mau, now)

    merging(tx, now, town_into_village(inherit={"MAU-0501": "excuse"}, staff="move"))

    obligation = obligations.get(tx, begun.id)
    assert obligation is not None
    assert (obligation.state, obligation.excused_why, obligation.unit_id) == (
        ReportState.EXCUSED,
        WHY,
        ca_mau.tt_cai_nuoc.id,
    )
    assert {report.state for report in of(tx, ca_mau.tt_cai_nuoc.id).values()} == {ReportState.EXCUSED}, (
        "all end in a state"
    )


def test_where_the_new_unit_owes_it_too_what_nobody_began_needs_no_answer(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    into_the_other = UnitMerger(("MAU-0501",), "MAU-0502", ON, staff="move", why=WHY)

    merged = merging(tx, now, into_the_other)

    assert (merged.carried, merged.withdrawn) == ((), 2)
    assert of(tx, ca_mau.tt_cai_nuoc.id) == {}
    assert len(of(tx, ca_mau.tan_hung.id)) == 2


def test_a_draft_the_new_unit_has_no_room_for_is_excused_and_kept(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    begun = begin(tx, ca_mau, now)
    with pytest.raises(MergeUnanswered) as raised:
        merging(tx, now, UnitMerger(("MAU-0501",), "MAU-0502", ON, staff="move", why=WHY))
    assert [carried_report.obligation.id for carried_report in raised.value.owed] == [begun.id]

    merged = merging(tx, now, UnitMerger(("MAU-0501",), "MAU-0502", ON, {"MAU-0501": "transfer"}, "move", WHY))

    (carried,) = merged.carried
    assert carried.hindered == "owed_already"
    obligation = obligations.get(tx, begun.id)
    assert obligation is not None
    assert obligation.state == ReportState.EXCUSED
    assert len(submissions.answers(tx, begun.id)) == 2


def test_two_that_would_hand_over_the_same_report_are_contested(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    both = ("MAU-0501", "MAU-0502")
    with pytest.raises(MergeUnanswered) as raised:
        merging(tx, now, UnitMerger(both, "MAU-0503", ON, dict.fromkeys(both, "transfer"), "move", WHY))  # type: ignore[arg-type]
    assert len(raised.value.contested) == 4

    merged = merging(
        tx, now, UnitMerger(both, "MAU-0503", ON, {"MAU-0501": "transfer", "MAU-0502": "excuse"}, "move", WHY)
    )
    assert sorted(carried_report.heir for carried_report in merged.carried) == [
        "excuse",
        "excuse",
        "transfer",
        "transfer",
    ]


def test_districts_take_their_communes_along(tx: Connection, ca_mau: Province, now: datetime) -> None:
    merged = merging(tx, now, UnitMerger(("MAU-07",), "MAU-05", ON, {"MAU-07": "excuse"}, "move", WHY))

    assert [child.code for child in merged.children] == ["MAU-0701"]
    moved = units.by_code(tx, "MAU-0701")
    assert moved is not None
    assert ca_mau.cai_nuoc.covers(moved)


def test_what_cannot_be(tx: Connection, ca_mau: Province, now: datetime) -> None:
    with pytest.raises(UnknownUnitCode, match="XYZ"):
        merging(tx, now, UnitMerger(("MAU-0501",), "XYZ", ON))
    with pytest.raises(UnitTreeInvalid):
        merging(tx, now, UnitMerger(("MAU-05",), "MAU-0501", ON, {"MAU-05": "excuse"}, "move", WHY))


def test_it_is_in_the_log(tx: Connection, ca_mau: Province, now: datetime) -> None:
    merging(tx, now, town_into_village(inherit={"MAU-0501": "excuse"}, staff="end"))

    logged = tx.exec_driver_sql("SELECT action FROM audit ORDER BY id").scalars().all()
    assert logged[-1] == "unit.merged"
    assert {"report.excused", "membership.revoked"} <= set(logged)


def test_what_is_due_before_the_merger_the_old_unit_may_file_itself(
    tx: Connection, ca_mau: Province, now: datetime
) -> None:
    begun = begin(tx, ca_mau, now)
    later = UnitMerger(("MAU-0501",), "MAU-0502", date(2026, 6, 1), {"MAU-0501": "keep"}, "keep", WHY)

    merged = merging(tx, now, later)

    assert [carried_report.heir for carried_report in merged.carried] == ["keep"]
    obligation = of(tx, ca_mau.tt_cai_nuoc.id)["2026-H1"]
    assert (obligation.id, obligation.state) == (begun.id, ReportState.DRAFTING)
    assert audit.of_report(tx, begun.id) == []


def test_a_unit_that_has_ended_by_then_files_nothing_itself(tx: Connection, ca_mau: Province, now: datetime) -> None:
    begin(tx, ca_mau, now)

    with pytest.raises(MergeUnanswered) as raised:
        merging(tx, now, UnitMerger(("MAU-0501",), "MAU-0502", ON, {"MAU-0501": "keep"}, "keep", WHY))

    assert [carried_report.obligation.period for carried_report in raised.value.owed] == ["2026-H1"]

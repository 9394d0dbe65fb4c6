"""The criteria sheet as a form: 26 items in Bà Rịa - Vũng Tàu, 25 in Cà Mau."""

from __future__ import annotations

import pytest

from reporting.form_entry.answer_input import Answer
from reporting.plan.plan import ZoneRules
from reporting.planning.criteria import fields_of, form_entry_of, form_of, items, on_paper
from storage.plans.files import load_plan


class Commune:
    id, code, name = 17, "MAU-0502", "xã Tân Hưng"


def zones(plan_id: str) -> ZoneRules:
    rules = load_plan(plan_id).zones
    assert rules is not None
    return rules


@pytest.mark.parametrize(("plan_id", "count"), [("ba-ria-vung-tau-2017", 26), ("ca-mau-2017", 25)])
def test_items_of_two_parts_are_two_questions(plan_id: str, count: int) -> None:
    rules = zones(plan_id)
    form = form_of(rules)
    assert items(rules) == count
    assert len(form.questions) == count + 2
    ids = [question.id for question in form.questions]
    assert {"B4a", "B4b", "D7a", "D7b"} < set(ids)
    assert not {"B4", "D7"} & set(ids)
    assert ("C3" in ids) == (count == 26)
    assert [section.id for section in form.sections] == ["A", "B", "C", "D"]


def test_the_kinds_are_those_of_the_plan() -> None:
    kinds = {question.id: question.kind for question in form_of(zones("ca-mau-2017")).questions}
    assert (kinds["A1"], kinds["B5"], kinds["D1"], kinds["D7a"], kinds["D7b"]) == (
        *("count", "short_text", "yes_no", "count", "yes_no"),
    )


def test_counts_the_reports_know_are_named() -> None:
    assert fields_of(zones("ca-mau-2017")) == {"A1": "c01", "A8": "c06", "B1": "c40"}


def test_lists_of_people_do_not_go_through_chat() -> None:
    walk = form_entry_of(form_of(zones("ca-mau-2017")), [Commune()], {17: {"A1": Answer.given(12)}})
    assert [slot.question.id for slot in on_paper(walk)] == ["A4", "A5", "B3", "C2"]
    assert (walk.answered_count, walk.question_count) == (1, 23)

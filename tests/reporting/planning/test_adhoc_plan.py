"""A report asked for once, as a small plan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.plan.plan import Plan, UnitKind
from reporting.planning.adhoc_plan import (
    MOST_COUNTS,
    REPORT,
    AdhocRequest,
    RequestedFigure,
    forms_of,
    free_forms,
    kinds_with_form,
    plan_of,
    read_counts,
)
from storage.plans.files import load_plan, shipped_plans

ASKED = AdhocRequest("dx-2026-0007", "AD", "Cướp giật dịp 2/9", "tỉnh mẫu", "MAU", date(2026, 8, 20), date(2026, 9, 5))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Số vụ: vụ", (RequestedFigure("Số vụ", "vụ"),)),
        ("1. Số vụ: vụ\n2) Số đối tượng : người;\n\n- Thiệt hại", None),
        ("", "no_counts"),
        ("\n".join(f"Số {letter}: vụ" for letter in "abcdef"), "too_many_counts"),
        (f"{'a' * 61}: vụ", "long_name"),
        ("123: vụ", "no_name"),
        ("Số vụ: vụ\nso vu: vụ", "counted_twice"),
    ],
)
def test_counts_one_a_line(typed: str, read: object) -> None:
    listed = (
        RequestedFigure("Số vụ", "vụ"),
        RequestedFigure("Số đối tượng", "người"),
        RequestedFigure("Thiệt hại", ""),
    )
    assert read_counts(typed) == (read or listed)


@given(st.text(max_size=300))
def test_any_text_is_counts_or_a_reason(text: str) -> None:
    read = read_counts(text)
    assert isinstance(read, str) or 1 <= len(read) <= MOST_COUNTS


@pytest.mark.parametrize("plan_id", shipped_plans())
@pytest.mark.parametrize("period", ["AD", "IR", "FR"])
def test_on_the_form_of_every_plan(plan_id: str, period: str) -> None:
    base = load_plan(plan_id)
    kinds = sorted(kinds_with_form(base))
    request = AdhocRequest(ASKED.id, period, base.short_title, "tỉnh mẫu", "MAU", ASKED.on, ASKED.last_day)  # type: ignore[arg-type]

    plan = plan_of(base, request, forms_of(base, kinds), own_form=True)

    assert Plan.model_validate(plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)) == plan
    assert (plan.under, plan.zone_plan, plan.targets) == (base.id, base.id, base.targets)
    for kind in kinds:
        form = plan.form_for(REPORT, kind)
        assert form is not None
        assert form.sections in [each_form.sections for each_form in base.forms if each_form.reporter == kind]


def test_in_ones_own_words() -> None:
    base = load_plan("ca-mau-2017")
    forms = free_forms([UnitKind.COMMUNE, UnitKind.DISTRICT], ASKED.title, [RequestedFigure("Số vụ", "vụ")], "Nội dung")

    plan = plan_of(base, ASKED, forms, own_form=False)

    assert plan.targets == ()
    form = plan.form_for(REPORT, UnitKind.COMMUNE)
    assert form is not None
    assert [(question.id, question.kind, question.required) for question in form.questions] == [
        ("q1", "count", True),
        ("text", "long_text", False),
    ]


def test_without_figures_the_text_must_be_given() -> None:
    (form,) = free_forms([UnitKind.COMMUNE], "Tình hình", [], "Nội dung")

    assert [(question.id, question.required) for question in form.questions] == [("text", True)]

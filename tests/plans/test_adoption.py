"""A live plan from a text: what the file holds, and what is still missing."""

from datetime import date
from pathlib import Path

import pytest

from reporting.plan.plan import Plan, UnitKind
from reporting.planning.adoption import PlanGap, plan_gaps
from storage.plans.adoption import adopt
from storage.plans.files import check, load_plan, shipped_plans


def adopted(plan: str, folder: Path) -> Path:
    return adopt(plan, f"{plan[:-4]}2026", (2026, 2027), folder, header="Kế hoạch áp dụng", mark="CẦN ĐIỀN")


def mandatory(plan: Plan) -> list[PlanGap]:
    return [gap for gap in plan_gaps(plan) if gap.mandatory]


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_an_adopted_plan_is_a_sound_plan_of_its_own(plan_id: str, tmp_path: Path) -> None:
    path = adopted(plan_id, tmp_path)
    assert check(path) == ()
    live, source = load_plan(path), load_plan(plan_id)
    assert (live.id, live.adopted_from, live.years) == (path.stem, plan_id, (2026, 2027))
    assert (live.in_force.from_, live.in_force.until) == (date(2026, 1, 1), date(2027, 12, 31))
    assert (live.issued.by, live.issued.number, live.issued.on) == (source.issued.by, None, None)
    assert (live.targets, live.forms, live.reports, live.zones) == (
        source.targets,
        source.forms,
        source.reports,
        source.zones,
    )


def test_cà_mau_can_be_used_at_once(tmp_path: Path) -> None:
    assert mandatory(load_plan(adopted("ca-mau-2017", tmp_path))) == []


@pytest.mark.parametrize(
    ("plan_id", "gaps"),
    [
        ("ba-ria-vung-tau-2017", {("window", "Báo cáo năm")}),
        (
            "dong-thap-2024",
            {("window", title) for title in ("Báo cáo quý I", "Báo cáo 6 tháng", "Báo cáo quý III", "Báo cáo năm")},
        ),
        (
            "dak-lak-2017",
            {(code, f"Báo cáo quý {n}") for code in ("window", "due") for n in ("I", "II", "III", "IV")}
            | {("baseline", "DL-1"), ("baseline", "DL-2")},
        ),
        ("ninh-thuan-2022", {("reports", "")}),
    ],
)
def test_what_the_text_leaves_open_must_be_filled_in(plan_id: str, gaps: set[tuple[str, str]], tmp_path: Path) -> None:
    open_gaps = mandatory(load_plan(adopted(plan_id, tmp_path)))
    assert {(gap.code, str(gap.params.get("report", gap.params.get("target", "")))) for gap in open_gaps} == gaps


def test_the_places_to_fill_in_are_marked_and_comments_are_kept(tmp_path: Path) -> None:
    text = adopted("dak-lak-2017", tmp_path).read_text(encoding="utf-8")
    assert text.startswith("# Kế hoạch áp dụng\n")
    assert text.count("window: null  # CẦN ĐIỀN") == 4
    assert text.count("due: null # CẦN ĐIỀN") == 4
    assert text.count("baseline: previous_period  # CẦN ĐIỀN") == 2
    assert "number: null  # CẦN ĐIỀN" in text
    assert "# Mỗi loại đơn vị một mẫu, dùng cho mọi kỳ báo cáo." in text
    assert 'quote: "các Sở, ban, ngành"' in text


def test_filling_in_closes_the_gaps(tmp_path: Path) -> None:
    path = adopted("ba-ria-vung-tau-2017", tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("window: null", "window: {from: 16/11 năm trước, until: 10/11}"), encoding="utf-8")
    assert check(path) == ()
    assert mandatory(load_plan(path)) == []


def test_an_adopted_plan_is_never_written_over(tmp_path: Path) -> None:
    adopted("ca-mau-2017", tmp_path)
    with pytest.raises(FileExistsError):
        adopted("ca-mau-2017", tmp_path)


def test_the_texts_themselves_cannot_be_used() -> None:
    for plan_id in shipped_plans():
        assert "years" in {gap.code for gap in mandatory(load_plan(plan_id))}


def test_what_is_worth_a_look_is_told_without_barring_the_way() -> None:
    gaps = [gap for gap in plan_gaps(load_plan("dong-thap-2024")) if not gap.mandatory]
    assert {"issued", "district", "own_report", "level_due", "baseline_year", "unclear"} == {gap.code for gap in gaps}
    assert [gap.params["year"] for gap in gaps if gap.code == "baseline_year"] == [2023, 2023]


@pytest.mark.parametrize("plan_id", shipped_plans())
def test_only_a_province_that_no_report_is_asked_of_is_told_to_have_none_of_its_own(plan_id: str) -> None:
    plan = load_plan(plan_id)
    asked = {level for report in plan.reports for level in report.levels}
    assert [gap.path for gap in plan_gaps(plan) if gap.code == "own_report"] == [
        ("reporters", index)
        for index, reporter in enumerate(plan.reporters)
        if reporter.kind == UnitKind.PROVINCE and UnitKind.PROVINCE not in asked
    ]

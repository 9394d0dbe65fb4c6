"""Every plan in every year from 2017 to 2030, and the deadlines read from the documents by hand."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from reporting.deadlines.calendar import DateRange, Deadline, deadline_for, deadlines
from reporting.plan.plan import EscalationPolicy, Plan, UnitKind
from storage.plans.files import load_calendar, load_plan, shipped_plans

CALENDAR = load_calendar()
YEARS = range(2017, 2031)


def rows(plan: Plan | str, year: int) -> list[Deadline]:
    return deadlines(load_plan(plan) if isinstance(plan, str) else plan, year, CALENDAR)


def row(plan: Plan | str, year: int, report: str, level: UnitKind | None = None) -> Deadline:
    return next(deadline for deadline in rows(plan, year) if deadline.report == report and deadline.level == level)


def cà_mau_with(**levels: object) -> Plan:
    content = load_plan("ca-mau-2017").model_dump(mode="json", by_alias=True)
    for report in content["reports"]:
        report["levels"] = levels
    return Plan.model_validate(content)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("plan_id", shipped_plans())
def test_every_deadline_of_every_plan_makes_sense(plan_id: str, year: int) -> None:
    plan = load_plan(plan_id)
    report_deadlines = rows(plan, year)
    assert [report_deadline.report for report_deadline in report_deadlines] == [report.id for report in plan.reports]
    for deadline, report in zip(report_deadlines, plan.reports, strict=True):
        assert deadline.plan == plan_id
        assert deadline.period == f"{year}-{report.period}"
        assert deadline.level is None
        if deadline.last_day is None:
            assert (deadline.last_working_day, deadline.rule, deadline.wording, deadline.in_force) == (
                None,
                None,
                None,
                None,
            )
            continue
        assert report.due is not None
        assert report.due.before is not None  # all five say "trước ngày"
        assert deadline.rule == "before"
        assert deadline.last_day + timedelta(days=1) == report.due.before.in_year(year)
        assert deadline.wording is not None
        assert deadline.last_working_day is not None
        assert CALENDAR.is_working(deadline.last_working_day)
        assert deadline.last_working_day <= deadline.last_day
        assert CALENDAR.working_days_between(deadline.last_working_day, deadline.last_day) == 0
        if deadline.window:
            assert deadline.window.from_ < deadline.window.until < deadline.last_day
            assert CALENDAR.working_days_between(deadline.window.until, deadline.last_day) >= 1


@pytest.mark.parametrize("year", YEARS)
def test_cà_mau_s_six_months_lie_inside_its_year(year: int) -> None:
    half, whole = row("ca-mau-2017", year, "six-months").window, row("ca-mau-2017", year, "year").window
    assert half is not None
    assert whole is not None
    assert half.from_ == whole.from_ == date(year - 1, 11, 16)
    assert half.until == date(year, 5, 15)
    assert whole.until == date(year, 11, 15)


@pytest.mark.parametrize(
    ("plan", "report", "year", "last_day", "last_working_day"),
    [
        ("ca-mau-2017", "six-months", 2026, "2026-05-24", "2026-05-22"),
        ("ca-mau-2017", "year", 2026, "2026-11-24", "2026-11-23"),
        ("ca-mau-2017", "six-months", 2027, "2027-05-24", "2027-05-24"),
        ("ca-mau-2017", "year", 2027, "2027-11-24", "2027-11-23"),
        ("ba-ria-vung-tau-2017", "year", 2026, "2026-11-19", "2026-11-19"),
        ("ba-ria-vung-tau-2017", "year", 2027, "2027-11-19", "2027-11-19"),
        ("dong-thap-2024", "quarter-1", 2024, "2024-03-04", "2024-03-04"),
        ("dong-thap-2024", "quarter-1", 2026, "2026-03-04", "2026-03-04"),
        ("dong-thap-2024", "six-months", 2026, "2026-06-04", "2026-06-04"),
        ("dong-thap-2024", "quarter-3", 2026, "2026-09-04", "2026-09-04"),
        ("dong-thap-2024", "year", 2026, "2026-12-04", "2026-12-04"),
        ("dong-thap-2024", "quarter-1", 2027, "2027-03-04", "2027-03-04"),
        ("dong-thap-2024", "six-months", 2027, "2027-06-04", "2027-06-04"),
        ("dong-thap-2024", "quarter-3", 2027, "2027-09-04", "2027-09-01"),  # Saturday after 2 and 3 September
        ("dong-thap-2024", "year", 2027, "2027-12-04", "2027-12-03"),
    ],
)
def test_the_last_days_read_from_the_documents(
    plan: str, report: str, year: int, last_day: str, last_working_day: str
) -> None:
    deadline = row(plan, year, report)
    assert deadline.last_day == date.fromisoformat(last_day)
    assert deadline.last_working_day == date.fromisoformat(last_working_day)


@pytest.mark.parametrize(
    ("plan", "wordings"),
    [
        ("ca-mau-2017", ["gửi trước ngày 25/5", "gửi trước ngày 25/11"]),
        ("ba-ria-vung-tau-2017", ["trước ngày 20/11 hàng năm"]),
        (
            "dong-thap-2024",
            [
                "báo cáo quý I gửi trước ngày 05/3",
                "báo cáo 6 tháng gửi trước ngày 05/6",
                "báo cáo quý III gửi trước ngày 05/9",
                "báo cáo năm gửi trước ngày 05/12",
            ],
        ),
        ("dak-lak-2017", [None, None, None, None]),
        ("ninh-thuan-2022", []),
    ],
)
def test_the_deadlines_are_worded_as_in_the_documents(plan: str, wordings: list[str | None]) -> None:
    assert [deadline.wording for deadline in rows(plan, 2026)] == wordings


@pytest.mark.parametrize("plan", ["ba-ria-vung-tau-2017", "dong-thap-2024", "dak-lak-2017"])
def test_a_window_the_text_does_not_give_stays_open(plan: str) -> None:
    assert {deadline.window for deadline in rows(plan, 2026)} == {None}


@pytest.mark.parametrize(
    ("plan", "report", "year", "in_force"),
    [
        ("ca-mau-2017", "six-months", 2017, False),  # 24/5/2017 is before 11/8/2017
        ("ca-mau-2017", "year", 2017, True),
        ("ca-mau-2017", "year", 2020, True),
        ("ca-mau-2017", "six-months", 2021, False),
        ("ba-ria-vung-tau-2017", "year", 2018, None),  # the text is not dated
        ("ba-ria-vung-tau-2017", "year", 2021, False),
        ("dong-thap-2024", "year", 2024, True),
        ("dong-thap-2024", "quarter-1", 2023, False),
        ("dong-thap-2024", "quarter-1", 2025, False),
        ("dak-lak-2017", "quarter-4", 2018, None),  # no day to judge
    ],
)
def test_in_force_is_said_only_where_it_is_known(plan: str, report: str, year: int, in_force: bool | None) -> None:
    assert row(plan, year, report).in_force is in_force


def test_a_level_has_a_row_of_its_own_beside_the_plan_s() -> None:
    plan = cà_mau_with(commune={"working_days_before": 3})
    assert [(deadline.report, deadline.level) for deadline in rows(plan, 2026)] == [
        ("six-months", UnitKind.COMMUNE),
        ("six-months", None),
        ("year", UnitKind.COMMUNE),
        ("year", None),
    ]
    commune = row(plan, 2026, "six-months", UnitKind.COMMUNE)
    assert (commune.last_day, commune.rule, commune.wording) == (date(2026, 5, 20), "by", None)
    assert commune.window == DateRange(date(2025, 11, 16), date(2026, 5, 15))


def test_the_deadline_that_applies_is_the_level_s_own_otherwise_the_plan_s() -> None:
    plan = cà_mau_with(commune={"due": {"by": "20/5"}})
    report = plan.report("six-months")
    assert deadline_for(plan, report, 2026, UnitKind.COMMUNE, CALENDAR).last_day == date(2026, 5, 20)
    assert deadline_for(plan, report, 2026, UnitKind.DISTRICT, CALENDAR).last_day == date(2026, 5, 24)
    assert deadline_for(plan, report, 2026, UnitKind.DEPARTMENT, CALENDAR).level is None


def test_the_officers_of_a_late_report_are_reminded_at_least_once_in_thirty_working_days() -> None:
    assert EscalationPolicy(every_late=30).every_late == 30
    with pytest.raises(ValidationError):
        EscalationPolicy(every_late=31)

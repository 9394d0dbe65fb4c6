"""``/tinhtrang`` of those who oversee units: n/N filed for each running report, and the names of who has not filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, representative, with_extension
from handlers.text.filing_counts import filed_count, short_count
from handlers.text.report_names import period_name, report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from storage.reports import unit_status
from storage.reports.obligations import Obligation
from storage.reports.unit_status import UnitReportStatus

NAMES = 20
"""How many units one message names for a level."""


@dataclass(frozen=True, slots=True)
class LevelStatus:
    """One report of one period at one level, with its status over the units of that level."""

    reports: tuple[UnitReportStatus, ...]
    status: FilingStatus[UnitReportStatus]

    @property
    def level(self) -> UnitKind:
        return self.reports[0].unit.kind

    @property
    def representative(self) -> Obligation:
        """The report of a missing unit whose deadline is that of the level."""
        return representative([report.obligation for report in self.status.missing])

    @property
    def args(self) -> dict[str, Any]:
        """As arguments of the button that lists the missing units."""
        obligation = self.reports[0].obligation
        return {
            "plan": obligation.plan_id,
            "report": obligation.report_id,
            "period": obligation.period,
            "level": self.level.value,
        }


def show(turn: Turn) -> None:
    """Every running report: how many units of each level have filed, and the names of those that have not."""
    reports = _running(turn)
    turn.add_message("monitoring.overview.title", unit=turn.me.unit.name)
    if not reports:
        turn.add_message("monitoring.overview.nothing_running")
    for levels in reports:
        _add_report(turn, levels)
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(
        *(_missing_button(turn, level) for levels in reports for level in levels if len(level.status.missing) > NAMES),
        Button(turn.words("menu.board"), "monitoring.list_reports"),
        Button(turn.words("monitoring.overview.refresh"), "monitoring.show_status"),
    )


def add_headlines(turn: Turn) -> None:
    """A line for each running report: "6 tháng năm 2026 · Chuyển hóa địa bàn: đã nộp cấp huyện 5/9, cấp xã 1/5"."""
    lines = []
    for levels in _running(turn):
        counts = ", ".join(short_count(turn.words, level.level, level.status) for level in levels)
        lines.append(turn.words("monitoring.overview.headline", report=_title(turn, levels[0]), counts=counts))
    turn.add_text("\n".join(lines) or turn.words("monitoring.overview.nothing_running"))


def list_missing(turn: Turn, args: Args) -> None:
    """``{plan, report, period, level, page}``: the missing units of one level, a page of names at a time."""
    wanted = {name: args[name] for name in ("plan", "report", "period", "level")}
    level = next((level for levels in _running(turn) for level in levels if level.args == wanted), None)
    if level is None or not level.status.missing:
        return show(turn)
    page = Page.of(level.status.missing, args, NAMES)
    turn.add_text("\n".join([_title(turn, level), _count(turn, level), _deadline(turn, level)]))
    turn.add_text("\n".join([turn.words("text.not_filed"), *_names(turn, page.items)]))
    moment = turn.words.moment(turn.now)
    turn.add_message("monitoring.overview.page", page=page.number + 1, pages=page.pages, moment=moment)
    turn.set_buttons(
        *page.buttons(turn, "monitoring.list_missing", **wanted),
        Button(turn.words("monitoring.overview.back"), "monitoring.show_status"),
    )


def _running(turn: Turn) -> list[list[LevelStatus]]:
    """The running reports by last day, each with its levels from the province's offices down to the communes."""
    by_report: dict[tuple[str, ...], list[UnitReportStatus]] = {}
    for report in unit_status.running_reports(turn.tx, turn.me.unit, turn.today):
        due = report.obligation
        by_report.setdefault((due.plan_id, due.report_id, due.period), []).append(report)
    in_order = sorted(by_report.values(), key=lambda reports: max(report.obligation.last_day for report in reports))
    return [
        [
            LevelStatus(of_level, FilingStatus.of(of_level, turn.now))
            for kind in UnitKind
            if (of_level := tuple(report for report in reports if report.unit.kind == kind))
        ]
        for reports in in_order
    ]


def _add_report(turn: Turn, levels: Sequence[LevelStatus]) -> None:
    """A paragraph for each level; a deadline that several levels share is written once."""
    turn.add_text(_title(turn, levels[0]))
    last_day: date | None = None
    for level in levels:
        lines = [_count(turn, level)]
        if level.status.missing:
            lines += [] if level.representative.last_day == last_day else [_deadline(turn, level)]
            last_day = level.representative.last_day
        for key, reports in (("text.not_filed", level.status.missing), ("text.returned", level.status.returned)):
            lines += [turn.words(key), *_names(turn, reports[:NAMES])] if reports else []
            lines += [turn.words("text.and_more_units", n=len(reports) - NAMES)] if len(reports) > NAMES else []
        turn.add_text("\n".join(lines))


def _title(turn: Turn, level: LevelStatus) -> str:
    obligation = level.reports[0].obligation
    return report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)


def _count(turn: Turn, level: LevelStatus) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1"."""
    return filed_count(turn.words, level.level, level.status)


def _deadline(turn: Turn, level: LevelStatus) -> str:
    obligation = level.representative
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    return deadline_words(turn.words, plan, obligation, turn.now, turn.services.calendar)


def _names(turn: Turn, reports: Sequence[UnitReportStatus]) -> list[str]:
    """ "• UBND huyện Năm Căn: đang soạn, đã trả lời 9/42 câu, gia hạn đến 29/5" for each report."""
    words, progress, lines = turn.words, Progress(turn.tx, turn.plans, turn.words), []
    for report in reports:
        state = progress(report.obligation, report.unit, report.answered)
        state = with_extension(words, report.obligation, state)
        lines.append(words("text.unit_state", unit=report.unit.name, state=state))
    return lines


def _missing_button(turn: Turn, level: LevelStatus) -> Button:
    label = turn.words(
        "monitoring.overview.see_missing",
        level=turn.words(f"text.level.{level.level}"),
        period=period_name(turn.words, level.reports[0].obligation.period),
        n=len(level.status.missing),
    )
    return Button(label, "monitoring.list_missing", level.args)

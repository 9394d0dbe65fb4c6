"""How the units below stand: n/N for each report now at hand, and the names of those that have not filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, representative, with_extension
from handlers.text.report_names import period_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.deadlines.obligation import OWED, UNSENT, ReportState, lateness
from reporting.plan.plan import UnitKind
from storage.reports import unit_status
from storage.reports.obligations import Obligation
from storage.reports.unit_status import UnitReportStatus

NAMES = 20
"""How many units one message names for a level."""


@dataclass(frozen=True, slots=True)
class LevelStatus:
    """One report of one period at one level: how many have filed, and who has not."""

    reports: tuple[UnitReportStatus, ...]

    @property
    def missing(self) -> tuple[UnitReportStatus, ...]:
        """Those who have never filed it."""
        return tuple(report for report in self.reports if report.obligation.state in UNSENT)

    @property
    def returned(self) -> tuple[UnitReportStatus, ...]:
        """Those who had filed it and are asked to send it again: neither missing nor among the filed."""
        return tuple(report for report in self.reports if report.obligation.state == ReportState.RETURNED)

    @property
    def filed(self) -> int:
        return len(self.reports) - len(self.missing) - len(self.returned)

    @property
    def late(self) -> int:
        """How many were filed after their last day."""
        return sum(
            lateness(report.obligation.late_from, report.obligation.filed_at) is not None
            for report in self.reports
            if report.obligation.filed_at and report.obligation.state not in OWED
        )

    @property
    def level(self) -> UnitKind:
        return self.reports[0].unit.kind

    @property
    def representative(self) -> Obligation:
        """The one whose deadline is the level's."""
        return representative([report.obligation for report in self.reports])

    @property
    def args(self) -> dict[str, Any]:
        obligation = self.reports[0].obligation
        return {
            "plan": obligation.plan_id,
            "report": obligation.report_id,
            "period": obligation.period,
            "level": self.level.value,
        }


def show(turn: Turn) -> None:
    """Every report now at hand: how many units of each level have filed, and the names of those that have not."""
    groups = _groups(unit_status.running_reports(turn.tx, turn.me.unit, turn.today))
    turn.add_message("monitoring.overview.title", unit=turn.me.unit.name)
    if not groups:
        turn.add_message("monitoring.overview.nothing_running")
    for of_report in _by_report(groups):
        _tell_report(turn, of_report)
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(
        *(_page_choice(turn, group, 1) for group in groups if len(group.missing) > NAMES),
        Button(turn.words("menu.board"), "monitoring.list_reports"),
        Button(turn.words("monitoring.overview.refresh"), "monitoring.show_status"),
    )


def add_headlines(turn: Turn) -> None:
    """A line for each report at hand: "6 tháng năm 2026 · Chuyển hóa địa bàn: đã nộp cấp huyện 5/9, cấp xã 1/5"."""
    groups = _groups(unit_status.running_reports(turn.tx, turn.me.unit, turn.today))
    lines = []
    for of_report in _by_report(groups):
        counts = ", ".join(
            turn.words("text.filed.short_count", level=_level(turn, group), filed=group.filed, all=len(group.reports))
            for group in of_report
        )
        lines.append(turn.words("monitoring.overview.headline", report=_title(turn, of_report[0]), counts=counts))
    turn.add_text("\n".join(lines) or turn.words("monitoring.overview.nothing_running"))


def list_missing(turn: Turn, args: Mapping[str, Any]) -> None:
    """One level's missing units, a page of names at a time."""
    groups = _groups(unit_status.running_reports(turn.tx, turn.me.unit, turn.today))
    wanted = {name: args[name] for name in ("plan", "report", "period", "level")}
    group = next((group for group in groups if group.args == wanted), None)
    if group is None or not group.missing:
        return show(turn)
    pages = -(-len(group.missing) // NAMES)
    page = min(max(int(args["page"]), 1), pages)
    turn.add_text("\n".join([_title(turn, group), _count(turn, group), _deadline(turn, group)]))
    turn.add_text("\n".join([turn.words("text.not_filed"), *_names(turn, group.missing, (page - 1) * NAMES)]))
    turn.add_message("monitoring.overview.page", page=page, pages=pages, moment=turn.words.moment(turn.now))
    around = (
        Button(turn.words(f"text.list.{way}_page"), "monitoring.list_missing", wanted | {"page": to})
        for way, to in (("next", page + 1), ("previous", page - 1))
        if 1 <= to <= pages
    )
    turn.set_buttons(
        *around,
        Button(turn.words("monitoring.overview.back"), "monitoring.show_status"),
    )


def _groups(reports: Sequence[UnitReportStatus]) -> list[LevelStatus]:
    """By last day and report, then from the province's offices down to the communes."""
    unit_reports: dict[tuple[str, ...], list[UnitReportStatus]] = {}
    for report in reports:
        due = report.obligation
        unit_reports.setdefault((due.plan_id, due.report_id, due.period), []).append(report)
    levels = list(UnitKind)
    return [
        LevelStatus(tuple(of_level))
        for group in sorted(
            unit_reports.values(), key=lambda group: max(unit_report.obligation.last_day for unit_report in group)
        )
        for _, of_level in groupby(
            sorted(group, key=lambda unit_report: levels.index(unit_report.unit.kind)),
            key=lambda unit_report: unit_report.unit.kind,
        )
    ]


def _by_report(groups: Sequence[LevelStatus]) -> list[list[LevelStatus]]:
    """The levels of each report together."""
    return [list(levels) for _, levels in groupby(groups, key=lambda group: group.args | {"level": None})]


def _tell_report(turn: Turn, groups: Sequence[LevelStatus]) -> None:
    """A paragraph for each level; a deadline that several share is said once."""
    turn.add_text(_title(turn, groups[0]))
    last_day: date | None = None
    for group in groups:
        lines = [_count(turn, group)]
        if group.missing:
            lines += [] if group.representative.last_day == last_day else [_deadline(turn, group)]
            last_day = group.representative.last_day
        for key, reports in (("text.not_filed", group.missing), ("monitoring.overview.returned", group.returned)):
            lines += [turn.words(key), *_names(turn, reports, 0)] if reports else []
            lines += [turn.words("text.and_more_units", n=len(reports) - NAMES)] if len(reports) > NAMES else []
        turn.add_text("\n".join(lines))


def _title(turn: Turn, group: LevelStatus) -> str:
    obligation = group.reports[0].obligation
    return report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)


def _count(turn: Turn, group: LevelStatus) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1"."""
    line = turn.words(
        "text.filed.count_late" if group.late else "text.filed.count",
        level=turn.words(f"text.level.{group.level}"),
        filed=group.filed,
        all=len(group.reports),
        late=group.late,
    )
    return f"{line}; {turn.words('text.filed.returned', n=len(group.returned))}" if group.returned else line


def _level(turn: Turn, group: LevelStatus) -> str:
    """The level inside a sentence: "cấp huyện"."""
    name = turn.words(f"text.level.{group.level}")
    return name[:1].lower() + name[1:]


def _deadline(turn: Turn, group: LevelStatus) -> str:
    obligation = group.representative
    plan = turn.plans.get(turn.tx, obligation.plan_id)
    return deadline_words(turn.words, plan, obligation, turn.now, turn.services.calendar)


def _names(turn: Turn, reports: Sequence[UnitReportStatus], start: int) -> list[str]:
    progress = Progress(turn.tx, turn.plans, turn.words)
    return [
        turn.words("text.unit_state", unit=report.unit.name, state=_state(turn, progress, report))
        for report in reports[start : start + NAMES]
    ]


def _state(turn: Turn, progress: Progress, report: UnitReportStatus) -> str:
    """ "đang soạn, đã trả lời 9/42 câu, gia hạn đến 29/5"."""
    return with_extension(turn.words, report.obligation, progress(report.obligation, report.unit, report.answered))


def _page_choice(turn: Turn, group: LevelStatus, page: int) -> Button:
    label = turn.words(
        "monitoring.overview.see_missing",
        level=turn.words(f"text.level.{group.level}"),
        period=period_name(turn.words, group.reports[0].obligation.period),
        n=len(group.missing),
    )
    return Button(label, "monitoring.list_missing", group.args | {"page": page})

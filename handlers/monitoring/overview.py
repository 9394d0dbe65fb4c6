"""How the units below stand: n/N for each report now at hand, and the names of those that have not filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from handlers.reports.progress import Progress
from handlers.text.deadlines import deadline_words, representative, with_extension
from handlers.text.filing_counts import filed_count, short_count
from handlers.text.report_names import period_name, report_name
from handlers.turn.context import Turn
from handlers.turn.messages import Button
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from storage.reports import unit_status
from storage.reports.obligations import Obligation
from storage.reports.unit_status import UnitReportStatus

NAMES = 20
"""How many units one message names for a level."""


@dataclass(frozen=True, slots=True)
class LevelStatus:
    """One report of one period at one level, and how it stands over the units."""

    reports: tuple[UnitReportStatus, ...]
    status: FilingStatus[UnitReportStatus]

    @property
    def level(self) -> UnitKind:
        return self.reports[0].unit.kind

    @property
    def representative(self) -> Obligation:
        """The missing unit's report whose deadline is the level's."""
        return representative([report.obligation for report in self.status.missing])

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
    groups = _groups(turn)
    turn.add_message("monitoring.overview.title", unit=turn.me.unit.name)
    if not groups:
        turn.add_message("monitoring.overview.nothing_running")
    for of_report in _by_report(groups):
        _tell_report(turn, of_report)
    turn.add_message("text.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(
        *(_page_choice(turn, group, 1) for group in groups if len(group.status.missing) > NAMES),
        Button(turn.words("menu.board"), "monitoring.list_reports"),
        Button(turn.words("monitoring.overview.refresh"), "monitoring.show_status"),
    )


def add_headlines(turn: Turn) -> None:
    """A line for each report at hand: "6 tháng năm 2026 · Chuyển hóa địa bàn: đã nộp cấp huyện 5/9, cấp xã 1/5"."""
    lines = []
    for of_report in _by_report(_groups(turn)):
        counts = ", ".join(short_count(turn.words, group.level, group.status) for group in of_report)
        lines.append(turn.words("monitoring.overview.headline", report=_title(turn, of_report[0]), counts=counts))
    turn.add_text("\n".join(lines) or turn.words("monitoring.overview.nothing_running"))


def list_missing(turn: Turn, args: Mapping[str, Any]) -> None:
    """One level's missing units, a page of names at a time."""
    groups = _groups(turn)
    wanted = {name: args[name] for name in ("plan", "report", "period", "level")}
    group = next((group for group in groups if group.args == wanted), None)
    if group is None or not group.status.missing:
        return show(turn)
    missing = group.status.missing
    pages = -(-len(missing) // NAMES)
    page = min(max(int(args["page"]), 1), pages)
    turn.add_text("\n".join([_title(turn, group), _count(turn, group), _deadline(turn, group)]))
    turn.add_text("\n".join([turn.words("text.not_filed"), *_names(turn, missing, (page - 1) * NAMES)]))
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


def _groups(turn: Turn) -> list[LevelStatus]:
    """The reports now at hand by last day and report, then from the province's offices down to the communes."""
    unit_reports: dict[tuple[str, ...], list[UnitReportStatus]] = {}
    for report in unit_status.running_reports(turn.tx, turn.me.unit, turn.today):
        due = report.obligation
        unit_reports.setdefault((due.plan_id, due.report_id, due.period), []).append(report)
    return [
        LevelStatus(of_level, FilingStatus.of(of_level, turn.now))
        for group in sorted(
            unit_reports.values(), key=lambda group: max(unit_report.obligation.last_day for unit_report in group)
        )
        for kind in UnitKind
        if (of_level := tuple(unit_report for unit_report in group if unit_report.unit.kind == kind))
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
        if group.status.missing:
            lines += [] if group.representative.last_day == last_day else [_deadline(turn, group)]
            last_day = group.representative.last_day
        for key, reports in (("text.not_filed", group.status.missing), ("text.returned", group.status.returned)):
            lines += [turn.words(key), *_names(turn, reports, 0)] if reports else []
            lines += [turn.words("text.and_more_units", n=len(reports) - NAMES)] if len(reports) > NAMES else []
        turn.add_text("\n".join(lines))


def _title(turn: Turn, group: LevelStatus) -> str:
    obligation = group.reports[0].obligation
    return report_name(turn.words, turn.plans.get(turn.tx, obligation.plan_id), obligation)


def _count(turn: Turn, group: LevelStatus) -> str:
    """ "Cấp huyện: đã nộp 7/9 đơn vị, trong đó nộp trễ 1; được trả lại 1"."""
    return filed_count(turn.words, group.level, group.status)


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
        n=len(group.status.missing),
    )
    return Button(label, "monitoring.list_missing", group.args | {"page": page})

"""The digests of those who oversee units: one paragraph for each report, with the units that owe it level by level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from handlers.reminders.context import ReminderContext, ReminderText
from handlers.text.deadlines import deadline_words, representative, with_extension
from handlers.text.lists import join_names
from handlers.text.report_names import report_name
from handlers.turn.features import Args
from handlers.turn.messages import Button
from locales import Words
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from storage.reports.reminders import OpenReport

GROUPS = 4
"""How many reports one message takes."""
NAMES = 8
"""How many units are named of each level."""
LevelLines: TypeAlias = Callable[[Sequence[OpenReport]], tuple[str, str]]
"""The lines of one level before and after its deadline; an empty line is left out."""


@dataclass(frozen=True, slots=True)
class ReminderGroup:
    """One report of one period that units still owe; ``membership_id``: the role in which the overseer is told."""

    reports: tuple[OpenReport, ...]
    membership_id: int

    @property
    def args(self) -> dict[str, Any]:
        """As arguments of the buttons that remind these units."""
        return {"obligations": [report.obligation.id for report in self.reports], "membership": self.membership_id}

    @property
    def levels(self) -> list[tuple[OpenReport, ...]]:
        """The reports by kind of unit, the level with the earliest last day first."""
        by_kind = (tuple(report for report in self.reports if report.unit.kind == kind) for kind in UnitKind)
        levels = [reports for reports in by_kind if reports]
        return sorted(levels, key=lambda reports: min(report.obligation.last_day for report in reports))


def by_report(owed: Iterable[tuple[int, OpenReport]]) -> list[ReminderGroup]:
    """Groups pairs of a membership id and a report, in the order in which each group appears first."""
    groups: dict[tuple[Any, ...], list[OpenReport]] = {}
    for membership_id, report in owed:
        due = report.obligation
        groups.setdefault((membership_id, due.plan_id, due.report_id, due.period), []).append(report)
    return [ReminderGroup(tuple(reports), key[0]) for key, reports in groups.items()]


def build_digest(
    context: ReminderContext,
    groups: Sequence[ReminderGroup],
    title: str,
    paragraph: Callable[[ReminderGroup, Words, int | None], str],
) -> ReminderText:
    """The digest over these groups: the title (a key), a paragraph for each of the first :data:`GROUPS`, the moment.

    ``paragraph`` gets the number of the group, ``None`` where there is only one.
    """

    def text(words: Words) -> str:
        several = len(groups) > 1
        numbered = enumerate(groups[:GROUPS], 1)
        paragraphs = [paragraph(group, words, number if several else None) for number, group in numbered]
        if len(groups) > GROUPS:
            paragraphs.append(words("reminders.coordinator.more_reports", n=len(groups) - GROUPS))
        as_of = words("reminders.coordinator.as_of", moment=words.moment(context.now))
        return "\n\n".join([words(title), *paragraphs, as_of])

    return text, lambda words: report_buttons(groups, words)


def paragraph(
    context: ReminderContext, group: ReminderGroup, level_lines: LevelLines, words: Words, number: int | None
) -> str:
    """The name of the report; then the lines of each level, with its deadline unless the level before has the same."""
    lines, deadline_before = [report_title(context, group.reports[0], words, number)], ""
    for reports in group.levels:
        first, last = level_lines(reports)
        deadline = _level_deadline(context, reports, words)
        lines += [first, deadline if deadline != deadline_before else "", last]
        deadline_before = deadline
    return "\n".join(line for line in lines if line)


def report_title(context: ReminderContext, report: OpenReport, words: Words, number: int | None = None) -> str:
    """ "2. 6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    name = report_name(words, context.plan(report), report.obligation)
    return f"{number}. {name}" if number else name


def unit_names(context: ReminderContext, reports: Sequence[OpenReport], words: Words) -> str:
    """ "UBND huyện Ngọc Hiển (đang soạn, đã trả lời 9/17 câu), UBND huyện Năm Căn (chưa bắt đầu) và 3 đơn vị khác"."""
    state = context.states(words)
    names = [
        f"{report.unit.name} ({with_extension(words, report.obligation, state(report))})" for report in reports[:NAMES]
    ]
    return join_names(words, [*names, *(report.unit.name for report in reports[NAMES:])], NAMES)


def report_buttons(groups: Sequence[ReminderGroup], words: Words) -> list[Button]:
    """For each report: remind all its units, or choose one of them; the board too where there is only one report."""
    if len(groups) == 1:
        return _group_buttons(groups[0], words)
    buttons: list[Button] = []
    for number, group in enumerate(groups[:GROUPS], 1):
        nudge = words("reminders.coordinator.nudge_number", n=len(group.reports), number=number)
        see = words("reminders.coordinator.see_number", number=number)
        buttons.append(Button(nudge, "reminders.nudge_listed", group.args))
        buttons.append(Button(see, "reminders.pick_unit", group.args))
    return buttons


def board_button(args: Args, words: Words) -> Button:
    """``{obligations, membership}``: to the board of the report these belong to."""
    board = {"obligation": args["obligations"][0], "membership": args.get("membership")}
    return Button(words("reminders.coordinator.board"), "reminders.show_board", board)


def _group_buttons(group: ReminderGroup, words: Words) -> list[Button]:
    count = len(group.reports)
    buttons = [Button(words("reminders.coordinator.nudge", n=count), "reminders.nudge_listed", group.args)]
    if count > 1:
        buttons.append(Button(words("reminders.coordinator.pick"), "reminders.pick_unit", group.args))
    return [*buttons, board_button(group.args, words)]


def _level_deadline(context: ReminderContext, reports: Sequence[OpenReport], words: Words) -> str:
    """The deadline of a level: that of a missing unit without an extension, if there is one."""
    missing = FilingStatus.of(reports, context.now).missing
    obligation = representative([report.obligation for report in missing or reports])
    return deadline_words(words, context.plan(reports[0]), obligation, context.now, context.services.calendar)

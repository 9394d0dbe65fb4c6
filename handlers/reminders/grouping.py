"""One report with the names of the units that still owe it, level by level: what overseers are told, and may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from handlers.reminders.context import ReminderContext
from handlers.text.deadlines import deadline_words, representative, with_extension
from handlers.text.report_names import report_name
from handlers.turn.messages import Button
from locales import Words
from reporting.plan.plan import UnitKind
from reporting.status.filing import FilingStatus
from storage.reports.reminders import OpenReport

GROUPS = 4
"""How many reports one message takes."""
NAMES = 8
"""How many units are named of each."""


LevelLines: TypeAlias = Callable[[Sequence[OpenReport]], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ReminderGroup:
    """``missing`` still owe it; ``membership_id`` is the hat in which its overseer is told."""

    missing: tuple[OpenReport, ...]
    membership_id: int

    @property
    def args(self) -> dict[str, Any]:
        return {"obligations": [case.obligation.id for case in self.missing], "membership": self.membership_id}

    @property
    def levels(self) -> list[tuple[OpenReport, ...]]:
        """Those who still owe it by kind of unit, the level with the earliest last day first."""
        kinds = list(UnitKind)
        ordered = sorted(self.missing, key=lambda case: kinds.index(case.unit.kind))
        cases = [tuple(group) for _, group in groupby(ordered, key=lambda case: case.unit.kind)]
        return sorted(cases, key=lambda group: min(case.obligation.last_day for case in group))


def by_report(cases: Iterable[tuple[int, OpenReport]]) -> list[ReminderGroup]:
    """Groups of (membership, report still owed), in the order in which each is first met."""
    reports: dict[tuple[Any, ...], list[OpenReport]] = {}
    for membership_id, case in cases:
        obligation = case.obligation
        reports.setdefault((membership_id, obligation.plan_id, obligation.report_id, obligation.period), []).append(
            case
        )
    return [ReminderGroup(tuple(group), key[0]) for key, group in reports.items()]


def paragraph(
    round_: ReminderContext,
    group: ReminderGroup,
    level_lines: Callable[[Sequence[OpenReport]], tuple[str, str]],
    say: Words,
    number: int | None,
) -> str:
    """The report; for each level a line, its deadline unless the level before has the same, and a line of names.

    ``level_lines``: the lines around the deadline; an empty one is left out.
    """
    lines, text = [title(round_, group.missing[0], say, number)], ""
    for cases in group.levels:
        first, last = level_lines(cases)
        due = deadline(round_, cases, say)
        lines += [first, due if due != text else "", last]
        text = due
    return "\n".join(line for line in lines if line)


def title(round_: ReminderContext, case: OpenReport, say: Words, number: int | None) -> str:
    """ "2. 6 tháng năm 2026 · Chuyển hóa địa bàn"."""
    name = report_name(say, round_.services.plans.get(round_.tx, case.obligation.plan_id), case.obligation)
    return f"{number}. {name}" if number else name


def deadline(round_: ReminderContext, cases: Sequence[OpenReport], say: Words) -> str:
    """That of the level: of a missing unit and without an extension, if there is one."""
    missing = FilingStatus.of(cases, round_.now).missing
    obligation = representative([case.obligation for case in missing or cases])
    plan = round_.services.plans.get(round_.tx, obligation.plan_id)
    return deadline_words(say, plan, obligation, round_.now, round_.services.calendar)


def names(round_: ReminderContext, cases: Sequence[OpenReport], say: Words) -> str:
    """ "UBND huyện Ngọc Hiển (đang soạn, đã trả lời 9/17 câu), UBND huyện Năm Căn (chưa bắt đầu)"."""
    state = round_.states(say)
    found = [f"{case.unit.name} ({with_extension(say, case.obligation, state(case))})" for case in cases[:NAMES]]
    return ", ".join(found) + (
        f" {say('reminders.officer.and_more', n=len(cases) - NAMES)}" if len(cases) > NAMES else ""
    )


def message(groups: Sequence[ReminderGroup], paragraph: Callable[[ReminderGroup, int | None], str], say: Words) -> str:
    """The paragraphs of as many reports as one message takes."""
    several = len(groups) > 1
    parts = [paragraph(group, number if several else None) for number, group in enumerate(groups[:GROUPS], 1)]
    if len(groups) > GROUPS:
        parts.append(say("reminders.coordinator.more_reports", n=len(groups) - GROUPS))
    return "\n\n".join(parts)


def report_buttons(groups: Sequence[ReminderGroup], say: Words) -> list[Button]:
    """For each report: remind all its units; pick one of them; with only one report, its board too."""
    if len(groups) == 1:
        return group_buttons(groups[0].args, len(groups[0].missing), say)
    buttons: list[Button] = []
    for number, group in enumerate(groups[:GROUPS], 1):
        nudge = say("reminders.coordinator.nudge_number", n=len(group.missing), number=number)
        buttons.append(Button(nudge, "reminders.nudge_listed", group.args))
        buttons.append(
            Button(
                say("reminders.coordinator.see_number", number=number), "reminders.pick_unit", group.args | {"page": 1}
            )
        )
    return buttons


def group_buttons(args: Mapping[str, Any], missing: int, say: Words) -> list[Button]:
    buttons = [Button(say("reminders.coordinator.nudge", n=missing), "reminders.nudge_listed", args)]
    if missing > 1:
        buttons.append(Button(say("reminders.coordinator.pick"), "reminders.pick_unit", {**args, "page": 1}))
    return [*buttons, board_button(args, say)]


def board_button(args: Mapping[str, Any], say: Words) -> Button:
    kept = {"obligation": args["obligations"][0], "membership": args.get("membership")}
    return Button(say("reminders.coordinator.board"), "reminders.show_board", kept)

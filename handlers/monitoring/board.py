"""``/theodoi``: the list of running reports, and the board of one report over a unit and the units below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from handlers.monitoring import unit_lists
from handlers.monitoring.state import BoardState
from handlers.monitoring.status_text import entry_lines
from handlers.monitoring.view import ReportOverUnits, load_view
from handlers.reports.access import unit_in_scope
from handlers.text.deadlines import deadline_words, last_day_words, representative
from handlers.text.lists import lower_first
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import HANDLED, Args, NotUnderstood, Reply
from handlers.turn.messages import Button
from handlers.turn.pagination import Page
from locales import Words
from reporting.deadlines.calendar import local_day, previous_same_kind
from reporting.figures.target_evaluation import format_rate
from reporting.permissions import can_act_on
from reporting.status.filing import (
    MISSING,
    OWING,
    FilingCategory,
    FilingRates,
    FilingStatus,
    count,
    rates,
    same_moment,
)
from storage.reports import report_status
from storage.reports.report_status import ReportTotals, UnitReport
from storage.units import units
from storage.units.units import Unit

NAMES = 6
"""How many units of the most urgent category the board names."""
LISTED = (
    FilingCategory.OVERDUE,
    *OWING,
    FilingCategory.FILED_LATE,
    FilingCategory.IN_TIME,
    FilingCategory.NIL,
    FilingCategory.ON_PAPER,
    FilingCategory.EXCUSED,
)
"""The categories that have a list of their own, in the order of their buttons."""


def start(turn: Turn, rest: str) -> None:
    """``/theodoi``, ``/theodoi cai nuoc``."""
    if rest:
        if (not_found := unit_lists.search(turn, {}, rest)) is None:
            return
        turn.add_text(not_found)
    show_list(turn, {})


def show_list(turn: Turn, args: Args) -> None:
    """``{every, unit, page}``: a page of the running reports, or with ``every`` of those of all periods.

    ``unit``: the id of a unit below one's own, whose reports are listed instead of one's own.
    """
    every, unit = args.get("every", False), unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or turn.me.unit
    load = report_status.all_reports if every else report_status.running_reports
    page = Page.of(load(turn.tx, unit, turn.now, turn.today), args)
    again = {"every": every, "unit": unit.id}
    turn.start_dialog(BoardState(**again))
    turn.add_message("monitoring.board.title", unit=unit.name)
    turn.add_text("\n".join(_list_lines(turn, page.items)) or turn.words("monitoring.overview.nothing_running"))
    turn.add_message("monitoring.board.how_to_search")
    turn.set_buttons(
        *(_report_button(turn, totals, unit) for totals in page.items),
        *page.buttons(turn, "monitoring.list_reports", **again),
        Button(
            turn.words("text.choice.running_periods" if every else "text.choice.all_periods"),
            "monitoring.list_reports",
            again | {"every": not every},
        ),
        *(
            [Button(turn.words("text.choice.up", unit=turn.me.unit.name), "monitoring.list_reports")]
            if unit.id != turn.me.unit.id
            else ()
        ),
        numbered=True,
    )


def show(turn: Turn, args: Args) -> None:
    """``{plan, report, period, unit}``: one report in one unit and below it; without a report the list of them."""
    if "report" not in args:
        return show_list(turn, args)
    view = load_view(turn, args)
    if view is None:
        turn.add_message("monitoring.board.gone")
        return show_list(turn, {})
    turn.start_dialog(BoardState(**view.args))
    unit_line = turn.words("monitoring.board.of_unit", unit=view.unit.name)
    turn.add_text("\n".join([view.title(turn), unit_line, *_deadlines(turn, view)]))
    turn.add_text("\n".join(_counts(turn, view)))
    turn.add_text("\n".join(_rates(turn, view)))
    turn.add_text("\n".join(_urgent(turn, view)))
    turn.add_message("monitoring.board.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_buttons(turn, view), numbered=True)


def prompt(turn: Turn, state: BoardState) -> None:
    show(turn, state.args)


def on_text(turn: Turn, state: BoardState, text: str) -> Reply:
    """A few letters of a unit's name."""
    if (not_found := unit_lists.search(turn, state.args, text)) is None:
        return HANDLED
    turn.set_buttons(unit_lists.back_button(turn, state.args), numbered=True)
    return NotUnderstood(not_found)


def _list_lines(turn: Turn, reports: Sequence[ReportTotals]) -> Iterator[str]:
    words = turn.words
    for number, totals in enumerate(reports, 1):
        key = "head_overdue" if totals.overdue else "head" if totals.count else "head_excused"
        name = report_name(words, turn.plans.get(turn.tx, totals.plan_id), totals)
        counts = {"filed": totals.filed, "all": totals.count, "overdue": totals.overdue}
        yield words(f"monitoring.board.{key}", number=number, report=name, **counts)
        yield "   " + words("monitoring.board.head_day", last=last_day_words(words, totals), year=totals.last_day.year)


def _report_button(turn: Turn, totals: ReportTotals, unit: Unit) -> Button:
    name = report_name(turn.words, turn.plans.get(turn.tx, totals.plan_id), totals)
    args = {"plan": totals.plan_id, "report": totals.report_id, "period": totals.period, "unit": turn.me.unit.id}
    return Button(name, "monitoring.open_unit", {**args, "chosen": unit.id})


def _deadlines(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """A line for each deadline of a missing unit; levels with the same deadline share the line.

    Of a returned report only where it is the only one on the board.
    """
    owed = view.entries_in(turn, *(MISSING if len(view.entries) > 1 else OWING))
    levels: dict[str, list[str]] = {}
    for kind, reports in groupby(owed, key=lambda report: report.unit.kind):
        obligation = representative([report.obligation for report in reports])
        line = deadline_words(turn.words, view.plan, obligation, turn.now, turn.services.calendar)
        name = turn.words(f"text.level.{kind}")
        named = levels.setdefault(line, [])
        named.append(lower_first(name) if named else name)
    for line, kinds in levels.items():
        yield (
            line
            if len(levels) == 1
            else turn.words("monitoring.board.level_deadline", levels="; ".join(kinds), deadline=line)
        )


def _counts(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """ "Chưa nộp 2/5: chưa bắt đầu 2", "Được trả lại 1/5"; a line for each that is not zero."""
    words, counted = turn.words, count((entry.status_input for entry in view.entries), turn.now)
    owing = len(view.entries) - counted[FilingCategory.EXCUSED]
    missing = sum(counted[category] for category in MISSING)

    def parts(*wanted: FilingCategory) -> str:
        return " · ".join(
            words(f"monitoring.board.count.{category}", n=counted[category]) for category in wanted if counted[category]
        )

    if missing:
        yield words("monitoring.board.missing", n=missing, all=owing, parts=parts(*MISSING, FilingCategory.OVERDUE))
    if returned := counted[FilingCategory.RETURNED]:
        yield words("monitoring.board.returned", n=returned, all=owing)
    if owing > missing + returned:
        filed = parts(
            FilingCategory.FILED_LATE,
            FilingCategory.IN_TIME,
            FilingCategory.ACCEPTED,
            FilingCategory.NIL,
            FilingCategory.ON_PAPER,
        )
        yield words("monitoring.board.filed", n=owing - missing - returned, all=owing, parts=filed)
    if counted[FilingCategory.EXCUSED]:
        yield words("monitoring.board.excused", n=counted[FilingCategory.EXCUSED])


def _rates(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """How many have filed and how many in time: now, and a year before, as many days from the last day."""
    words, obligation = turn.words, view.entries[0].obligation
    now = rates((entry.status_input for entry in view.entries), turn.now)
    earlier = report_status.of_report(
        turn.tx, obligation.plan_id, obligation.report_id, previous_same_kind(obligation.period), view.unit
    )
    at = same_moment(turn.now, _plan_day(view.entries), _plan_day(earlier)) if earlier else turn.now
    year_before = rates((entry.status_input for entry in earlier), at)
    if now.complete.of:
        yield words("monitoring.board.rates", **_shares(words, now))
    if year_before.complete.of:
        yield words("monitoring.board.rates_then", day=words.day(local_day(at)), **_shares(words, year_before))


def _plan_day(entries: Sequence[UnitReport]) -> date:
    """The last day by the plan; an extension moves it for one unit only."""
    return max(entry.obligation.plan_day for entry in entries)


def _shares(words: Words, filing_rates: FilingRates) -> dict[str, str]:
    """ "7/9 = 77,8%" of each."""
    mark = words("common.decimal_mark")
    return {
        name: f"{words.number(share.n)}/{words.number(share.of)} = {format_rate(share.n, share.of, mark)}"
        for name, share in filing_rates._asdict().items()
    }


def _urgent(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """The units of the most urgent category that is not empty, by name."""
    for category in (FilingCategory.OVERDUE, *OWING):
        if entries := view.entries_in(turn, category):
            yield turn.words(f"monitoring.board.names.{category}")
            named = entries[:NAMES]
            for entry, state in zip(named, entry_lines(turn, named), strict=True):
                plain = category == FilingCategory.NOT_BEGUN and not entry.obligation.is_extended
                yield (
                    f"• {entry.unit.name}"
                    if plain
                    else turn.words("text.unit_state", unit=entry.unit.name, state=state)
                )
            if len(entries) > NAMES:
                yield turn.words("text.and_more_units", n=len(entries) - NAMES)
            return


def _nudge_buttons(turn: Turn, view: ReportOverUnits) -> Iterator[Button]:
    """Buttons that remind the missing units of this board, and those whose report was returned."""
    status = FilingStatus.of(view.entries, turn.now)
    for key, reports in (("nudge_all", status.missing), ("nudge_returned", status.returned)):
        label = turn.words(f"monitoring.board.{key}")
        if reports and view.unit.id == turn.me.unit.id:
            yield Button(label, "reminders.nudge_all", {**view.args, "returned": key == "nudge_returned"})
        elif reports:
            yield Button(label, "reminders.nudge_listed", {"obligations": [report.obligation.id for report in reports]})


def _buttons(turn: Turn, view: ReportOverUnits) -> Iterator[Button]:
    """The lists by category, the units below, reminding, the file, the board above."""
    words, counted = turn.words, count((entry.status_input for entry in view.entries), turn.now)
    for category in LISTED:
        if counted[category]:
            label = words(f"monitoring.board.list.{category}", n=counted[category])
            yield Button(label, "monitoring.list_category", {**view.args, "category": category.value})
    if len(view.entries) > 1:
        if own := next((entry for entry in view.entries if entry.unit.id == view.unit.id), None):
            yield Button(
                words("monitoring.board.own_report"), "monitoring.show_report", {"obligation": own.obligation.id}
            )
        yield Button(words("monitoring.board.by_unit"), "monitoring.list_children", view.args)
    if can_act_on(turn.me, view.unit):
        yield from _nudge_buttons(turn, view)
    yield Button(words("monitoring.board.export"), "monitoring.export_board", view.args)
    if view.unit.id != turn.me.unit.id and view.unit.parent_id is not None:
        above = units.get(turn.tx, view.unit.parent_id)
        yield Button(words("text.choice.up", unit=above.name), "monitoring.show_board", {**view.args, "unit": above.id})
    yield Button(words("monitoring.board.refresh"), "monitoring.show_board", view.args)
    yield Button(words("monitoring.board.other_report"), "monitoring.list_reports")

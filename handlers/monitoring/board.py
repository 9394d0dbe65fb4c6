"""``/theodoi``: the reports at hand, and how one of them stands in a unit and below it, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from handlers.monitoring import unit_lists
from handlers.monitoring.status_text import entry_lines
from handlers.monitoring.view import ReportOverUnits, load_view
from handlers.reports.oversight import may_act, unit_in_scope
from handlers.text.deadlines import deadline_words, last_day_words
from handlers.text.report_names import report_name
from handlers.turn.context import Turn
from handlers.turn.features import Args
from handlers.turn.messages import Button
from handlers.turn.pagination import page_buttons, page_of
from locales import Words
from reporting.deadlines.calendar import local_day, previous_same_kind
from reporting.figures.target_evaluation import format_rate
from reporting.plan.plan import UnitKind
from reporting.status.filing import MISSING, OWING, FilingCategory, FilingRates, count, rates, same_moment
from reporting.text import fold
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
"""The categories that have a list of their own, in the order of their choices."""


def start(turn: Turn, rest: str) -> None:
    """``/theodoi``, ``/theodoi cai nuoc``."""
    if rest:
        turn.start_dialog("monitoring.board")
        if (text := unit_lists.search(turn, rest)) is None:
            return
        turn.add_text(text)
    show_list(turn, {})


def show_list(turn: Turn, args: Args) -> None:
    """The reports now at hand, or with ``every`` those of all periods, a page of them; of one ``unit`` or one's own."""
    every, unit = args.get("every", False), unit_in_scope(turn, args.get("unit", turn.me.unit.id)) or turn.me.unit
    heads = (report_status.all_reports if every else report_status.running_reports)(turn.tx, unit, turn.now, turn.today)
    page, pages, shown = page_of(heads, args.get("page", 0))
    again = {"every": every, "unit": unit.id}
    turn.start_dialog("monitoring.board", **again)
    turn.add_message("monitoring.board.title", unit=unit.name)
    turn.add_text("\n".join(_head_lines(turn, heads[shown])) or turn.words("monitoring.overview.nothing_running"))
    turn.add_message("monitoring.board.how_to_search")
    turn.set_buttons(
        *(_head_choice(turn, head, unit) for head in heads[shown]),
        *page_buttons(turn, "monitoring.list_reports", page, pages, **again),
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
    turn.start_dialog("monitoring.board", **view.args)
    about = turn.words("monitoring.board.of_unit", unit=view.unit.name)
    turn.add_text("\n".join([view.title(turn), about, *_deadlines(turn, view)]))
    turn.add_text("\n".join(_counts(turn, view)))
    turn.add_text("\n".join(_rates(turn, view)))
    turn.add_text("\n".join(_urgent(turn, view)))
    turn.add_message("monitoring.board.as_of", moment=turn.words.moment(turn.now))
    turn.set_buttons(*_ways(turn, view), numbered=True)


def prompt(turn: Turn) -> None:
    """Where the open dialogue stands."""
    show(turn, turn.dialogue or {})


def on_text(turn: Turn, text: str) -> str | None:
    """A few letters of a unit's name; a command stays a command."""
    if fold(text) in turn.registry.typed_commands:
        return ""
    phrase = unit_lists.search(turn, text)
    if phrase is not None:
        turn.set_buttons(unit_lists.back_button(turn, turn.dialogue or {}), numbered=True)
    return phrase


def _head_lines(turn: Turn, heads: Sequence[ReportTotals]) -> Iterator[str]:
    words = turn.words
    for number, head in enumerate(heads, 1):
        key = (
            "monitoring.board.head_overdue"
            if head.overdue
            else "monitoring.board.head"
            if head.count
            else "monitoring.board.head_excused"
        )
        name = report_name(words, turn.plans.get(turn.tx, head.plan_id), head)
        yield words(key, number=number, report=name, filed=head.filed, all=head.count, overdue=head.overdue)
        yield "   " + words("monitoring.board.head_day", last=last_day_words(words, head), year=head.last_day.year)


def _head_choice(turn: Turn, head: ReportTotals, unit: Unit) -> Button:
    name = report_name(turn.words, turn.plans.get(turn.tx, head.plan_id), head)
    args = {"plan": head.plan_id, "report": head.report_id, "period": head.period, "unit": turn.me.unit.id}
    return Button(name, "monitoring.open_unit", {**args, "chosen": unit.id})


def _deadlines(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """A line for each deadline under which something is still owed; levels that share one share the line."""
    owed = view.entries_in(
        turn, *(MISSING if len(view.entries) > 1 else OWING)
    )  # of a returned one it is its own matter
    first: dict[UnitKind, UnitReport] = {}
    for entry in sorted(owed, key=lambda unit_report: unit_report.obligation.is_extended):
        first.setdefault(entry.unit.kind, entry)
    levels: dict[str, list[str]] = {}
    for kind, report in first.items():
        line = deadline_words(turn.words, view.plan, report.obligation, turn.now, turn.services.calendar)
        name = turn.words(f"text.level.{kind}")
        named = levels.setdefault(line, [])
        named.append(name[:1].lower() + name[1:] if named else name)
    for line, kinds in levels.items():
        yield (
            line
            if len(levels) == 1
            else turn.words("monitoring.board.level_deadline", levels="; ".join(kinds), deadline=line)
        )


def _counts(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """ "Chưa nộp 2/5: chưa bắt đầu 2", "Được trả lại 1/5"; only what there is."""
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
    """Completeness and timeliness now, and a year before as many days from the last day."""
    words, obligation = turn.words, view.entries[0].obligation
    now = rates((entry.status_input for entry in view.entries), turn.now)
    earlier = report_status.of_report(
        turn.tx, obligation.plan_id, obligation.report_id, previous_same_kind(obligation.period), view.unit
    )
    at = same_moment(turn.now, _plan_day(view.entries), _plan_day(earlier)) if earlier else turn.now
    then = rates((entry.status_input for entry in earlier), at)
    if now.complete.of:
        yield words("monitoring.board.rates", **_shares(words, now))
    if then.complete.of:
        yield words("monitoring.board.rates_then", day=words.day(local_day(at)), **_shares(words, then))


def _plan_day(entries: Sequence[UnitReport]) -> date:
    """The last day as planned; an extension moves it for one unit only."""
    return max(entry.obligation.plan_day for entry in entries)


def _shares(words: Words, filing_rates: FilingRates) -> dict[str, str]:
    """ "7/9 = 77,8%" of each."""
    mark = words("common.decimal_mark")
    return {
        name: f"{words.number(share.n)}/{words.number(share.of)} = {format_rate(share.n, share.of, mark)}"
        for name, share in filing_rates._asdict().items()
    }


def _urgent(turn: Turn, view: ReportOverUnits) -> Iterator[str]:
    """The names of the most urgent category there is."""
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


def _nudging(turn: Turn, view: ReportOverUnits, missing: Sequence[UnitReport]) -> tuple[str, dict[str, Any]]:
    """What reminds everybody on this board: on the board of a part of one's units, only those of that part."""
    if view.unit.id == turn.me.unit.id:
        return "reminders.nudge_all", view.args
    return "reminders.nudge_listed", {"obligations": [entry.obligation.id for entry in missing]}


def _ways(turn: Turn, view: ReportOverUnits) -> Iterator[Button]:
    """Lists, levels below, the file, and back."""
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
    if may_act(turn) and (missing := view.entries_in(turn, *OWING)):
        yield Button(words("monitoring.board.nudge_all"), *_nudging(turn, view, missing))
    yield Button(words("monitoring.board.export"), "monitoring.export_board", view.args)
    if view.unit.id != turn.me.unit.id and view.unit.parent_id is not None:
        above = units.get(turn.tx, view.unit.parent_id)
        yield Button(words("text.choice.up", unit=above.name), "monitoring.show_board", {**view.args, "unit": above.id})
    yield Button(words("monitoring.board.refresh"), "monitoring.show_board", view.args)
    yield Button(words("monitoring.board.other_report"), "monitoring.list_reports")
